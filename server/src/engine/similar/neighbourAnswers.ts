import type { EmbeddingConfig } from '../training/embedding/config';
import type { TokenAnswer } from './neighbours';
import type { OpenModel } from './openModel';
import type { Engine } from '../engine';
import { trainedAt } from '../training/models/model';
import type { SimilarReport } from '../../../../shared/protocol/similar';

/** A model in memory and its name in the cache; undefined when there is none. */
export type FindModel = (
  files: readonly string[],
  config: EmbeddingConfig,
) => Promise<{ key: string; model: OpenModel } | undefined>;

type Queries = Pick<Engine, 'mostSimilar' | 'similarity' | 'oddOneOut' | 'complete'>;

/** What the engine answers from a model's neighbourhood alone. */
export function neighbourQueries(find: FindModel): Queries {
  return {
    async mostSimilar(files, config, query, top) {
      const found = await find(files, config);
      return found && reportOf(found.key, found.model, found.model.neighbourhood.mostSimilar(query, top));
    },
    async similarity(files, config, a, b) {
      return (await find(files, config))?.model.neighbourhood.similarity(a, b);
    },
    async oddOneOut(files, config, tokens) {
      return (await find(files, config))?.model.neighbourhood.oddOneOut(tokens);
    },
    async complete(files, config, typed, top) {
      return (await find(files, config))?.model.neighbourhood.complete(typed, top) ?? [];
    },
  };
}

/** An answer with what is to be said of the model that gave it. */
export function reportOf(
  key: string,
  { facts, vocabulary, neighbourhood }: OpenModel,
  answer: TokenAnswer,
): Omit<SimilarReport, 'uri'> {
  return {
    ...answer,
    columns: neighbourhood.columns,
    model: { id: key, flows: facts.flows, vocabulary: vocabulary.size, trainedAt: trainedAt({ facts }) },
  };
}
