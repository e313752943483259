/** One answer, or none, to one probe of a hop. */
export interface Probe {
  /** Absent for a probe that timed out. */
  address?: string;
  /** The host name beside the address, when the tool resolved it. */
  name?: string;
  /** Round-trip time in milliseconds. */
  rtt?: number;
  /** What the router said: `!H`, `!N`, `!P`, `!S`, `!X`, `!<code>`. */
  mark?: string;
}

export interface Hop {
  /** Number of the hop (time to live), from 1; 255 for answers beyond the tool's last hop. */
  hop: number;
  /** One-based line. */
  line: number;
  probes: Probe[];
  /** Share of probes lost, 0 to 1, of tools that tell only that. */
  loss?: number;
  /** MPLS labels, as the tool writes them. */
  mpls?: string[];
  /** Autonomous systems the tool names (`-A`, mtr -z). */
  networks?: string[];
}

export type RouteLabel = 'benign' | 'malicious';

/** A traceroute of any tool. */
export interface Route {
  /** One-based line where it begins, and the last of its lines. */
  line: number;
  lastLine: number;
  /** The destination as an address when the tool tells it, else as it was asked for. */
  destination: string;
  /** The name asked for, when it differs. */
  name?: string;
  source?: string;
  /** Milliseconds since 1970, when the tool tells it. */
  time?: number;
  /** Most hops the tool would have tried. */
  maxHops?: number;
  hops: Hop[];
  label?: RouteLabel;
}

/** What was not read, and why; one-based line. */
export interface RouteProblem {
  line: number;
  message: string;
}

export interface ParsedRoutes {
  /** For example `linux`, `bsd`, `tracert`, `mtr-json`, `ripe-atlas`. */
  format: string;
  routes: Route[];
  /** Routes that were there but could not be read; every one has a problem. */
  rejected: number;
  problems: RouteProblem[];
}
