import type { ColumnStatistics, Freshness, Overview } from '../../../shared/protocol/overview';
import type { JobCalls } from '../base/jobContract';

/** What the panel is asked. */
export interface OverviewQuestion {
  /** A `file:` URI. */
  uri: string;
  /** Only flows of which it holds, as text. */
  where?: string;
  /** Rows of each list, where they are not as many as usual. */
  top?: number;
}

export interface FreshnessResult extends Freshness {
  /** A `file:` URI, and the file's name. */
  baseline: string;
  name: string;
}

/** Page → extension. */
export interface OverviewCalls extends JobCalls {
  /** Counts the flows of a filter, of all where there is none; the panel is asked so from then on. */
  narrow(what: { where: string | null }): Overview;
  /** Statistics of the columns of the flows that are shown. */
  columns(nothing: null): readonly ColumnStatistics[];
  /** What is new against a baseline; asks for one where none is named, and answers null when the user leaves. */
  compare(what: { baseline: string | null }): FreshnessResult | null;
  openHost(what: { address: string }): void;
  /** Asks the same with lists as long as can be. */
  listAll(nothing: null): void;
  /** Shows a row that was not read. `line` is one-based, `file` counts from zero. */
  reveal(place: { line: number; file: number }): void;
}
