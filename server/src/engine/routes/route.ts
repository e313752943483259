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
  /** The autonomous system that the tool names beside this host, as it writes it. */
  network?: string;
}

/** Round-trip times of a hop in milliseconds, of tools that tell only their summary (mtr, WinMTR, Trippy, paris). */
export interface RoundTrips {
  sent?: number;
  received?: number;
  last?: number;
  average: number;
  best?: number;
  worst?: number;
  deviation?: number;
}

export interface Hop {
  /** Number of the hop (time to live), from 1; 255 for answers beyond the tool's last hop. */
  hop: number;
  /** One-based line. */
  line: number;
  probes: Probe[];
  /** Share of probes lost, 0 to 1, of tools that tell only that. */
  loss?: number;
  /** The one probe of such a hop then has the average. */
  times?: RoundTrips;
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
  /** Name of the tool or layout, as in `ParsedRoutes.format`. */
  format: string;
  hops: Hop[];
  /** Set where the destination is taken from the last answer, and the tool went on asking in vain. */
  unreached?: true;
  label?: RouteLabel;
}

/** What was not read, and why; one-based line. */
export interface RouteProblem {
  line: number;
  message: string;
  /** `label`: the words of a label line are off, which the editor can mend. */
  code?: 'label';
}

export interface ParsedRoutes {
  /** For example `linux`, `bsd`, `tracert`, `mtr-json`, `ripe-atlas`; of most routes; `unknown` when none was found. */
  format: string;
  routes: Route[];
  /** Routes that were there but could not be read; every one has a problem. */
  rejected: number;
  /** In order of lines; at most `problemLimit`. */
  problems: RouteProblem[];
  /** Problems found, kept or not. */
  problemCount: number;
}
