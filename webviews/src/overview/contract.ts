import type { Overview } from '../../../shared/protocol/overview';
import type { JobCalls } from '../base/jobContract';

/** What the panel is asked. */
export interface OverviewQuestion {
  /** A `file:` URI. */
  uri: string;
  /** Only flows of which it holds, as text. */
  where?: string;
}

/** Page → extension. */
export interface OverviewCalls extends JobCalls {
  /** Counts the flows of a filter, of all where there is none; the panel is asked so from then on. */
  narrow(what: { where: string | null }): Overview;
  openHost(what: { address: string }): void;
  /** Shows a row that was not read. `line` is one-based, `file` counts from zero. */
  reveal(place: { line: number; file: number }): void;
}
