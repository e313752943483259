/** What crosses between client, server and webviews. Plain data; no vectors. */
export type LabelCounts = Readonly<Record<string, number>>;

export interface CaptureRef {
  /** A `file:` URI. */
  uri: string;
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
  /** Why the first 1,000 rows that were not read were not, a reason for each cell, with their one-based lines; `rejected` counts all rows. */
  problems: readonly { line: number; message: string }[];
  /** What else has to be said of the files, a sentence each. */
  notes?: readonly string[];
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
