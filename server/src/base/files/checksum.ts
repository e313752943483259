import * as zlib from 'node:zlib';

/**
 * CRC-32 of bytes, going on from that of what stands before them. It tells every single damaged bit, and any other
 * damage but once in 2³²; it takes a fifth of a second for a gigabyte, where a digest takes half of one.
 */
export const crc32: (data: Uint8Array, before?: number) => number =
  // Node has its own since 20.15.
  (zlib as { crc32?: (data: Uint8Array, before?: number) => number }).crc32 ?? plainCrc32;

/** The same without Node's, a tenth as fast. */
export function plainCrc32(data: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of data) crc = (table[(crc ^ byte) & 255] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
