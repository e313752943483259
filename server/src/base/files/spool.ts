import { createHash } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryName } from './temporary';

/** Bytes of a file or stream, kept in a file of our own until it is disposed of. */
export interface Spooled {
  path: string;
  /** SHA-256. */
  digest: string;
  bytes: number;
  dispose(): Promise<void>;
}

/**
 * Writes what a stream gives, or what a growing file holds now, to `folder`, once: what is digested is what is read.
 * The file is called `name`, in a folder of its own that only the user can read.
 */
export async function spool(
  parts: AsyncIterable<Uint8Array>,
  folder: string,
  name: string,
): Promise<Spooled> {
  const own = join(folder, temporaryName('spool'));
  await mkdir(own, { recursive: true, mode: 0o700 });
  const dispose = () => rm(own, { recursive: true, force: true });
  const path = join(own, name);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      for await (const part of parts) {
        hash.update(part);
        bytes += part.length;
        await file.writeFile(part);
      }
    } finally {
      await file.close();
    }
    return { path, digest: hash.digest('hex'), bytes, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
