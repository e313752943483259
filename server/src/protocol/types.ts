import type { RouteProgress } from '../traceroutes/reportTypes';
import type { MapProgress, MapSettings } from './mapTypes';

/** What crosses between client, server and webviews. Plain data; no vectors. */
export type LabelCounts = Readonly<Record<string, number>>;

export interface CaptureRef {
  /** A `file:` URI. */
  uri: string;
}

export interface TrainParams extends CaptureRef {
  /** Train even when the cache holds a model for these settings. */
  fresh?: boolean;
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
}

export interface SimilarParams extends CaptureRef {
  /** Zero-based line with its text; `text` wins over what is on disk, so unsaved edits are answered. */
  line?: number;
  text?: string;
  /** A typed token, for example `udp 10.0.0.1 8.8.8.8 53`. */
  token?: string;
  /** Typed tokens whose sum, less the sum of `negative`, is looked near; `positive` wins over the others. */
  positive?: readonly string[];
  negative?: readonly string[];
  top: number;
}

/** One column of the token scheme and its value in a neighbour. */
export interface TokenField {
  column: string;
  value: string;
  /** Whether the value is the one of the token asked about. */
  shared: boolean;
}

export interface Neighbour {
  token: string;
  /** Cosine, -1 to 1. */
  similarity: number;
  /** Flows with this token. */
  count: number;
  labels: LabelCounts;
  fields: readonly TokenField[];
  /** One-based line of the first flow with this token, and its zero-based file among the capture's. */
  firstLine: number;
  file: number;
}

/** A token that follows another within a sentence. */
export interface Follower {
  token: string;
  /** Share of the successors of the token asked about, 0 to 1. */
  probability: number;
}

export interface SimilarReport {
  uri: string;
  token: string;
  /** Column names of the token scheme, in order. */
  columns: readonly string[];
  /** False when no flow of the training capture has this token. */
  known: boolean;
  /** The token is unknown, but its vector could be composed from its fields; similarities are cosines then. */
  composed?: boolean;
  /** Flows with this token; 0 when unknown. */
  count: number;
  labels: LabelCounts;
  /**
   * Nearest first. For an unknown token that could not be composed either: the known tokens that share most
   * fields (similarity 0).
   */
  neighbours: readonly Neighbour[];
  /** At most three, likeliest first; absent for an unknown token. */
  followedBy?: readonly Follower[];
  /** Said on screen, for example why an unknown token has no vector. */
  note?: string;
  model: { id: string; flows: number; vocabulary: number; trainedAt: string };
}

export interface CaptureSummary {
  uri: string;
  format: string;
  flows: number;
  rejected: number;
  hosts: number;
  /** ISO 8601, UTC; absent for a capture without flows. */
  firstTime?: string;
  lastTime?: string;
  protocols: Readonly<Record<string, number>>;
  labels: LabelCounts;
  /** The first rows that were not read, at most 1,000, with their one-based lines; `rejected` counts all. */
  problems: readonly { line: number; message: string }[];
}

export interface NextFlowParams extends CaptureRef {
  /** Zero-based line to start from. */
  line: number;
  /** The host; without it, the source address of that line. */
  host?: string;
  direction: 'next' | 'previous';
}

