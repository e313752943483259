import type { JobCalls } from '../base/jobContract';

/** What the panel is asked. */
export interface QueriesQuestion {
  /** A `file:` URI. */
  uri: string;
  sql: string;
}

/** Page → extension. */
export interface QueriesCalls extends JobCalls {
  /** Shows a flow of the capture in the editor. `line` is one-based. */
  reveal(place: { line: number }): void;
  /** Writes all rows, however many are shown, to a file that the user chooses; null when none was chosen. */
  writeAll(what: { as: 'csv' | 'parquet' }): { name: string; rows: number } | null;
}
