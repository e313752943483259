import * as l10n from '@vscode/l10n';
import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, messageOf } from '../errors';
import { OtherVersion } from './arrayFile';
import { clearFiles, filesOf, type Cache, type CachedFile } from './cache';
import { scratchFolder } from './temporary';

export interface CachedKind {
  folder: string;
  /** With its dot. */
  ending: string;
  cache: Cache;
  /** What is said when a file cannot be used, for example `it is trained again`. */
  remedy: string;
}

/** Contents held in memory where no file can be written. */
const mostHeld = 2;

/**
 * Files of one kind in a folder of the cache, each named by a key. The cache may be shared, read-only or full: what
 * cannot be read is a miss, and what cannot be written is kept as long as the process lives.
 */
export class CachedFiles<T> {
  /** Paths of files that are not in the cache, but below the system's folder of temporary files. */
  private readonly elsewhere = new Map<string, string>();
  private readonly held = new Map<string, T>();

  constructor(private readonly kind: CachedKind) {
    kind.cache.add(kind.folder, kind.ending);
  }

  path(key: string): string {
    return this.elsewhere.get(key) ?? join(this.kind.folder, `${key}${this.kind.ending}`);
  }

  async has(key: string): Promise<boolean> {
    return this.held.has(key) || (await stat(this.path(key)).catch(() => undefined)) !== undefined;
  }

  /** What `read` makes of the file; undefined when there is none, or none that can be used: it is set aside then. */
  async read(key: string, read: (path: string) => Promise<T>): Promise<T | undefined> {
    const held = this.held.get(key);
    if (held !== undefined) return held;
    const path = this.path(key);
    try {
      const content = await read(path);
      const now = new Date();
      await utimes(path, now, now).catch(() => undefined); // Who may not touch it may read it.
      return content;
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined && !(error instanceof OtherVersion)) await this.drop(key, messageOf(error));
      else if (code !== undefined && code !== 'ENOENT')
        this.kind.cache.log(l10n.t('{0}: cannot be read ({1}); {2}.', path, code, this.kind.remedy));
      return undefined;
    }
  }

  /** Sets a file aside that cannot be used, saying why. */
  async drop(key: string, why: string): Promise<void> {
    await this.kind.cache.setAside(this.path(key), why, this.kind.remedy);
    this.elsewhere.delete(key);
  }

  /** Has `write` write the file, and makes room for it; its path. Where there is no place for it, it is held in memory. */
  async write(key: string, content: T, write: (path: string, content: T) => Promise<void>): Promise<string> {
    const { folder, ending, cache } = this.kind;
    this.elsewhere.delete(key);
    this.held.delete(key);
    const path = this.path(key);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await write(path, content);
      await cache.makeRoom(path);
      return path;
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      cache.unkept(path, error);
    }
    try {
      const other = join(scratchFolder(), `${key}${ending}`);
      await write(other, content);
      this.elsewhere.set(key, other);
      return other;
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      this.held.set(key, content);
      for (const old of [...this.held.keys()].slice(0, -mostHeld)) this.held.delete(old);
      return path;
    }
  }

  /** All files, last used first. */
  async all(): Promise<CachedFile[]> {
    const files = await filesOf(this.kind.folder, this.kind.ending);
    return files.sort((a, b) => b.used - a.used);
  }

  async delete(key: string): Promise<void> {
    this.held.delete(key);
    await rm(this.path(key), { force: true });
    this.elsewhere.delete(key);
  }

  /** Deletes every file; how many, and their bytes. */
  async clear(): Promise<{ files: number; bytes: number }> {
    this.elsewhere.clear();
    this.held.clear();
    return clearFiles(this.kind.folder, this.kind.ending);
  }
}
