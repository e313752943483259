import type {
  ClusterDetail,
  ClusterOfFlow,
  ClusterSettings,
  ClustersReport,
  ClusterSuggestion,
} from '../../../../shared/protocol/clusters';
import type { JobProgress } from '../../../../shared/protocol/jobProgress';
import type { Asker } from '../../base/threads/runningJobs';
import type { Query } from '../similar/answers';
import type { EmbeddingConfig } from '../training/embedding/config';

/** What is asked of clusters. */
export interface ClusterAnswers {
  /** k-means over the token vectors, with its report; trains first when there is no model, reads what is cached. */
  clusters(
    files: readonly string[],
    config: EmbeddingConfig,
    settings: ClusterSettings,
    options: Asker<Omit<JobProgress, 'job'>> & { fresh?: boolean },
  ): Promise<Omit<ClustersReport, 'uri'>>;
  /** Tries numbers of clusters, and takes the silhouettes of a sample; trains first when there is no model. */
  suggestClusters(
    files: readonly string[],
    config: EmbeddingConfig,
    settings: ClusterSettings,
    options: Asker<Omit<JobProgress, 'job'>>,
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
  /** Names of some clusters of the latest clustering of a model; undefined as above. */
  clusterNames(
    files: readonly string[],
    config: EmbeddingConfig,
    ids: readonly number[],
  ): Promise<string[] | undefined>;
  /** Writes every token with its cluster as comma-separated values; rows written. Rejects when it is no longer cached. */
  exportClusters(clustering: string, out: string): Promise<{ path: string; rows: number }>;
  /** The cluster of a flow in the latest clustering of this model; undefined when there is none. */
  clusterOf(
    files: readonly string[],
    config: EmbeddingConfig,
    query: Query,
  ): Promise<ClusterOfFlow | undefined>;
}
