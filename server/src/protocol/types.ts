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
  /** Mean negative-sampling loss of a pair over the whole training. */
  loss: number;
}

export interface SimilarParams extends CaptureRef {
  /** Zero-based line with its text; `text` wins over what is on disk, so unsaved edits are answered. */
  line?: number;
  text?: string;
  /** A typed token, for example `udp 10.0.0.1 8.8.8.8 53`. */
  token?: string;
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
  corpus: { sentence: string; tokenColumns: readonly string[] };
  embedding: {
    vectors: 'composed' | 'plain';
    size: number;
    window: number;
    negative: number;
    epochs: number;
    minCount: number;
    sample: number;
    alpha: number;
    /** 0: one for each core. */
    workers: number;
    seed: number;
    deterministic: boolean;
  };
  training: { onOpen: boolean };
  hover: { neighbours: number };
  lens: { enabled: boolean };
  diagnostics: { limit: number };
  cache: { directory: string; maxSizeMiB: number };
}
