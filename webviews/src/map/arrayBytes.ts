import * as l10n from '@vscode/l10n';
import {
  arrayMagic,
  ending,
  kinds,
  layoutVersion,
  leadBytes,
  blockBytes,
  padded,
  sumsBytes,
  type Lead,
} from '../../../shared/protocol/arrayFile';

export type NumberArray = InstanceType<(typeof kinds)[keyof typeof kinds]>;

export interface ArrayBytes {
  what: string;
  version: number;
  header: unknown;
  /** Views of the bytes, not copies. */
  arrays: Readonly<Record<string, NumberArray>>;
}

/**
 * Reads whole files only; checksums are compared by the server, before it tells the page of the file. Throws, saying what
 * is wrong, when the bytes are of another kind or are cut.
 */
export function readArrayBytes(bytes: ArrayBuffer): ArrayBytes {
  const all = new Uint8Array(bytes);
  const text = (from: number, length: number) => new TextDecoder().decode(all.subarray(from, from + length));
  if (bytes.byteLength < leadBytes || text(0, 8) !== arrayMagic)
    throw new Error(l10n.t('not a flow2vec file'));
  const view = new DataView(bytes);
  if (view.getUint32(8, true) !== layoutVersion)
    throw new Error(l10n.t('layout {0}', view.getUint32(8, true)));
  const headerBytes = view.getUint32(12, true);
  if (leadBytes + headerBytes > bytes.byteLength) throw new Error(l10n.t('truncated header'));
  const lead = JSON.parse(text(leadBytes, headerBytes)) as Lead;
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
  at += sumsBytes(sums);
  if (at + ending.length !== bytes.byteLength || text(at, ending.length) !== ending)
    throw new Error(l10n.t('truncated'));
  return { what: lead.what, version: lead.version, header: lead.header, arrays };
}
