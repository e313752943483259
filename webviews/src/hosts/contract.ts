import type { JobCalls } from '../base/jobContract';

/** What the panel is asked. */
export interface HostQuestion {
  /** A `file:` URI. */
  uri: string;
  address: string;
  /** Rows of each list, where they are not as many as usual. */
  top?: number;
}

/** Page → extension. */
export interface HostCalls extends JobCalls {
  openHost(what: { address: string }): void;
  /** Asks the same with lists as long as can be. */
  listAll(nothing: null): void;
  /** Opens the overview of the flows for which the filter holds. */
  only(what: { where: string }): void;
  /** Shows a flow in the editor. `line` is one-based. */
  reveal(what: { line: number }): void;
  showOnMap(what: { token: string }): void;
  similar(what: { token: string }): void;
}
