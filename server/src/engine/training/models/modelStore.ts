import { CachedFiles } from '../../../base/files/cachedFiles';
import type { Model } from './model';
import { readModel, writeModel } from './modelFile';

/** Models on disk, least recently used deleted first when they pass the size limit. */
export class ModelStore {
  private readonly files: CachedFiles;

  constructor(folder: string, maxBytes: number, log: (message: string) => void) {
    this.files = new CachedFiles({
      folder,
      ending: '.f2v',
      maxBytes,
      log,
      remedy: 'it can be trained again',
    });
  }

  path(key: string): string {
    return this.files.path(key);
  }

  has(key: string): Promise<boolean> {
    return this.files.has(key);
  }

  /** The model, or undefined when there is none or its file cannot be used; a bad file goes. */
  load(key: string, what: 'all' | 'vectors only' = 'all'): Promise<Model | undefined> {
    return this.files.read(key, path => readModel(path, what));
  }

  /** `kept` is false where the cache could not be written: the model is then in memory only. */
  save(key: string, model: Model): Promise<{ path: string; kept: boolean }> {
    return this.files.write(key, path => writeModel(path, model));
  }

  /** Deletes every model; how many, and their bytes. */
  async clear(): Promise<{ models: number; bytes: number }> {
    const { files, bytes } = await this.files.clear();
    return { models: files, bytes };
  }
}
