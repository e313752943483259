import * as l10n from '@vscode/l10n';
import { basename } from 'node:path';
import type { Cache } from '../../../base/files/cache';
import { CachedFiles } from '../../../base/files/cachedFiles';
import type { Model, ModelFacts } from './model';
import { readFacts, readModel, writeModel } from './modelFile';

const ending = '.f2v';

/** Models on disk. */
export class ModelStore {
  private readonly files: CachedFiles<Model>;

  constructor(folder: string, cache: Cache) {
    this.files = new CachedFiles({
      folder,
      ending,
      cache,
      remedy: l10n.t('it is trained again'),
    });
  }

  path(key: string): string {
    return this.files.path(key);
  }

  has(key: string): Promise<boolean> {
    return this.files.has(key);
  }

  /** The model, or undefined when there is none or its file cannot be used; a damaged one is set aside. */
  load(key: string, what: 'all' | 'vectors only' = 'all'): Promise<Model | undefined> {
    return this.files.read(key, path => readModel(path, what));
  }

  /** What is known of all models that can be read, those used last first. */
  async facts(): Promise<{ key: string; facts: ModelFacts }[]> {
    const found = await Promise.all(
      (await this.files.all()).map(async ({ path }) => {
        const facts = await readFacts(path).catch(() => undefined); // Whoever wants this one hears what is wrong.
        return facts && { key: basename(path, ending), facts };
      }),
    );
    return found.filter(model => model !== undefined);
  }

  save(key: string, model: Model): Promise<string> {
    return this.files.write(key, model, writeModel);
  }

  /** Deletes every model; how many, and their bytes. */
  async clear(): Promise<{ models: number; bytes: number }> {
    const { files, bytes } = await this.files.clear();
    return { models: files, bytes };
  }
}
