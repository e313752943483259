/*
 * Reads the bytes of a file that server/src/base/files/arrayFile.ts wrote: magic, u32 bytes of header, u32 checksum of
 * it, header (JSON), arrays in the header's order, each on an eight-byte boundary, ending. The server has compared the
 * checksums before it names the file.
 */
const magic = 'f2varr02';
const leadBytes = 16;
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
  if (bytes.byteLength < leadBytes || text(0, 8) !== magic) throw new Error('not a flow2vec file');
  const headerBytes = new DataView(bytes).getUint32(8, true);
  if (leadBytes + headerBytes > bytes.byteLength) throw new Error('truncated header');
  const lead = JSON.parse(text(leadBytes, headerBytes)) as {
    what: string;
    version: number;
    header: unknown;
    arrays: { name: string; kind: Kind; length: number }[];
  };
  const arrays: Record<string, NumberArray> = {};
  let at = padded(leadBytes + headerBytes);
  for (const { name, kind, length } of lead.arrays) {
    if (!Object.hasOwn(kinds, kind)) throw new Error(`an array of unknown kind, ${kind}`);
    const size = length * kinds[kind].BYTES_PER_ELEMENT;
    if (at + size > bytes.byteLength) throw new Error('truncated');
    arrays[name] = new kinds[kind](bytes, at, length);
    at += padded(size);
  }
  if (at + ending.length !== bytes.byteLength || text(at, ending.length) !== ending)
    throw new Error('truncated');
  return { what: lead.what, version: lead.version, header: lead.header, arrays };
}

const padded = (bytes: number) => Math.ceil(bytes / 8) * 8;
