import type { CaptureRef } from './captures';

/** A route of an open document, to choose from. */
export interface ListedRoute {
  /** Zero-based line on which it begins. */
  line: number;
  destination: string;
  /** For example `12 hops, 35 ms, reached, malicious`. */
  detail: string;
}

export interface RouteList {
  /** In the order of the document; at most `most`. */
  routes: readonly ListedRoute[];
  /** Routes of the document. */
  of: number;
}

export interface RouteListParams extends CaptureRef {
  most: number;
}

export interface RoutePlace extends CaptureRef {
  /** Any zero-based line of the route. */
  line: number;
}

export interface RouteDiffParams {
  left: RoutePlace;
  right: RoutePlace;
}

/** Two texts of as many lines, hops that are alike on the same one. */
export interface RouteDiff {
  left: string;
  right: string;
}
