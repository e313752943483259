import type { LabelCounts } from './captures';
import type { JobParams } from './jobs';

/** Flows that have something in common. */
export interface FlowGroup {
  /** What they have in common, for people: an address, "tcp 443", "10.0.0.5 → 10.0.0.9". */
  name: string;
  /** The same, part by part: an address; a protocol and a port. */
  values: readonly string[];
  flows: number;
  bytes: number;
  labels: LabelCounts;
  /** A filter that has these flows and no others. */
  where: string;
}

/** What flows are grouped by. */
export type GroupBy = 'hosts' | 'conversations' | 'services' | 'states' | 'labels';

/** A stretch of time; as long as `Overview.step`. */
export interface TimelineStep {
  /** Its beginning, ISO 8601, UTC. */
  time: string;
  flows: number;
  bytes: number;
  /** Hosts that began a flow in it. */
  hosts: number;
  labels: LabelCounts;
  /** Flows of each of `Overview.timelineServices`, and last of all others; absent where services are not told apart. */
  services?: readonly number[];
  /** Flows that were listed as unexpected when the capture was judged last; absent where it was not. */
  unexpected?: number;
}

export interface ColumnStatistics {
  name: string;
  /** Flows that have a value. */
  filled: number;
  /** Different values. */
  distinct: number;
  /** There are about so many (HyperLogLog): of numbers, times and payloads, to count them would take long. */
  estimated?: boolean;
  least: string;
  most: string;
}

/** Rows that were not read for the same reason. */
export interface RejectedRows {
  /** Of the first of them. */
  message: string;
  rows: number;
  /** The first of them, by file (from zero) and line (from one). */
  file: number;
  line: number;
}

/** What a capture holds, at a glance. Groups are the largest, at most as many as were asked for. */
export interface Overview {
  format: string;
  flows: number;
  bytes: number;
  rejected: number;
  /** ISO 8601, UTC; absent where no flow has a time. */
  firstTime?: string;
  lastTime?: string;
  labels: LabelCounts;
  /** Hosts at either end, and so on: how many there are in all. */
  inAll: { hosts: number; conversations: number; services: number; states: number };
  hosts: readonly FlowGroup[];
  conversations: readonly FlowGroup[];
  services: readonly FlowGroup[];
  states: readonly FlowGroup[];
  /** Seconds of each step of the timeline. */
  step: number;
  timeline: readonly TimelineStep[];
  /** The largest services, which the time line tells apart. */
  timelineServices: readonly string[];
  /** Empty where they are asked for later. */
  columns: readonly ColumnStatistics[];
  /** By reason, the commonest first; of the rows whose reasons are kept, the first 1,000 of each file. */
  reasons: readonly RejectedRows[];
  notes: readonly string[];
  seconds: number;
  /** What the analyst's own files say of the hosts that are listed. */
  known?: Readonly<Record<string, { name?: string; network?: string }>>;
}

export interface FreshGroups {
  groups: readonly FlowGroup[];
  inAll: number;
}

/** What a capture has and a baseline has not. */
export interface Freshness {
  hosts: FreshGroups;
  services: FreshGroups;
  conversations: FreshGroups;
  seconds: number;
}

export interface FreshnessParams extends OverviewParams {
  /** A `file:` URI. */
  baseline: string;
}

export interface OverviewParams extends JobParams {
  /** Only flows of which it holds, as text: `SrcAddr = '10.0.0.5' and Dport = 53`. */
  where?: string;
  /** Groups of each kind at most. */
  top: number;
}
