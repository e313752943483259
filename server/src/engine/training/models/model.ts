import type { FieldTable, Vocabulary } from '../corpus/corpus';
import type { Followers } from '../corpus/followers';

/** What a model was made from and how; digest of the first two is its name in the cache. */
export interface ModelFacts {
  /** Digest of the capture's content. */
  capture: string;
  /** The whole configuration, as it was given to the training. */
  config: Readonly<Record<string, unknown>>;
  /** Names of the capture's files, without folders. */
  files: readonly string[];
  /** Bytes of each of them; not known of models that were made before that was written down. */
  bytes?: readonly number[];
  flows: number;
  tokens: number;
  /** Mean loss of a pair over the training; with an early stop, in the last epoch. */
  loss: number;
  /** Epochs trained: fewer than asked for after an early stop. */
  epochs: number;
  /** When, and how fast; not known of a deterministic training that is read from the cache. */
  made?: {
    /** ISO 8601. */
    at: string;
    seconds: { ingest: number; vocabulary: number; train: number };
    flowsPerSecond: number;
  };
}

/** A trained embedding: vocabulary with what is known of each token, and two matrices. */
export interface Model {
  facts: ModelFacts;
  vocabulary: Vocabulary;
  /** Of composed vectors: what the matrices' rows are. Without it, row r is token r. */
  fields?: FieldTable;
  /** What usually comes after a token; absent where that is not known. */
  followers?: Followers;
  /** Rows × size, row-major: input vectors, and output vectors for training on. */
  inputs: Float32Array;
  /** Empty when only the token vectors were asked for. */
  outputs: Float32Array;
}

/** Tells the vectors of one training from those of another by the same settings; deterministic ones are the same. */
export const trainedAt = ({ facts }: Pick<Model, 'facts'>): string => facts.made?.at ?? '';
