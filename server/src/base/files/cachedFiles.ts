import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Damaged } from './arrayFile';
import { evict, filesOf, makePrivate, touch, type CachedFile } from './cacheFolder';
import { sweepDrafts } from './writeDraft';

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

const aside = '.damaged';

/** Files of one kind in a folder of the cache, each named by a key. */
export class CachedFiles {
  constructor(private readonly kind: CachedKind) {
    // What ended processes left; nobody waits for it.
    void sweepDrafts(kind.folder);
  }

  path(key: string): string {
    return join(this.kind.folder, `${key}${this.kind.ending}`);
  }

  async has(key: string): Promise<boolean> {
    return (await stat(this.path(key)).catch(() => undefined)) !== undefined;
  }

  /** What `read` makes of the file; undefined when there is none, or when it cannot be used: it goes then. */
  async read<T>(key: string, read: (path: string) => Promise<T>): Promise<T | undefined> {
    const path = this.path(key);
    if (!(await this.has(key))) return undefined;
    try {
      const content = await read(path);
      await touch(path);
      return content;
    } catch (error) {
      if (error instanceof Damaged) await this.setAside(key, error.message);
      else await this.drop(key, (error as Error).message);
      return undefined;
    }
  }

  /** Deletes a file that cannot be used, saying why. */
  async drop(key: string, why: string): Promise<void> {
    const { log, remedy } = this.kind;
    const path = this.path(key);
    log(`${path}: cannot be used (${why}) and is deleted; ${remedy}.`);
    await rm(path, { force: true }).catch((error: unknown) => log(`${path}: ${(error as Error).message}`));
  }

  /** A damaged file stays beside its place, for whoever wants to know what happened to it. */
  private async setAside(key: string, why: string): Promise<void> {
    const { log, remedy } = this.kind;
    const path = this.path(key);
    log(`${path}: cannot be used (${why}) and is set aside as ${path}${aside}; ${remedy}.`);
    await rename(path, `${path}${aside}`).catch((error: unknown) =>
      log(`${path}: ${(error as Error).message}`),
    );
  }

  /**
   * Has `write` write the file, and makes room for it; its path. Where it cannot be written, as on a full disk, that
   * is said in the log: what was made stands, and is made again next time.
   */
  async write(key: string, write: (path: string) => Promise<void>): Promise<{ path: string; kept: boolean }> {
    const { folder, ending, maxBytes, log } = this.kind;
    const path = this.path(key);
    try {
      await makePrivate(folder);
      await write(path);
      await evict(folder, ending, { maxBytes, keep: path, log });
      return { path, kept: true };
    } catch (error) {
      log(
        `${path}: is not kept (${(error as Error).message}); the answer stands, and is made again next time.`,
      );
      return { path, kept: false };
    }
  }

  /** All files, last used first. */
  async all(): Promise<CachedFile[]> {
    const files = await filesOf(this.kind.folder, this.kind.ending);
    return files.sort((a, b) => b.used - a.used);
  }

  /** Deletes every file, those set aside too; how many, and their bytes. */
  async clear(): Promise<{ files: number; bytes: number }> {
    const files = await this.all();
    const damaged = await filesOf(this.kind.folder, `${this.kind.ending}${aside}`);
    for (const file of [...files, ...damaged]) await rm(file.path, { force: true });
    return { files: files.length, bytes: files.reduce((sum, f) => sum + f.bytes, 0) };
  }
}
