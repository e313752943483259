import type { CaptureRef, LabelCounts } from './captures';
import type { JobParams } from './jobs';

/** How token vectors are clustered. */
export interface ClusterSettings {
  /** Clusters; 0: the suggested number. */
  k: number;
  /** Starts with other centres, of which the one of least inertia is kept. */
  restarts: number;
  /** Of unit vectors, with centres of length one (Dhillon and Modha 2001). */
  spherical: boolean;
  /** `full`: Lloyd's until convergence. `mini-batch`: Sculley 2010, for the largest vocabularies. */
  method: 'full' | 'mini-batch';
  seed: number;
}

export interface ClustersParams extends JobParams {
  /** What is left out is as `flow2vec.clusters.*` and `flow2vec.embedding.seed` have it. */
  settings?: Partial<ClusterSettings>;
  /** Cluster anew even when the cache holds the answer. */
  fresh?: boolean;
}

export interface ClusterSummary {
  /** Number of the cluster, from 0, largest first. */
  id: number;
  /** For example "udp → :53, 147.32.84.165, 87 % botnet". */
  name: string;
  /** Tokens. */
  size: number;
  flows: number;
  /** Flows of each class. */
  labels: LabelCounts;
  /** Share of the flows that have the commonest class, 0 to 1; null when no flow has a label. */
  purity: number | null;
  /** Tokens nearest to the centre, at most three. */
  top: readonly string[];
}

export interface ClustersReport {
  uri: string;
  /** Names the clustering in later requests. */
  clustering: string;
  cached: boolean;
  /** As it was clustered; `k` is never 0 here. */
  settings: ClusterSettings;
  /** Why there are so many clusters, where no number was asked for. */
  suggested?: Omit<ClusterSuggestion, 'uri'>;
  k: number;
  /** Tokens clustered. */
  tokens: number;
  iterations: number;
  /** Sum of squared distances to the own centre. */
  inertia: number;
  seconds: number;
  /** Mean silhouette, -1 to 1; null for one cluster. Of a sample of `silhouetteTokens` tokens. */
  silhouette: number | null;
  silhouetteTokens: number;
  /** Against the majority class of each token that has labels (Hubert and Arabie 1985); null without labels. */
  adjustedRandIndex: number | null;
  homogeneity: number | null;
  completeness: number | null;
  /** Largest first. */
  clusters: readonly ClusterSummary[];
  /** Said on screen: what was sampled, what was left out. */
  notes: readonly string[];
}

export interface ClusterMember {
  token: string;
  /** Flows with this token. */
  count: number;
  labels: LabelCounts;
  /** One-based line of the token's first flow, and its zero-based file. */
  firstLine: number;
  file: number;
  /** To the centre, Euclidean. */
  distance: number;
}

export interface DistinguishingField {
  column: string;
  value: string;
  /** Shares of the cluster's flows, and of all others, that have the value. */
  share: number;
  elsewhere: number;
  logOdds: number;
}

export interface ClusterParams extends CaptureRef {
  clustering: string;
  id: number;
  /** Of the members, nearest to the centre first: how many to skip, and how many to tell. */
  from: number;
  count: number;
}

export interface ClusterDetail extends ClusterSummary {
  distinguishing: readonly DistinguishingField[];
  nearest: readonly { id: number; name: string; distance: number }[];
  /** Members farthest from the centre. */
  outliers: readonly ClusterMember[];
  members: readonly ClusterMember[];
}

export interface FindClustersParams extends CaptureRef {
  clustering: string;
  /** A class of labels, a host, a port, or any part of a token. */
  text: string;
}

export interface ClusterLinesParams extends CaptureRef {
  /** Absent: the one used last for the capture's model. */
  clustering?: string;
  /** Zero-based lines of the open document, both included. */
  firstLine: number;
  lastLine: number;
}

export interface ExportClustersParams extends CaptureRef {
  clustering: string;
  /** A `file:` URI. */
  out: string;
}

export interface SuggestClustersParams extends JobParams {
  /** As in `ClustersParams`; its `k` is not looked at. */
  settings?: Partial<ClusterSettings>;
}

/** Numbers of clusters that were tried, and which of them keeps tokens together best. */
export interface ClusterSuggestion {
  uri: string;
  /** Of the highest silhouette. */
  k: number;
  /** Mean silhouette of each number of clusters, in order of k. */
  tried: readonly { k: number; silhouette: number }[];
  /** Said on screen: what was sampled. */
  notes: readonly string[];
}

/** The cluster of one flow, for its hover. */
export interface ClusterOfFlow extends ClusterSummary {
  clustering: string;
  k: number;
  /** The token was not clustered; its vector was composed and the nearest centre is told. */
  composed?: boolean;
}
