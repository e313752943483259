import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Bytes that are looked at on either side. */
const partSize = 65_536;

/** What a file held: how many bytes, and a digest in hex of their beginning and their end, empty where it cannot be read. */
export interface Fingerprint {
  bytes: number;
  digest: string;
}

/** Of so many first bytes of a file: while beginning and end of them are as they were, it was only appended to. */
export async function fingerprint(path: string, bytes: number): Promise<Fingerprint> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return { bytes, digest: '' };
  try {
    const hash = createHash('sha256').update(String(bytes));
    for (const from of [0, Math.max(0, bytes - partSize)]) {
      const part = Buffer.alloc(Math.min(partSize, bytes));
      const { bytesRead } = await file.read(part, 0, part.length, from);
      hash.update(part.subarray(0, bytesRead));
    }
    return { bytes, digest: hash.digest('hex') };
  } finally {
    await file.close();
  }
}
