import type { Vocabulary } from '../training/corpus/corpus';
import { composeAll } from '../training/corpus/fields';
import type { Model } from '../training/models/model';
import type { EmbeddingConfig } from '../training/embedding/config';
import { FieldVectors } from '../training/embedding/fieldVectors';
import { KeyedVectors } from './keyedVectors';
import { Neighbourhood } from './neighbours';

/** A model in memory, ready to answer. */
export interface OpenModel {
  facts: Model['facts'];
  vocabulary: Vocabulary;
  vectors: KeyedVectors;
  neighbourhood: Neighbourhood;
}

export async function openModel({ facts, fields, followers, inputs, vocabulary }: Model): Promise<OpenModel> {
  const { size, tokenColumns } = facts.config as unknown as EmbeddingConfig;
  const matrix = fields ? composeAll(fields, inputs, size) : inputs;
  const vectors = await KeyedVectors.create(vocabulary.size, size, matrix);
  const composer = fields && new FieldVectors(fields, inputs, size);
  return {
    facts,
    vocabulary,
    vectors,
    neighbourhood: new Neighbourhood(vocabulary, vectors, tokenColumns, composer, followers),
  };
}
