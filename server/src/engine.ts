import type { EmbeddingConfig } from './embedding/config';
import type { Evaluation } from './embedding/evaluation';
import type {
  CacheCleared,
  CaptureSummary,
  SimilarReport,
  TrainedModel,
  TrainingProgress,
} from './protocol/types';

export type Query = { text: string } | { token: string };

/** The progress of one training; the server adds the URI. */
export type EngineProgress = Omit<TrainingProgress, 'uri'>;

/**
 * What language server and command line share: captures, jobs and models, without an editor.
 * `files` are absolute paths of one capture, in order. Failures reject with an `Error` whose message names
 * the file, the line where there is one, and the remedy.
 */
export interface Engine {
  /** Counts of the capture; loads it into the store when it is not there yet. */
  summary(
    files: readonly string[],
  ): Promise<Omit<CaptureSummary, 'uri' | 'problems'> & { problems: LineProblem[]; seconds: number }>;
  /** Trains, or answers from the cache. A second call for the same capture and settings joins the first. */
  train(
    files: readonly string[],
    config: EmbeddingConfig,
    options: { fresh?: boolean; onProgress?: (progress: EngineProgress) => void },
  ): Promise<TrainedModel>;
  /** True when a training of this capture was running; it rejects with `Cancelled` within 200 ms. */
  cancel(files: readonly string[]): boolean;
  /** Whether a model for the files as they are on disk and these settings is cached. */
  hasModel(files: readonly string[], config: EmbeddingConfig): Promise<boolean>;
  /** Neighbours by row text or typed token; undefined while there is no model. Throws when the query is no flow. */
  similar(
    files: readonly string[],
    config: EmbeddingConfig,
    query: Query,
    top: number,
  ): Promise<Omit<SimilarReport, 'uri'> | undefined>;
  /**
   * Label agreement of neighbours, with baselines; trains first when there is no model. Undefined when the model
   * was deleted meanwhile.
   */
  evaluate(
    files: readonly string[],
    config: EmbeddingConfig,
    options: { neighbours: number; fresh?: boolean; onProgress?: (progress: EngineProgress) => void },
  ): Promise<Evaluation | undefined>;
  clearCache(): Promise<CacheCleared>;
  dispose(): Promise<void>;
}

/** A row that was not read, and why. `file` counts from zero among the capture's files. */
export interface LineProblem {
  file: number;
  line: number;
  message: string;
}

export { Cancelled } from './jobs/cancelled';
