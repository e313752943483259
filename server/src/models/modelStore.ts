import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { evict, filesOf } from '../jobs/cacheFolder';
import type { Model } from './model';
import { readModel, writeModel } from './modelFile';

/** Models on disk, least recently used deleted first when they pass the size limit. */
export class ModelStore {
  constructor(
    private readonly folder: string,
    private readonly maxBytes: number,
    private readonly log: (message: string) => void,
  ) {}

  path(key: string): string {
    return join(this.folder, `${key}.f2v`);
  }

  async has(key: string): Promise<boolean> {
    return (await stat(this.path(key)).catch(() => undefined)) !== undefined;
  }

  /** The model, or undefined when there is none or its file cannot be used; a bad file is deleted. */
  async load(key: string, what: 'all' | 'vectors only' = 'all'): Promise<Model | undefined> {
    const path = this.path(key);
    if (!(await this.has(key))) return undefined;
    try {
      const model = await readModel(path, what);
      const now = new Date();
      await utimes(path, now, now);
      return model;
    } catch (error) {
      this.log(
        `${path}: cannot be used (${(error as Error).message}) and is deleted; it can be trained again.`,
      );
      await rm(path, { force: true });
      return undefined;
    }
  }

  async save(key: string, model: Model): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    const path = this.path(key);
    await writeModel(path, model);
    await evict(this.folder, '.f2v', { maxBytes: this.maxBytes, keep: path, log: this.log });
    return path;
  }

  /** Deletes every model; how many, and their bytes. */
  async clear(): Promise<{ models: number; bytes: number }> {
    const files = await filesOf(this.folder, '.f2v');
    for (const file of files) await rm(file.path, { force: true });
    return { models: files.length, bytes: files.reduce((sum, f) => sum + f.bytes, 0) };
  }
}
