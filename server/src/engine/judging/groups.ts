import type { Behaviours } from './behaviour';
import { PairTable } from '../../base/pairTable';

/** Of every flow, the number of each group that it belongs to; one array for each capture. */
interface Membership {
  hostService: Uint32Array;
  hostBehaviour: Uint32Array;
  hostTarget: Uint32Array;
  partner: Uint32Array;
  behaviour: Uint32Array;
  detail: Uint32Array;
}

/**
 * Flows that are counted together. A service is protocol and port, a behaviour a service and how it went; a partner is
 * whom a host speaks to by a service; a detail is a behaviour of about so many bytes.
 */
export class Groups {
  readonly hostService: PairTable;
  /** A host's service, and the outcome. */
  readonly hostBehaviour: PairTable;
  readonly hostTarget: PairTable;
  /** A host's service, and the target. */
  readonly partner: PairTable;
  /** A service, and the outcome. */
  readonly behaviour: PairTable;
  /** A behaviour, and the size: log₂ of the bytes. */
  readonly detail: PairTable;
  readonly of: Membership[];

  constructor(readonly captures: readonly Behaviours[]) {
    const flows = captures.reduce((sum, c) => sum + c.flows, 0);
    this.hostService = new PairTable(flows / 4);
    this.hostBehaviour = new PairTable(flows / 4);
    this.hostTarget = new PairTable(flows / 4);
    this.partner = new PairTable(flows / 4);
    this.behaviour = new PairTable();
    this.detail = new PairTable();
    this.of = captures.map(capture => this.join(capture));
  }

  private join({ flows, source, target, service, outcome, bytes }: Behaviours): Membership {
    const make = () => new Uint32Array(flows);
    const of: Membership = {
      hostService: make(),
      hostBehaviour: make(),
      hostTarget: make(),
      partner: make(),
      behaviour: make(),
      detail: make(),
    };
    for (let i = 0; i < flows; i++) {
      const host = source[i] as number;
      const to = target[i] as number;
      const by = service[i] as number;
      const how = outcome[i] as number;
      const hostService = this.hostService.add(host, by);
      const behaviour = this.behaviour.add(by, how);
      of.hostService[i] = hostService;
      of.hostBehaviour[i] = this.hostBehaviour.add(hostService, how);
      of.hostTarget[i] = this.hostTarget.add(host, to);
      of.partner[i] = this.partner.add(hostService, to);
      of.behaviour[i] = behaviour;
      of.detail[i] = this.detail.add(behaviour, sizeOf(bytes[i] as number));
    }
    return of;
  }
}

const sizeOf = (bytes: number) => Math.floor(Math.log2(bytes + 1));

/** How often each group occurs among some flows. */
export interface Counts {
  flows: number;
  /** Over which the flows began. */
  seconds: number;
  /** Hosts that began a flow. */
  hosts: number;
  host: Float64Array;
  service: Float64Array;
  hostService: Float64Array;
  hostBehaviour: Float64Array;
  hostTarget: Float64Array;
  partner: Float64Array;
  behaviour: Float64Array;
  detail: Float64Array;
  /** Bytes that were sent. */
  sentByHost: Float64Array;
  sentByService: Float64Array;
  sentToTarget: Float64Array;
}

const counted = [
  'host',
  'service',
  'hostService',
  'hostBehaviour',
  'hostTarget',
  'partner',
  'behaviour',
  'detail',
  'sentByHost',
  'sentByService',
  'sentToTarget',
] as const;

/** Counts the flows of capture `c` that begin from `from` on and before `to`; those without a time are always counted. */
export function countFlows(
  groups: Groups,
  c: number,
  sizes: { hosts: number; services: number },
  { from, to }: { from: number; to: number },
): Counts {
  const capture = groups.captures[c] as Behaviours;
  const of = groups.of[c] as Membership;
  const out: Counts = {
    flows: 0,
    seconds: 0,
    hosts: 0,
    host: new Float64Array(sizes.hosts),
    service: new Float64Array(sizes.services),
    hostService: new Float64Array(groups.hostService.size),
    hostBehaviour: new Float64Array(groups.hostBehaviour.size),
    hostTarget: new Float64Array(groups.hostTarget.size),
    partner: new Float64Array(groups.partner.size),
    behaviour: new Float64Array(groups.behaviour.size),
    detail: new Float64Array(groups.detail.size),
    sentByHost: new Float64Array(sizes.hosts),
    sentByService: new Float64Array(groups.hostService.size),
    sentToTarget: new Float64Array(groups.hostTarget.size),
  };
  let [first, last] = [Infinity, -Infinity];
  const add = (array: Float64Array, at: number, n: number) => (array[at] = (array[at] as number) + n);
  for (let i = 0; i < capture.flows; i++) {
    const time = capture.time[i] as number;
    if (time < from || time >= to) continue;
    if (time < first) first = time;
    if (time > last) last = time;
    const host = capture.source[i] as number;
    const sent = capture.sent[i] as number;
    out.flows++;
    if (add(out.host, host, 1) === 1) out.hosts++;
    add(out.service, capture.service[i] as number, 1);
    add(out.hostService, of.hostService[i] as number, 1);
    add(out.hostBehaviour, of.hostBehaviour[i] as number, 1);
    add(out.hostTarget, of.hostTarget[i] as number, 1);
    add(out.partner, of.partner[i] as number, 1);
    add(out.behaviour, of.behaviour[i] as number, 1);
    add(out.detail, of.detail[i] as number, 1);
    add(out.sentByHost, host, sent);
    add(out.sentByService, of.hostService[i] as number, sent);
    add(out.sentToTarget, of.hostTarget[i] as number, sent);
  }
  out.seconds = last > first ? last - first : 1;
  return out;
}

/** What is counted in either of two stretches of time. */
export function together(a: Counts, b: Counts): Counts {
  const out = { ...a, flows: a.flows + b.flows, seconds: a.seconds + b.seconds };
  for (const name of counted) out[name] = a[name].map((n, i) => n + (b[name][i] as number));
  out.hosts = out.host.reduce((n, flows) => n + (flows > 0 ? 1 : 0), 0);
  return out;
}
