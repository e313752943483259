import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

export interface CachedFile {
  path: string;
  bytes: number;
  /** Milliseconds since 1970 of the last use; the cache touches a file it reads. */
  used: number;
}

/** The files of a cache folder that end in `ending`; none when there is no folder yet. */
export async function filesOf(folder: string, ending: string): Promise<CachedFile[]> {
  const names = (await readdir(folder).catch(() => [] as string[])).filter(name => name.endsWith(ending));
  const found = await Promise.all(
    names.map(async name => {
      const path = join(folder, name);
      const info = await stat(path).catch(() => undefined); // Deleted meanwhile, by another window.
      return info && { path, bytes: info.size, used: info.mtimeMs };
    }),
  );
  return found.filter(file => file !== undefined);
}

/** Deletes the least recently used files until the rest is within `maxBytes`; `keep` stays in any case. */
export async function evict(
  folder: string,
  ending: string,
  { maxBytes, keep, log }: { maxBytes: number; keep: string; log: (message: string) => void },
): Promise<void> {
  const files = (await filesOf(folder, ending)).sort((a, b) => a.used - b.used);
  let total = files.reduce((sum, f) => sum + f.bytes, 0);
  for (const file of files) {
    if (total <= maxBytes) return;
    if (file.path === keep) continue;
    log(`${file.path}: deleted as least recently used; the cache holds at most ${maxBytes} bytes.`);
    await rm(file.path, { force: true });
    total -= file.bytes;
  }
}

/** Makes a folder of the cache, which nobody else looks into. */
export async function makePrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** Notes that a file was used. A cache that is another user's, or on a disk that is read only, is used all the same. */
export async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined); // Only the order of eviction depends on it.
}
