/*
 * Reads the bytes of a file that server/src/base/files/arrayFile.ts wrote, which says how they lie. Its checksums are
 * compared by the server, before it tells the page of the file.
 */
import * as l10n from '@vscode/l10n';

const magic = 'flow2vec';
const layoutVersion = 4;
const leadBytes = 16;
const blockBytes = 1 << 20;
const ending = 'f2v-end\n';
const kinds = { Uint8Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;
type Kind = keyof typeof kinds;
export type NumberArray = InstanceType<(typeof kinds)[Kind]>;

export interface ArrayBytes {
  what: string;
  version: number;
  header: unknown;
  /** Views of the bytes, not copies. */
  arrays: Readonly<Record<string, NumberArray>>;
}

/** Reads whole files only. Throws, saying what is wrong, when the bytes are of another kind or are cut. */
export function readArrayBytes(bytes: ArrayBuffer): ArrayBytes {
  const all = new Uint8Array(bytes);
  const text = (from: number, length: number) => new TextDecoder().decode(all.subarray(from, from + length));
  if (bytes.byteLength < leadBytes || text(0, 8) !== magic) throw new Error(l10n.t('not a flow2vec file'));
  const view = new DataView(bytes);
  if (view.getUint32(8, true) !== layoutVersion)
    throw new Error(l10n.t('layout {0}', view.getUint32(8, true)));
  const headerBytes = view.getUint32(12, true);
  if (leadBytes + headerBytes > bytes.byteLength) throw new Error(l10n.t('truncated header'));
  const lead = JSON.parse(text(leadBytes, headerBytes)) as {
    what: string;
    version: number;
    header: unknown;
    arrays: { name: string; kind: Kind; length: number }[];
  };
  const arrays: Record<string, NumberArray> = {};
  let at = padded(leadBytes + headerBytes);
  let sums = 1;
  for (const { name, kind, length } of lead.arrays) {
    if (!Object.hasOwn(kinds, kind)) throw new Error(l10n.t('an array of unknown kind, {0}', kind));
    const size = length * kinds[kind].BYTES_PER_ELEMENT;
    if (at + size > bytes.byteLength) throw new Error(l10n.t('truncated'));
    arrays[name] = new kinds[kind](bytes, at, length);
    at += padded(size);
    sums += Math.ceil(size / blockBytes);
  }
  at += padded(sums * 4 + 4);
  if (at + ending.length !== bytes.byteLength || text(at, ending.length) !== ending)
    throw new Error(l10n.t('truncated'));
  return { what: lead.what, version: lead.version, header: lead.header, arrays };
}

const padded = (bytes: number) => Math.ceil(bytes / 8) * 8;
