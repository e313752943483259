import type { JobParams } from './jobs';

export interface QueryParams extends JobParams {
  sql: string;
  /** Rows beyond these are not sent, and the answer says so. */
  rows: number;
  seconds: number;
  /** Another capture, a `file:` URI, by which `anomaly` judges. */
  baseline?: string;
}

export type QueryValue = string | number | boolean | null;

export interface QueryResult {
  columns: readonly { name: string; type: string }[];
  /** Plain values: times, large numbers and whatever else has parts are texts. */
  rows: readonly (readonly QueryValue[])[];
  seconds: number;
  /** Whether there were more rows than were sent. */
  truncated: boolean;
  /** Said on screen, for example of tokens that the model does not know. */
  notices: readonly string[];
  /** Absent where no function of the product was called. */
  model?: QueriedModel;
}

export interface WrittenQuery {
  path: string;
  rows: number;
  notices: readonly string[];
}

export interface WriteQueryParams extends JobParams {
  sql: string;
  baseline?: string;
  /** A `file:` URI. */
  out: string;
  format: 'csv' | 'parquet';
  seconds: number;
}

/** The model that answered the functions of a query: with these another analyst gets the same answers. */
export interface QueriedModel {
  /** Its name in the cache. */
  id: string;
  /** SHA-256 of the capture and how it is read. */
  digest: string;
  flows: number;
  vocabulary: number;
  trainedAt: string;
  /** Whatever shapes a model, by name. */
  settings: Readonly<Record<string, unknown>>;
  /** Of `cluster_of`. */
  clustering?: { name: string; k: number };
}
