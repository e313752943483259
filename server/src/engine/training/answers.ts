import type { TrainedModel, TrainingProgress, VectorFormat } from '../../../../shared/protocol/training';
import type { Asker } from '../../base/threads/runningJobs';
import type { EmbeddingConfig } from './embedding/config';

/** The progress of one training; the server adds the URI. */
export type EngineProgress = Omit<TrainingProgress, 'uri'>;

/** What is asked of trainings and the models they leave. */
export interface TrainingAnswers {
  /**
   * Trains, or answers from the cache. A second call for the same capture and settings joins the
   * first; the training ends when all who asked have let go.
   */
  train(
    files: readonly string[],
    config: EmbeddingConfig,
    options: Asker<EngineProgress> & { fresh?: boolean },
  ): Promise<TrainedModel>;
  /**
   * Takes a model file that was trained elsewhere as the model of the files, until the cache is cleared or they are trained on
   * anew. Rejects for what is no model, and for one of other tokens.
   */
  openModel(files: readonly string[], config: EmbeddingConfig, path: string): Promise<TrainedModel>;
  /** Whether a model for the files as they are on disk and these settings is cached. */
  hasModel(files: readonly string[], config: EmbeddingConfig): Promise<boolean>;
  /**
   * A model of these settings that was trained when the files held less, of which there is none as they are now: flows that it
   * was trained on, and flows there are. Undefined where files changed otherwise than by what was added at their ends.
   */
  outgrown(
    files: readonly string[],
    config: EmbeddingConfig,
  ): Promise<{ trainedOn: number; flows: number } | undefined>;
  /** Writes the vectors of the cached model; rows written. Rejects when there is none. */
  exportVectors(
    files: readonly string[],
    config: EmbeddingConfig,
    format: VectorFormat,
    out: string,
  ): Promise<{ path: string; rows: number }>;
}
