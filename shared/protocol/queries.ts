import type { CaptureRef } from './captures';
import type { JobParams } from './jobs';

export interface QueryParams extends JobParams {
  sql: string;
  /** Rows beyond these are not sent, and the answer says so. */
  rows: number;
  seconds: number;
}

export type QueryValue = string | number | boolean | null;

export interface QueryResult {
  columns: readonly { name: string; type: string }[];
  /** Plain values: times, large numbers and whatever else has parts are texts. */
  rows: readonly (readonly QueryValue[])[];
  seconds: number;
  /** Whether there were more rows than were sent. */
  truncated: boolean;
}

export interface WriteQueryParams extends CaptureRef {
  sql: string;
  /** A `file:` URI. */
  out: string;
  format: 'csv' | 'parquet';
  seconds: number;
}
