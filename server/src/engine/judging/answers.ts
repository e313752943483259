import type { GridRun, Itself } from '../../../../shared/protocol/judging';
import type { Asker } from '../../base/threads/runningJobs';
import type { EngineProgress } from '../training/answers';
import type { EmbeddingConfig } from '../training/embedding/config';
import type { AcrossEvaluation } from './acrossEvaluation';
import type { Evaluation } from './evaluation';
import type { ExpectedBehaviour } from './expectedFile';

export interface Anomaly {
  /** One-based line, and zero-based file, of the capture that was scored. */
  line: number;
  file: number;
  token: string;
  /** 0 to 1; 1 is the least expected. Equal only for equal evidence. */
  score: number;
  /** In words, the weightiest first. */
  reasons: string[];
  label: string;
  /** The `id` of the incident that the flow belongs to; null for none. */
  incident: number | null;
}

/** A host that did what was not expected of it. Times are ISO 8601, UTC. */
export interface SuspectHost {
  address: string;
  score: number;
  /** When it began and ended: the times of its least expected incident. */
  from: string;
  to: string;
  /** Flows of all its incidents. */
  flows: number;
  reasons: string[];
  incidents: number[];
  /** Hosts that are like it by their vectors and have no incident: what is new is new for it alone. */
  unchanged: string[];
}

/** Flows of one host that belong together. */
export interface Incident {
  /** From 1 on, the least expected first. */
  id: number;
  address: string;
  score: number;
  from: string;
  to: string;
  flows: number;
  /** Where its first flows stand, in order of time. */
  lines: number[];
  reasons: string[];
  /** What it consists of, the least expected first, as it can be called expected. */
  behaviours: ExpectedBehaviour[];
}

/** How unexpected flows were over time, in stretches of the same length. */
export interface ScoreTimeline {
  /** Seconds since 1970 of the first stretch, and how long each lasts. */
  from: number;
  seconds: number;
  /** Of each stretch the least expected flow: -log₁₀ of the share of the training that is as unexpected; 0 without flows. */
  rarity: number[];
  flows: number[];
}

/** What something was judged by. Times are ISO 8601, UTC; empty where no flow has one. */
export interface JudgedBy {
  flows: number;
  from: string;
  to: string;
}

export interface ScoreReport {
  flows: number;
  /** Flows whose token the model does not know. */
  unknown: number;
  anomalies: Anomaly[];
  hosts: SuspectHost[];
  incidents: Incident[];
  /** Incidents there are; those beyond what was asked for are not listed. */
  incidentsInAll: number;
  judgedBy: JudgedBy & { by: 'capture' | Itself };
  timeline: ScoreTimeline;
  /** What was called expected beside the captures, and is not counted as evidence. */
  expected: ExpectedBehaviour[];
}

/** Scores of all flows that were judged. */
export interface FlowScores {
  /** 0 to 1, 1 the least expected; undefined for a flow that was not judged. `file` counts from 0. */
  of(file: number, record: number): number | undefined;
  /** Flows that were not judged: those that judge the others. */
  unjudged: number;
}

/** How much is listed. */
export interface Thresholds {
  /** Flows, hosts and incidents at most. */
  top: number;
  /** At most so many for each day that the capture lasts, and one at least. */
  perDay?: number;
  /** Only what is less expected than all but this share of the training's flows. */
  falseAlarms?: number;
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
  /**
   * How well labels of `files` carry to `test`, a capture of another network: by a model of behaviours, addresses left
   * out. Throws where `files` lack labels.
   */
  evaluateAcross(
    files: readonly string[],
    config: EmbeddingConfig,
    test: readonly string[],
    options: Asker<EngineProgress> & { confidence: number; fresh?: boolean },
  ): Promise<AcrossEvaluation>;
  /**
   * Ranks the flows of another capture by how unexpected they are to the model of `files`; of none other, those of `files`
   * by themselves.
   */
  score(
    files: readonly string[],
    config: EmbeddingConfig,
    unseen: readonly string[] | Itself,
    options: Asker<EngineProgress> & Thresholds,
  ): Promise<ScoreReport>;
  /** How unexpected every flow is, by the same evidence, without its words. */
  flowScores(
    files: readonly string[],
    config: EmbeddingConfig,
    unseen: readonly string[] | Itself,
    options: Asker<EngineProgress>,
  ): Promise<FlowScores>;
  /** Calls behaviours of a capture expected, or takes that back: kept in a file beside it. */
  expect(capture: string, behaviours: readonly ExpectedBehaviour[], how: 'add' | 'remove'): Promise<void>;
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
