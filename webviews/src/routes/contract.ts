import type { RouteReport, RouteSettings } from '../../../shared/protocol/routes';
import type { JobCalls, JobShown } from '../base/jobContract';

/** What the page is asked. */
export interface RoutesQuestion {
  /** A `file:` URI of a file of routes. */
  uri: string;
  /** A `file:` URI of a CSV of destinations and labels. */
  labels?: string;
  /** What is left out is as in the notebook. */
  settings: Partial<RouteSettings>;
}

/** Extension → page. */
export type RoutesShown = JobShown<RouteReport>;

/** Page → extension. */
export interface RoutesCalls extends JobCalls {
  /** Trains with other settings of these. */
  train(settings: Partial<RouteSettings>): void;
  /** Shows a route in the editor. `line` is one-based. */
  reveal(place: { line: number; file: number }): void;
  /** Says each route's probability in its editor, by this network. */
  classify(nothing: null): void;
}
