import type { FlowFilter } from '../../../../shared/text/flowFilter';
import type { QueryAnswer } from '../captures/readOnlyQuery';

export interface AskedQuery {
  /** Rows beyond these are not fetched, and the answer says so. */
  rows: number;
  seconds: number;
  signal?: AbortSignal | undefined;
}

/** What was written: every row, however many an answer shows. */
export interface Written {
  path: string;
  rows: number;
}

export type TableFormat = 'csv' | 'parquet';

/** What is asked of captures in SQL, and what is written of them for others. */
export interface QueryAnswers {
  /**
   * One SELECT over the table `flows`, whose columns have their canonical names (`StartTime`, `SrcAddr`, …) and those of
   * the store (`start_time`, …), whatever the format. Nothing else can be read, and nothing written. Rejects in DuckDB's
   * words where the SQL is wrong.
   */
  query(files: readonly string[], sql: string, options: AskedQuery): Promise<QueryAnswer>;
  /** Writes all rows of such a SELECT. */
  writeQuery(
    files: readonly string[],
    sql: string,
    out: { path: string; format: TableFormat },
    options: Pick<AskedQuery, 'seconds' | 'signal'>,
  ): Promise<Written>;
  /** Writes the flows, all or those of a filter, in their canonical columns. */
  convert(
    files: readonly string[],
    out: { path: string; format: TableFormat },
    options?: { where?: FlowFilter; signal?: AbortSignal },
  ): Promise<Written>;
}
