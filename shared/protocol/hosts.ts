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
  /** Who begins them, and to whom. */
  source: string;
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

/** What a page is about. */
export type SubjectKind = 'host' | 'conversation' | 'service' | 'subnet';

/** What the analyst's own files say of an address. */
export interface AddressFacts {
  name?: string;
  /** Network and place: `AS64500 Example Net, Prague, Czechia`. */
  network?: string;
}

export interface SimilarHost {
  address: string;
  /** Cosine of what both do, without who they are. */
  similarity: number;
  flows: number;
  labels: LabelCounts;
}

/** What a model says of a host. */
export interface HostLearned {
  /** Hosts that do what it does, nearest first; none where the model cannot tell. */
  similar: readonly SimilarHost[];
  /** Its commonest token, by which it stands on a map. */
  token: string;
  /** The clusters of its tokens in the clustering that was used last, the one with most of its flows first. */
  clusters: readonly { id: number; name: string; flows: number }[];
}

/** What stood out when the capture was judged last. */
export interface HostSuspicion {
  score: number;
  reasons: readonly string[];
  incidents: readonly {
    from: string;
    to: string;
    flows: number;
    line: number | null;
    reasons: readonly string[];
  }[];
}

/** What is known of one host of a capture. Lists are the largest, at most as many as were asked for. */
export interface HostPage {
  kind: SubjectKind;
  /** An address; `10.0.0.5 → 10.0.0.9`; `tcp 443`; `10.0.0.0/24`. */
  address: string;
  /** A filter that has its flows and no others. */
  where: string;
  flows: number;
  /** Flows that it began, and those that others began to it. */
  began: number;
  answered: number;
  sent: number;
  received: number;
  firstTime?: string;
  lastTime?: string;
  labels: LabelCounts;
  inAll: {
    peers: number;
    services: number;
    offered: number;
    states: number;
    members: number;
    rhythms: number;
    changes: number;
  };
  peers: readonly HostPeer[];
  /** Services that it uses, and those that others use of it. */
  services: readonly FlowGroup[];
  offered: readonly FlowGroup[];
  states: readonly FlowGroup[];
  /** Hosts of a subnet, clients of a service; empty of others. */
  members: readonly FlowGroup[];
  rhythms: readonly HostRhythm[];
  changes: readonly HostChange[];
  step: number;
  timeline: readonly TimelineStep[];
  seconds: number;
  /** Of addresses on the page, where there are files that say something. */
  known?: Readonly<Record<string, AddressFacts>>;
  /** Absent without a model; of hosts only. */
  learned?: HostLearned;
  /** Absent where the host did not stand out, or nothing was judged. */
  suspicion?: HostSuspicion;
}

export interface HostParams extends JobParams {
  /** As in `HostPage`; what it is about is told by its form. */
  address: string;
  /** Rows of each list at most. */
  top: number;
}

export interface AsShownParams {
  value: unknown;
}
