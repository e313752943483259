import type {
  ClusterDetail,
  ClusterSettings,
  ClustersReport,
  ClusterSuggestion,
} from '../../../shared/protocol/clusters';
import type { JobCalls, JobShown } from '../base/jobContract';

/** What the page is asked. */
export interface ClustersQuestion {
  /** A `file:` URI. */
  uri: string;
  /** What is left out is as the settings of the editor have it. */
  settings: Partial<ClusterSettings>;
  /** What to show of the answer, beyond what the page remembers of itself. */
  show?: {
    /** Of the cluster to open; of two, the second is compared with the first. */
    ids?: readonly number[];
    /** Clusters to find: a class of labels, a host, a port, or a part of a token. */
    text?: string;
    /** Different for each ask, so that a page that is reloaded does not undo what the user did since. */
    ask: string;
  };
}

/** Extension → page. */
export type ClustersShown = JobShown<ClustersReport>;

/** Page → extension. */
export interface ClustersCalls extends JobCalls {
  /** One cluster, with `count` of its members after the first `from`. */
  detail(what: { clustering: string; id: number; from: number; count: number }): ClusterDetail;
  /** Numbers of the clusters with such a class, host, port or part of a token. */
  find(what: { clustering: string; text: string }): readonly number[];
  /** Clusters anew, with these settings. */
  recluster(settings: Partial<ClusterSettings>): void;
  /** Tries numbers of clusters; null when the user cancelled. */
  suggest(settings: Partial<ClusterSettings>): ClusterSuggestion | null;
  /** Shows the first flow of a token in the editor. `line` is one-based. */
  reveal(place: { line: number; file: number }): void;
  /** Asks for flows like this token's. */
  similar(what: { token: string }): void;
  /** Writes each token with its cluster to a file that the user chooses; answers with its name, or null. */
  exportTokens(what: { clustering: string }): string | null;
  /** Colours the flows in the editor by cluster, or no longer. */
  colour(nothing: null): void;
}
