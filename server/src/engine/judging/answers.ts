import type { GridRun } from '../../../../shared/protocol/judging';
import type { Asker } from '../../base/threads/runningJobs';
import type { EngineProgress } from '../training/answers';
import type { EmbeddingConfig } from '../training/embedding/config';
import type { Evaluation } from './evaluation';

export interface Anomaly {
  /** One-based line, and zero-based file, of the capture that was scored. */
  line: number;
  file: number;
  token: string;
  /** 0 to 1; 1 is the least expected. */
  score: number;
  /** In words, the weightiest first. */
  reasons: string[];
  label: string;
}

export interface ScoreReport {
  flows: number;
  /** Flows whose token the model does not know. */
  unknown: number;
  anomalies: Anomaly[];
}

/** Values to try of each numeric or textual field of the configuration. */
export type GridAxes = Partial<Record<keyof EmbeddingConfig, readonly (number | string)[]>>;

export interface GridReport {
  runs: GridRun[];
  /** Of the highest macro-F1. */
  best: GridRun | undefined;
  /** Combinations that could not be trained, and why. */
  failures?: GridFailure[];
  /** In words, whether trainings ran side by side or one after the other, and why. */
  order?: string;
}

export interface GridFailure {
  params: Record<string, number | string>;
  message: string;
}

/** What labels say of a model, and what a model says of flows. */
export interface JudgingAnswers {
  /**
   * Label agreement of neighbours, with baselines; trains first when there is no model. Undefined when the model
   * was deleted meanwhile.
   */
  evaluate(
    files: readonly string[],
    config: EmbeddingConfig,
    options: Asker<EngineProgress> & {
      neighbours: number;
      fresh?: boolean;
      /** Another capture, whose tokens are asked about; those of `files` vote. */
      test?: readonly string[];
    },
  ): Promise<Evaluation | undefined>;
  /** Ranks the flows of another capture by how unexpected they are to the model of `files`. */
  score(
    files: readonly string[],
    config: EmbeddingConfig,
    unseen: readonly string[],
    options: Asker<EngineProgress> & { top: number },
  ): Promise<ScoreReport>;
  /** Trains and evaluates each combination of parameters; what was done before is read, not done again. */
  grid(
    files: readonly string[],
    base: EmbeddingConfig,
    axes: GridAxes,
    options: {
      neighbours: number;
      signal?: AbortSignal | undefined;
      onProgress?: (done: number, of: number, last?: GridRun) => void;
    },
  ): Promise<GridReport>;
}
