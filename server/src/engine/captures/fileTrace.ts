import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';

/** By what a file is known again without being read. */
export interface FileTrace {
  /** Device, inode, size and both times, to the nanosecond. */
  stamp: string;
  /** Device and inode: the same while the file is written to. */
  node: string;
  bytes: number;
  /** Milliseconds since 1970. */
  changedMs: number;
}

/** What was written so lately may be written again within one tick of the file system's clock; FAT's has two seconds. */
const restMs = 2000;
/** Places of a file that are compared, and bytes of each. */
const [places, placeBytes] = [64, 4096];

/** Undefined where there is no plain file. */
export async function traceOf(path: string): Promise<FileTrace | undefined> {
  const info = await stat(path, { bigint: true }).catch(() => undefined);
  if (!info?.isFile()) return undefined;
  const { dev, ino, size, mtimeNs, ctimeNs, mtimeMs, ctimeMs } = info;
  return {
    stamp: [dev, ino, size, mtimeNs, ctimeNs].join('/'),
    node: [dev, ino].join('/'),
    bytes: Number(size),
    changedMs: Math.max(Number(mtimeMs), Number(ctimeMs)),
  };
}

/** Whether a later change would show in the stamp; `now` in milliseconds since 1970. */
export const isAtRest = ({ changedMs }: FileTrace, now: number) => changedMs <= now - restMs;

/** Digest of places all over a file's first `bytes`, their beginning and their end among them. */
export async function sampleOf(path: string, bytes: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.alloc(placeBytes);
    for (let i = 0; i < places; i++) {
      const from = Math.floor((i * Math.max(0, bytes - placeBytes)) / (places - 1));
      const { bytesRead } = await file.read(buffer, 0, Math.min(placeBytes, bytes - from), from);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

/** What is kept of a file is called so: names of files may be secret, and are of no use here. */
export const traceName = (path: string) =>
  createHash('sha256').update(resolve(path)).digest('hex').slice(0, 40);
