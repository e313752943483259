import type { FieldPredicate } from './similar/columnFilter';
import type { EmbeddingConfig } from './training/embedding/config';
import type { Evaluation } from './judging/evaluation';
import type { Neighbourhood } from './similar/neighbours';
import type {
  ClusterDetail,
  ClusterOfFlow,
  ClusterSettings,
  ClustersReport,
  ClusterSuggestion,
} from '../../../shared/protocol/clusters';
import type { MapMark, MapReport, MapSettings } from '../../../shared/protocol/map';
import type { CaptureSummary } from '../../../shared/protocol/captures';
import type { JobProgress } from '../../../shared/protocol/jobProgress';
import type { SimilarReport } from '../../../shared/protocol/similar';
import type { CacheCleared, TrainedModel, TrainingProgress } from '../../../shared/protocol/training';

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

export interface LabelVote {
  label: string;
  /** Share of the similarity-weighted vote, 0 to 1. */
  confidence: number;
  /** Share of each class. */
  votes: Record<string, number>;
  /** Neighbours that had a say, and those of them most of whose flows have the leading class. */
  voters?: number;
  agreeing?: number;
}

/** Values to try of each numeric or textual field of the configuration. */
export type GridAxes = Partial<Record<keyof EmbeddingConfig, readonly (number | string)[]>>;

export interface GridRun {
  params: Record<string, number | string>;
  macroF1: number;
  weightedF1: number;
  seconds: number;
  /** Read from an earlier run. */
  resumed: boolean;
}

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
    where?: readonly FieldPredicate[],
  ): Promise<Omit<SimilarReport, 'uri'> | undefined>;
  /**
   * Label agreement of neighbours, with baselines; trains first when there is no model. Undefined when the model
   * was deleted meanwhile.
   */
  evaluate(
    files: readonly string[],
    config: EmbeddingConfig,
    options: {
      neighbours: number;
      fresh?: boolean;
      /** Another capture, whose tokens are asked about; those of `files` vote. */
      test?: readonly string[];
      onProgress?: (progress: EngineProgress) => void;
    },
  ): Promise<Evaluation | undefined>;
  /** Tokens near the sum of `positive` less the sum of `negative` (gensim's most_similar); undefined without a model. */
  mostSimilar(
    files: readonly string[],
    config: EmbeddingConfig,
    query: { positive: readonly string[]; negative: readonly string[]; where?: readonly FieldPredicate[] },
    top: number,
  ): Promise<Omit<SimilarReport, 'uri'> | undefined>;
  /** Cosine of two tokens, and the token of several that fits the others least. */
  similarity(
    files: readonly string[],
    config: EmbeddingConfig,
    a: string,
    b: string,
  ): Promise<number | undefined>;
  oddOneOut(
    files: readonly string[],
    config: EmbeddingConfig,
    tokens: readonly string[],
  ): Promise<string | undefined>;
  /** Known tokens that begin with, or contain, what is typed; commonest first. */
  complete(files: readonly string[], config: EmbeddingConfig, typed: string, top: number): Promise<string[]>;
  /**
   * A model from a file, read only: ours, or word2vec's text or binary form, whose tokens have `columns`. Rejects,
   * naming the file and the line or row, when it cannot be read.
   */
  modelAt(path: string, columns?: readonly string[]): Promise<Neighbourhood>;
  /** Writes the vectors of the cached model; rows written. Rejects when there is none. */
  exportVectors(
    files: readonly string[],
    config: EmbeddingConfig,
    format: 'word2vec' | 'word2vec-binary' | 'projector' | 'csv',
    out: string,
  ): Promise<{ path: string; rows: number }>;
  /** Ranks the flows of another capture by how unexpected they are to the model of `files`. */
  score(
    files: readonly string[],
    config: EmbeddingConfig,
    unseen: readonly string[],
    options: { top: number; onProgress?: (progress: EngineProgress) => void },
  ): Promise<ScoreReport>;
  /** Labels voted by nearest labelled tokens; "unknown" below `confidence`. */
  predictLabel(
    files: readonly string[],
    config: EmbeddingConfig,
    query: Query,
    options: { neighbours: number; confidence: number },
  ): Promise<LabelVote | undefined>;
  /** Trains and evaluates each combination of parameters; what was done before is read, not done again. */
  grid(
    files: readonly string[],
    base: EmbeddingConfig,
    axes: GridAxes,
    options: { neighbours: number; onProgress?: (done: number, of: number, last?: GridRun) => void },
  ): Promise<GridReport>;
  /** k-means over the token vectors, with its report; trains first when there is no model, reads what is cached. */
  clusters(
    files: readonly string[],
    config: EmbeddingConfig,
    settings: ClusterSettings,
    options: { fresh?: boolean; onProgress?: (progress: Omit<JobProgress, 'job'>) => void },
  ): Promise<Omit<ClustersReport, 'uri'>>;
  /** Tries numbers of clusters, and takes the silhouettes of a sample; trains first when there is no model. */
  suggestClusters(
    files: readonly string[],
    config: EmbeddingConfig,
    settings: ClusterSettings,
    options: { onProgress?: (progress: Omit<JobProgress, 'job'>) => void },
  ): Promise<Omit<ClusterSuggestion, 'uri'>>;
  /** One cluster of a clustering that `clusters` named; undefined when it is no longer cached. */
  cluster(
    clustering: string,
    id: number,
    page: { from: number; count: number },
  ): Promise<ClusterDetail | undefined>;
  /** Numbers of the clusters that have members with such a class, host, port or part of a token; undefined as above. */
  findClusters(clustering: string, text: string): Promise<number[] | undefined>;
  /**
   * Numbers of the clusters of tokens, null for one that was not clustered; `tokens` is told the columns of the
   * clustering's tokens, and gives undefined for a flow that has none. Undefined as above. Without a name, the latest
   * clustering of the model of `files` is asked.
   */
  clustersOfTokens(
    clustering: string | { files: readonly string[]; config: EmbeddingConfig },
    tokens: (columns: readonly string[]) => readonly (string | undefined)[],
  ): Promise<(number | null)[] | undefined>;
  /** Writes every token with its cluster as comma-separated values; rows written. Rejects when it is no longer cached. */
  exportClusters(clustering: string, out: string): Promise<{ path: string; rows: number }>;
  /** The cluster of a flow in the latest clustering of this model; undefined when there is none. */
  clusterOf(
    files: readonly string[],
    config: EmbeddingConfig,
    query: Query,
  ): Promise<ClusterOfFlow | undefined>;
  /** Lays the token vectors out in 2 or 3 dimensions; trains first when there is no model, reads what is cached. */
  map(
    files: readonly string[],
    config: EmbeddingConfig,
    settings: MapSettings,
    options: { fresh?: boolean; onProgress?: (progress: Omit<JobProgress, 'job'>) => void },
  ): Promise<Omit<MapReport, 'uri'>>;
  /** The point of a map that a flow is, or the nearest one; undefined when map or model are no longer cached. */
  markOnMap(map: string, files: readonly string[], query: Query): Promise<MapMark | undefined>;
  clearCache(): Promise<CacheCleared>;
  dispose(): Promise<void>;
}

/** A row that was not read, and why. `file` counts from zero among the capture's files. */
export interface LineProblem {
  file: number;
  line: number;
  message: string;
}

export type { FieldPredicate } from './similar/columnFilter';
export { Cancelled } from '../base/threads/cancelled';
