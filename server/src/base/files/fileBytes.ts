import type { FileHandle } from 'node:fs/promises';

/** Pieces, because one read or write of a file cannot pass 2 GiB. */
export const pieceBytes = 1 << 28;

/** In a buffer of its own, so that typed arrays over it are aligned. Throws where the file ends before. */
export async function readExactly(
  file: FileHandle,
  bytes: number,
  position: number,
): Promise<Buffer<ArrayBuffer>> {
  const buffer = Buffer.from(new ArrayBuffer(bytes));
  for (let at = 0; at < bytes;) {
    const { bytesRead } = await file.read(buffer, at, Math.min(pieceBytes, bytes - at), position + at);
    if (bytesRead === 0) throw new Error('truncated');
    at += bytesRead;
  }
  return buffer;
}
