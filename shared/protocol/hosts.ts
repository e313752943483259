import type { LabelCounts } from './captures';
import type { JobParams } from './jobs';
import type { FlowGroup, TimelineStep } from './overview';

/** Whom a host speaks to, either way. */
export interface HostPeer {
  address: string;
  flows: number;
  /** Bytes by whoever sent them, as far as the capture tells the directions apart. */
  sent: number;
  received: number;
  /** ISO 8601, UTC; absent where no flow has a time. */
  firstTime?: string;
  lastTime?: string;
  labels: LabelCounts;
  where: string;
}

/** Flows of a host to one peer's service that come at even pauses. */
export interface HostRhythm {
  address: string;
  service: string;
  flows: number;
  /** Mean seconds from flow to flow, and their standard deviation as a share of it. */
  every: number;
  unevenness: number;
  where: string;
}

/** A service that a host began to use after the first tenth of the time that it is seen in. */
export interface HostChange {
  service: string;
  /** ISO 8601, UTC. */
  since: string;
  flows: number;
  peers: number;
  where: string;
}

/** What is known of one host of a capture. Lists are the largest, at most as many as were asked for. */
export interface HostPage {
  address: string;
  flows: number;
  /** Flows that it began, and those that others began to it. */
  began: number;
  answered: number;
  sent: number;
  received: number;
  firstTime?: string;
  lastTime?: string;
  labels: LabelCounts;
  inAll: { peers: number; services: number; offered: number };
  peers: readonly HostPeer[];
  /** Services that it uses, and those that others use of it. */
  services: readonly FlowGroup[];
  offered: readonly FlowGroup[];
  states: readonly FlowGroup[];
  rhythms: readonly HostRhythm[];
  changes: readonly HostChange[];
  step: number;
  timeline: readonly TimelineStep[];
  seconds: number;
}

export interface HostParams extends JobParams {
  address: string;
  /** Rows of each list at most. */
  top: number;
}
