/** The statistics of a route, in the order of the columns. */
export const statistics = ['Timeouts', 'AveragePing', 'NumHops', 'Tail Timeouts', 'Reached'] as const;

/**
 * Routes as columns: what the networks learn from. Duplicates and routes of at most two hops are gone already.
 * Nothing is one-hot: a route is a list of subnet numbers.
 */
export interface RouteTable {
  /** Routes. */
  size: number;
  /** size × 5, as `statistics` names them, not scaled. */
  statistics: Float32Array;
  /** Subnet number of each hop in order, -1 for a hop that timed out; route r's are at offsets[r] to offsets[r + 1]. */
  hops: Int32Array;
  /** size + 1. */
  offsets: Uint32Array;
  /** Names, for example `147.32.84.0/24`. */
  subnets: readonly string[];
  /** 0 benign, 1 malicious, 255 without a label. */
  labels: Uint8Array;
  /** Milliseconds since 1970; NaN where the tool does not tell. Routes are in file order. */
  times: Float64Array;
  /** One-based line of each route, its zero-based file, and its destination. */
  lines: Uint32Array;
  files: Uint16Array;
  destinations: readonly string[];
}
