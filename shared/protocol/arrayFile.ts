/*
 * How a file of ours lies, for who writes and checks it and for pages that read one. All numbers are little-endian: magic,
 * u32 version of this layout, u32 bytes of header, header (JSON), the arrays in the header's order, each filled up with
 * zeros to a multiple of eight bytes as the header is, checksums, ending. The checksums are CRC-32, as u32: of all before
 * the first array, of each block of each array, of the checksums themselves. So a part can be read, and checked, alone.
 * Nothing in it is executed, nothing unpickled.
 */
export const arrayMagic = 'flow2vec';
export const layoutVersion = 4;
export const ending = 'f2v-end\n';
export const leadBytes = 16;
export const blockBytes = 1 << 20;
export const kinds = {
  Uint8Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const;
export type Kind = keyof typeof kinds;

/** The header of a file, as JSON. */
export interface Lead {
  what: string;
  version: number;
  header: unknown;
  arrays: { name: string; kind: Kind; length: number }[];
}

export const padded = (bytes: number) => Math.ceil(bytes / 8) * 8;
/** The table of `count` checksums and the one of the table itself. */
export const sumsBytes = (count: number) => padded(count * 4 + 4);
