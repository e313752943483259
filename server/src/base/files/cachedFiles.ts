import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { evict, filesOf, type CachedFile } from './cacheFolder';

export interface CachedKind {
  folder: string;
  /** With its dot. */
  ending: string;
  /** The least recently used files are deleted when all pass this. */
  maxBytes: number;
  log: (message: string) => void;
  /** What is said when a file cannot be used, for example `it can be trained again`. */
  remedy: string;
}

/** Files of one kind in a folder of the cache, each named by a key. */
export class CachedFiles {
  constructor(private readonly kind: CachedKind) {}

  path(key: string): string {
    return join(this.kind.folder, `${key}${this.kind.ending}`);
  }

  async has(key: string): Promise<boolean> {
    return (await stat(this.path(key)).catch(() => undefined)) !== undefined;
  }

  /** What `read` makes of the file; undefined when there is none, or when it cannot be used: it is deleted then. */
  async read<T>(key: string, read: (path: string) => Promise<T>): Promise<T | undefined> {
    const path = this.path(key);
    if (!(await this.has(key))) return undefined;
    try {
      const content = await read(path);
      const now = new Date();
      await utimes(path, now, now);
      return content;
    } catch (error) {
      await this.drop(key, (error as Error).message);
      return undefined;
    }
  }

  /** Deletes a file that cannot be used, saying why. */
  async drop(key: string, why: string): Promise<void> {
    const path = this.path(key);
    this.kind.log(`${path}: cannot be used (${why}) and is deleted; ${this.kind.remedy}.`);
    await rm(path, { force: true });
  }

  /** Has `write` write the file, and makes room for it; its path. */
  async write(key: string, write: (path: string) => Promise<void>): Promise<string> {
    const { folder, ending, maxBytes, log } = this.kind;
    await mkdir(folder, { recursive: true });
    const path = this.path(key);
    await write(path);
    await evict(folder, ending, { maxBytes, keep: path, log });
    return path;
  }

  /** All files, last used first. */
  async all(): Promise<CachedFile[]> {
    const files = await filesOf(this.kind.folder, this.kind.ending);
    return files.sort((a, b) => b.used - a.used);
  }

  /** Deletes every file; how many, and their bytes. */
  async clear(): Promise<{ files: number; bytes: number }> {
    const files = await this.all();
    for (const file of files) await rm(file.path, { force: true });
    return { files: files.length, bytes: files.reduce((sum, f) => sum + f.bytes, 0) };
  }
}