export interface FlowPosition {
  /** Zero-based. */
  line: number;
  start: number;
  end: number;
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

/** A long job, named by who asks for it, so that its progress finds back. */
export interface JobParams extends CaptureRef {
  /** Chosen by the client, different for each request. */
  job: string;
}

export interface JobProgress {
  job: string;
  /** 0 to 1 over the whole job. */
  fraction: number;
  /** The training that the job waits for or consists of. */
  training?: Omit<TrainingProgress, 'uri'>;
  /** Of a grid search: combinations done, of how many, and the last one. */
  runs?: { done: number; of: number; last?: GridRun };
  /**
   * Of a clustering: what it does now, and the iteration of how many at most. Where numbers of clusters are tried,
   * `k` is the one that is tried now, the how-manieth of how many.
   */
  clusters?: { stage: 'start' | 'iterate' | 'report'; iteration: number; of: number; k?: number };
  map?: MapProgress;
  /** Of a network of routes. */
  routes?: RouteProgress;
}

export interface EvaluateParams extends JobParams {
  /** Nearest tokens that vote. */
  neighbours: number;
  /** A `file:` URI of another capture, whose tokens are asked about; those of this one vote. */
  test?: string;
}

/** Scores of one class, as scikit-learn's classification report defines them. */
export interface ClassScores {
  precision: number;
  recall: number;
  f1: number;
  /** Tokens whose true class this is. */
  support: number;
}

export interface ClassReport {
  perClass: Readonly<Record<string, ClassScores>>;
  /** Unweighted mean of the classes' F1. */
  macroF1: number;
  /** Mean of the classes' F1 weighted by support. */
  weightedF1: number;
  accuracy: number;
}

/** How well labels of nearest neighbours agree with a token's own. */
export interface EvaluationReport extends ClassReport {
  uri: string;
  neighbours: number;
  /** For each class, the mean share of the ten nearest tokens that have it too. */
  precisionAt10: Readonly<Record<string, number>>;
  /** Tokens asked about. */
  tokens: number;
  /** Background tokens left out to keep the job short. */
  sampledOut: number;
  /** Tokens left out because the model has no vector for them: only of a capture it was not trained on. */
  withoutVector: number;
  /** Votes without a majority; the nearest of the tied classes won. */
  ties: number;
  /** In words, how much of the score the source address alone gives. */
  addressAlone: string;
  /** The same tokens predicted from one field alone; null when the token lacks it. */
  baselines: { portShare: ClassReport | null; sourceMajority: ClassReport | null };
}

export interface GridParams extends JobParams {
  /** Values to try, by field of the embedding configuration. */
  axes: Readonly<Record<string, readonly (number | string)[]>>;
  neighbours: number;
}

export interface GridRun {
  params: Readonly<Record<string, number | string>>;
  macroF1: number;
  weightedF1: number;
  seconds: number;
  /** Read from an earlier run. */
  resumed: boolean;
}

export interface GridReport {
  uri: string;
  runs: readonly GridRun[];
  best?: GridRun;
  /** Combinations that could not be trained, and why. */
  failures: readonly { params: Readonly<Record<string, number | string>>; message: string }[];
  /** In words, whether trainings ran side by side or one after the other, and why. */
  order?: string;
}

export interface ScoreParams extends JobParams {
  /** A `file:` URI of the capture to be scored by the model of the other. */
  unseen: string;
  /** Flows to list at most. */
  top: number;
}

export interface Anomaly {
  /** One-based. */
  line: number;
  token: string;
  /** 0 to 1; 1 is the least expected. */
  score: number;
  /** In words, the weightiest first. */
  reasons: readonly string[];
  label: string;
}

export interface ScoreReport {
  uri: string;
  unseen: string;
  flows: number;
  /** Flows whose token the model does not know. */
  unknown: number;
  /** Least expected first. */
  anomalies: readonly Anomaly[];
}

export interface CompleteParams extends CaptureRef {
  /** The beginning of a token, or a part of one. */
  typed: string;
  top: number;
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

export interface ServerStatus {
  health: 'ok' | 'warning' | 'error';
  /** False while a job runs. */
  quiescent: boolean;
  message?: string;
  training?: TrainingProgress;
  /** URIs of open captures that have a model ready for the present settings. */
  ready: readonly string[];
}

/** The `flow2vec.*` settings the server reads, as VS Code hands them over. */
export interface Settings {
  corpus: {
    sentence: string;
    tokenColumns: readonly string[];
    /** Passes; 0: none. */
    phrases: number;
    phraseScore: 'default' | 'npmi';
    phraseThreshold: number;
  };
  embedding: {
    architecture: 'skip-gram' | 'cbow';
    cbowMean: boolean;
    output: 'negative' | 'hierarchical';
    vectors: 'composed' | 'plain';
    size: number;
    window: number;
    shrinkWindow: boolean;
    negative: number;
    noiseExponent: number;
    epochs: number;
    /** Share of the loss that an epoch must take off; 0: all epochs are trained. */
    earlyStop: number;
    minCount: number;
    /** 0: all tokens. */
    maxVocabulary: number;
    sample: number;
    alpha: number;
    /** 0: one for each core. */
    workers: number;
    seed: number;
    deterministic: boolean;
  };
  training: { onOpen: boolean };
  hover: { neighbours: number };
  /** `confidence`: share of the vote, 0 to 1, below which a predicted label is "unknown". */
  labels: { confidence: number; inlayHints: boolean };
  /** `k` 0: a fifth of the vocabulary. */
  clusters: { k: number; restarts: number; spherical: boolean; method: 'full' | 'mini-batch' };
  map: Omit<MapSettings, 'seed'>;
  /** Lengths of prefixes in bits; `mmdb` is a path, or empty. */
  routes: { prefix: number; prefixIPv6: number; mmdb: string; lens: boolean };
  lens: { enabled: boolean };
  diagnostics: { limit: number };
  cache: { directory: string; maxSizeMiB: number };
}
