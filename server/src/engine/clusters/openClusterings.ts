import type { Clustering } from './clustering';
import { clusteringOf } from './clusteringFile';
import { modelOfKey, type ClusteringStore } from './clusteringStore';
import type { OpenModel } from '../similar/openModels';
import { Recent } from '../../base/recent';
import { trainedAt } from '../training/models/model';

/** Clusterings kept ready in memory; one of 100,000 tokens and 20,000 clusters takes about 12 MB. */
const atMost = 2;

/** Clusterings in memory, those used last, and behind them the cache. */
export class OpenClusterings {
  private readonly open = new Recent<Clustering>(atMost);

  constructor(
    private readonly store: ClusteringStore,
    /** The model of a name, ready to answer; undefined when it is not cached. */
    private readonly modelOf: (name: string) => Promise<OpenModel | undefined>,
  ) {}

  /** A clustering by its name; undefined when it, or its model, is no longer there. Throws for what is no name. */
  find(key: string): Promise<Clustering | undefined> {
    const model = modelOfKey(key);
    return this.open.get(key, () => this.read(key, model));
  }

  /** The clustering of a model that was used last; not that of a former training by the same settings. */
  async latest(name: string): Promise<{ key: string; found: Clustering } | undefined> {
    const model = await this.modelOf(name);
    if (!model) return undefined;
    const inMemory = this.open.keys().filter(key => key.startsWith(`${name}-`));
    for (const key of new Set([...inMemory, ...(await this.store.ofModel(name))])) {
      const found = await this.find(key);
      if (found?.facts.trainedAt === trainedAt(model)) return { key, found };
    }
    return undefined;
  }

  async save(key: string, made: Clustering): Promise<void> {
    await this.store.save(key, made);
    this.open.put(key, Promise.resolve(made));
  }

  /** Deletes what was clustered of the models that had a name. */
  async forgetModel(name: string): Promise<void> {
    for (const key of this.open.keys()) if (modelOfKey(key) === name) this.open.delete(key);
    for (const key of await this.store.ofModel(name)) await this.store.delete(key);
  }

  /** What is in memory is read again from the cache when it is asked for. */
  forget(): void {
    this.open.clear();
  }

  private async read(key: string, name: string): Promise<Clustering | undefined> {
    const content = await this.store.load(key);
    const model = content && (await this.modelOf(name));
    if (!model || content.header.trainedAt !== trainedAt(model)) return undefined;
    try {
      return clusteringOf(content, model.vocabulary, model.neighbourhood.columns);
    } catch (error) {
      await this.store.drop(key, (error as Error).message);
      return undefined;
    }
  }
}
