import { appendFile, open } from 'node:fs/promises';
import { crc32 } from './checksum';

const mark = 'f2v-sum\n';
const sealBytes = 16;
const pieceBytes = 1 << 20;

/** Appends a checksum (CRC-32) to a file of another program's that does not mind what stands behind its content. */
export async function seal(path: string): Promise<void> {
  const { sum } = await sumOf(path, Infinity);
  const bytes = Buffer.alloc(sealBytes);
  bytes.write(mark, 'latin1');
  bytes.writeUInt32LE(sum, 8);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 12)), 12);
  await appendFile(path, bytes);
}

/** Whether a file is as it was when it was sealed. Rejects as the system does. */
export async function isSealed(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  const { size } = await file.stat().finally(() => file.close());
  const { sum, rest } = await sumOf(path, size - sealBytes);
  return (
    rest.length === sealBytes &&
    rest.toString('latin1', 0, mark.length) === mark &&
    rest.readUInt32LE(8) === sum &&
    rest.readUInt32LE(12) === crc32(rest.subarray(0, 12))
  );
}

/** The checksum of a file's first bytes, and what follows them. */
async function sumOf(path: string, count: number): Promise<{ sum: number; rest: Buffer }> {
  const file = await open(path, 'r');
  const buffer = Buffer.allocUnsafe(pieceBytes);
  let [sum, at] = [0, 0];
  const rest: Buffer[] = [];
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, pieceBytes, at);
      if (bytesRead === 0) return { sum, rest: Buffer.concat(rest) };
      const inside = Math.max(0, Math.min(bytesRead, count - at));
      sum = crc32(buffer.subarray(0, inside), sum);
      rest.push(Buffer.from(buffer.subarray(inside, bytesRead)));
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}
