import type { Vocabulary } from '../training/corpus/corpus';
import { composeAll } from '../training/corpus/fields';
import type { Model } from '../training/models/model';
import type { EmbeddingConfig } from '../training/embedding/config';
import { FieldVectors } from '../training/embedding/fieldVectors';
import { Recent } from '../../base/recent';
import type { ModelStore } from '../training/models/modelStore';
import { ComposedVectors } from './composedVectors';
import { KeyedVectors, type TokenVectors } from './keyedVectors';
import { Neighbourhood } from './neighbours';

/** A model in memory, ready to answer. */
export interface OpenModel {
  facts: Model['facts'];
  vocabulary: Vocabulary;
  vectors: TokenVectors;
  neighbourhood: Neighbourhood;
  /** All vectors one after the other, for what asks of each token which are near; composed when it is asked for. */
  matrix(): Promise<KeyedVectors>;
}

export async function openModel({ facts, fields, followers, inputs, vocabulary }: Model): Promise<OpenModel> {
  const { size, tokenColumns } = facts.config as unknown as EmbeddingConfig;
  const keyed = () =>
    KeyedVectors.create(vocabulary.size, size, fields ? composeAll(fields, inputs, size) : inputs);
  const vectors = fields ? await ComposedVectors.create(fields, inputs, size) : await keyed();
  const composer = fields && new FieldVectors(fields, inputs, size);
  return {
    facts,
    vocabulary,
    vectors,
    neighbourhood: new Neighbourhood(vocabulary, vectors, tokenColumns, composer, followers),
    matrix: async () => (vectors instanceof KeyedVectors ? vectors : keyed()),
  };
}

/** Models kept ready in memory; the vectors of one with 400,000 flows take about 50 MB. */
const atMost = 2;

/** Models in memory, those used last, and behind them the cache. */
export class OpenModels {
  private readonly open = new Recent<OpenModel>(atMost);

  constructor(
    private readonly store: ModelStore,
    private readonly keyOf: (files: readonly string[], config: EmbeddingConfig) => Promise<string>,
  ) {}

  /** The model of a name; undefined when it is not cached. */
  get(key: string): Promise<OpenModel | undefined> {
    return this.open.get(key, async () => {
      const model = await this.store.load(key, 'vectors only');
      return model && openModel(model);
    });
  }

  /** The model of files and settings with its name; undefined when it is not cached. */
  async find(
    files: readonly string[],
    config: EmbeddingConfig,
  ): Promise<{ key: string; model: OpenModel } | undefined> {
    const key = await this.keyOf(files, config);
    const model = await this.get(key);
    return model && { key, model };
  }

  forget(key?: string): void {
    if (key === undefined) this.open.clear();
    else this.open.delete(key);
  }
}
