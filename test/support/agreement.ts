import { seededRandom } from '../../server/src/base/seededRandom';
import { evaluate, type Evaluation } from '../../server/src/engine/judging/evaluation';
import { KeyedVectors } from '../../server/src/engine/similar/keyedVectors';
import { composeAll } from '../../server/src/engine/training/corpus/fields';
import type { EmbeddingConfig } from '../../server/src/engine/training/embedding/config';
import type { Model } from '../../server/src/engine/training/models/model';

/** Label agreement of a model's tokens by their 7 nearest; by other `vectors` (tokens × size) than its own where they are given. */
export async function agreementOf(
  { facts, vocabulary, fields, inputs }: Model,
  vectors?: Float32Array,
): Promise<Evaluation> {
  const { size, tokenColumns } = facts.config as unknown as EmbeddingConfig;
  const matrix = vectors ?? (fields ? composeAll(fields, inputs, size) : inputs);
  const keyed = await KeyedVectors.create(vocabulary.size, size, matrix);
  return evaluate(vocabulary, keyed, tokenColumns, { neighbours: 7, random: seededRandom(1) });
}
