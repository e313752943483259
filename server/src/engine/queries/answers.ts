import type { FlowFilter } from '../../../../shared/text/flowFilter';
import type { ClusterSettings } from '../../../../shared/protocol/clusters';
import type { JobProgress } from '../../../../shared/protocol/jobProgress';
import type { QueriedModel } from '../../../../shared/protocol/queries';
import type { EmbeddingConfig } from '../training/embedding/config';
import type { QueryAnswer } from './readOnlyQuery';

/** By what the functions of the product answer, where a query calls them. */
export interface AskedModel {
  config: EmbeddingConfig;
  /** How tokens are clustered where they are not yet. */
  clusters: Omit<ClusterSettings, 'seed'>;
  /** Share of a vote below which its label is unknown. */
  confidence: number;
  /** Another capture, by which `anomaly` judges; by default the earlier half of the flows judges the later one. */
  baseline?: readonly string[] | undefined;
  /** Of a training, a clustering, or votes that the query waits for. */
  onProgress?: ((progress: Omit<JobProgress, 'job'>) => void) | undefined;
}

export interface AskedQuery {
  /** Rows beyond these are not fetched, and the answer says so. */
  rows: number;
  /** That the query may take, without what is trained for it. */
  seconds: number;
  signal?: AbortSignal | undefined;
  model?: AskedModel | undefined;
}

export interface AnsweredQuery extends QueryAnswer {
  /** In words: tokens that nobody knows, and what their kind of answer leaves out. */
  notices: string[];
  /** The model that answered; absent where no function was called. */
  model?: QueriedModel;
}

/** What was written: every row, however many an answer shows. */
export interface Written {
  path: string;
  rows: number;
  notices?: string[];
  model?: QueriedModel;
}

export type TableFormat = 'csv' | 'parquet';

/** What is asked of captures in SQL, and what is written of them for others. */
export interface QueryAnswers {
  /**
   * One SELECT over the table `flows`, whose columns have their canonical names (`StartTime`, `SrcAddr`, …) and those of
   * the store (`start_time`, …), whatever the format, with the functions of `shared/text/queryFunctions`. Nothing else can
   * be read, and nothing written. A model is trained where a function needs one that there is not. Rejects in DuckDB's
   * words where the SQL is wrong.
   */
  query(files: readonly string[], sql: string, options: AskedQuery): Promise<AnsweredQuery>;
  /** Writes all rows of such a SELECT. */
  writeQuery(
    files: readonly string[],
    sql: string,
    out: { path: string; format: TableFormat },
    options: Omit<AskedQuery, 'rows'>,
  ): Promise<Written>;
  /** Writes the flows, all or those of a filter, in their canonical columns. */
  convert(
    files: readonly string[],
    out: { path: string; format: TableFormat },
    options?: { where?: FlowFilter; signal?: AbortSignal },
  ): Promise<Written>;
}
