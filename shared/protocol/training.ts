import type { CaptureRef } from './captures';
import type { ClusterSettings } from './clusters';

export interface TrainParams extends CaptureRef {
  /** Train even when the cache holds a model for these settings. */
  fresh?: boolean;
}

export interface OpenModelParams extends CaptureRef {
  /** A `file:` URI of a model file. */
  model: string;
}

export interface TrainedModel {
  /** Digest of capture and whole configuration. */
  model: string;
  path: string;
  cached: boolean;
  flows: number;
  /** Distinct tokens kept. */
  vocabulary: number;
  /** Tokens in the corpus, before subsampling. */
  tokens: number;
  seconds: { ingest: number; vocabulary: number; train: number };
  flowsPerSecond: number;
  /** Mean loss of a pair (of a centre, with CBOW) over the training; with an early stop, in the last epoch. */
  loss: number;
  /** Epochs trained: fewer than asked for after an early stop. */
  epochs: number;
  /** By which settings its clusters were made, where they came with a model that was opened. */
  clusters?: ClusterSettings;
}

export interface TrainingProgress {
  uri: string;
  stage: 'ingest' | 'vocabulary' | 'train' | 'save';
  /** One-based; 0 before the first epoch. */
  epoch: number;
  epochs: number;
  /** 0 to 1 over the whole training. */
  fraction: number;
  loss?: number;
  /** Flows a second. */
  rate?: number;
  secondsLeft?: number;
}

export type VectorFormat = 'word2vec' | 'word2vec-binary' | 'projector' | 'csv';

export interface ExportParams extends CaptureRef {
  format: VectorFormat;
  /** A `file:` URI. */
  out: string;
}

export interface ExportedVectors {
  /** The file written; a projector needs a second one beside it. */
  path: string;
  rows: number;
}

export interface CacheCleared {
  models: number;
  captures: number;
  clusterings: number;
  maps: number;
  /** Networks of routes; the engine of captures knows none. */
  networks?: number;
  bytes: number;
}
