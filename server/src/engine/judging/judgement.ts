import type { Model } from '../training/models/model';
import type { BehaviourNames, Behaviours } from './behaviour';
import { Calibration } from './calibration';
import { kinds, weigh, type Evidence, type Kind, type Question } from './evidence';
import type { ExpectedBehaviour } from './expectedFile';
import { countFlows, Groups, together } from './groups';
import { HostPeers } from './hostPeers';
import { rhythmsOf } from './rhythms';

/**
 * What each kind counts for beside the others (Wilson 2019, the harmonic mean p-value): the strongest decides, and one
 * with nothing to say takes little from it.
 */
const weights: Record<Kind, number> = {
  service: 0.3,
  behaviour: 0.3,
  spread: 0.1,
  ports: 0.1,
  volume: 0.05,
  sentTo: 0.05,
  rhythm: 0.1,
};
/** What the size of a flow, given what it does, counts for: it orders flows that are alike in all else. */
const detailWeight = 0.05;

/** What one kind says of a flow: -ln of the share of groups in the training that are as unexpected. */
export interface Part {
  kind: Kind;
  surprise: number;
}

export interface Judgement {
  groups: Groups;
  question: Question;
  peers: HostPeers;
  names: BehaviourNames;
  /** Of each flow, in nats: 0 for the usual. */
  evidence: Float64Array;
  /** Evidence of all flows of the training that were judged by what came before them. */
  scale: Calibration;
  /** Kinds that speak of a flow, the strongest first, and what they add. */
  parts(flow: number): Part[];
}

/** From the first flow on, and beyond the last. */
const always = { from: -Infinity, to: Infinity };
/** Of the training, what is judged by the rest: as large a part as what is asked is beside the training, at most half. */
const mostKeptBack = 0.5;

/**
 * Judges the flows of `asked` by `training`, which `model` was trained on. The last part of the training, judged by
 * what came before it, says how unexpected what one sees every day is.
 */
export async function judge(
  model: Model | undefined,
  names: BehaviourNames,
  training: Behaviours,
  asked: Behaviours,
  { signal, expected = [] }: { signal?: AbortSignal; expected?: readonly ExpectedBehaviour[] } = {},
): Promise<Judgement> {
  const groups = new Groups([training, asked]);
  const sizes = { hosts: names.hosts.names.length, services: names.services.names.length };
  signal?.throwIfAborted();
  const now = countFlows(groups, 1, sizes, always);
  const cut = cutOf(training, now.seconds);
  const earlier = countFlows(groups, 0, sizes, { from: -Infinity, to: cut });
  const later = countFlows(groups, 0, sizes, { from: cut, to: Infinity });
  const whole = together(earlier, later);
  const peers = model ? await HostPeers.find(model, names.hosts, whole, now) : HostPeers.none;
  signal?.throwIfAborted();
  const rehearsal: Question = {
    groups,
    before: earlier,
    asked: later,
    rhythms: rhythmsOf(groups, 0, { from: cut, to: Infinity }),
    peers: peers.during(earlier),
  };
  const question: Question = {
    groups,
    before: whole,
    asked: now,
    rhythms: rhythmsOf(groups, 1, always),
    peers: peers.during(whole),
  };
  const rehearsed = weigh(rehearsal);
  signal?.throwIfAborted();
  const scales = Object.fromEntries(
    kinds.map(kind => {
      const occurs = later[groupOf[kind]];
      return [kind, new Calibration(rehearsed[kind].filter((_, g) => (occurs[g] as number) > 0))];
    }),
  ) as Record<Kind, Calibration>;
  const surprisesOf = (evidence: Evidence) =>
    Object.fromEntries(
      kinds.map(kind => [kind, evidence[kind].map(value => (value > 0 ? scales[kind].surprise(value) : 0))]),
    ) as Record<Kind, Float64Array>;
  const ofRehearsal = summed(rehearsal, 0, carried(rehearsal, 0, surprisesOf(rehearsed)), cut);
  const surprises = unlessExpected(
    carried(question, 1, surprisesOf(weigh(question))),
    question,
    names,
    expected,
  );
  return {
    groups,
    question,
    peers,
    names,
    evidence: summed(question, 1, surprises),
    scale: new Calibration(ofRehearsal),
    parts: flow =>
      kinds
        .map(kind => ({ kind, surprise: surprises[kind](flow) }))
        .filter(part => part.surprise > 0)
        .sort((a, b) => b.surprise + Math.log(weights[b.kind]) - a.surprise - Math.log(weights[a.kind])),
  };
}

/** By which number of a flow each kind is looked up. */
export const groupOf = {
  service: 'hostService',
  behaviour: 'hostBehaviour',
  spread: 'hostService',
  ports: 'hostTarget',
  volume: 'hostService',
  sentTo: 'hostTarget',
  rhythm: 'partner',
} as const satisfies Record<Kind, string>;

/** What each kind says of a flow. */
type Carried = Record<Kind, (flow: number) => number>;

/**
 * What a group's surprise is to its flows: nothing to those that do not carry it. New partners are no news of flows to
 * the old ones, nor is a large transfer of the small ones beside it.
 */
function carried(
  { groups, before, asked }: Question,
  c: number,
  surprises: Record<Kind, Float64Array>,
): Carried {
  const of = groups.of[c] as Groups['of'][number];
  const { sent } = groups.captures[c] as Behaviours;
  const plain = (kind: Kind) => (flow: number) =>
    surprises[kind][of[groupOf[kind]][flow] as number] as number;
  const where = (kind: Kind, carries: (flow: number) => boolean) => {
    const value = plain(kind);
    return (flow: number) => (carries(flow) ? value(flow) : 0);
  };
  const large = (bytes: Float64Array, flows: Float64Array, group: Uint32Array) => (flow: number) => {
    const g = group[flow] as number;
    return (sent[flow] as number) >= (bytes[g] as number) / (flows[g] as number) / 2;
  };
  return {
    service: plain('service'),
    behaviour: plain('behaviour'),
    spread: where('spread', flow => before.hostTarget[of.hostTarget[flow] as number] === 0),
    ports: where('ports', flow => before.partner[of.partner[flow] as number] === 0),
    volume: where('volume', large(asked.sentByService, asked.hostService, of.hostService)),
    sentTo: where('sentTo', large(asked.sentToTarget, asked.hostTarget, of.hostTarget)),
    rhythm: plain('rhythm'),
  };
}

/** Evidence that somebody called expected is none; whatever else its flows say still counts. */
function unlessExpected(
  said: Carried,
  { groups }: Question,
  names: BehaviourNames,
  expected: readonly ExpectedBehaviour[],
): Carried {
  if (expected.length === 0) return said;
  const { hostBehaviour } = groups.of[1] as Groups['of'][number];
  const quiet = new Map<Kind, Set<number>>();
  for (const { address, service, outcome, kinds: of } of expected) {
    const numbers = [names.hosts.find(address), names.services.find(service), names.outcomes.find(outcome)];
    if (numbers.includes(undefined)) continue;
    const [host, by, how] = numbers as [number, number, number];
    const ofHost = groups.hostService.find(host, by);
    const group = ofHost < 0 ? -1 : groups.hostBehaviour.find(ofHost, how);
    if (group < 0) continue;
    for (const kind of of) {
      const set = quiet.get(kind);
      if (set) set.add(group);
      else quiet.set(kind, new Set([group]));
    }
  }
  const out = { ...said };
  for (const [kind, set] of quiet)
    out[kind] = flow => (set.has(hostBehaviour[flow] as number) ? 0 : said[kind](flow));
  return out;
}

/**
 * ln of the weighted mean of 1 / p over all kinds, and what the flow's size adds. NaN for flows before `since`, where it is
 * given, and for those without a time then.
 */
function summed({ groups, before }: Question, c: number, surprises: Carried, since?: number): Float64Array {
  const of = groups.of[c] as Groups['of'][number];
  const { flows, time } = groups.captures[c] as Behaviours;
  const details = new Float64Array(groups.detail.size);
  for (let detail = 0; detail < details.length; detail++) {
    const usual = before.behaviour[groups.detail.first(detail)] as number;
    details[detail] = -Math.log(((before.detail[detail] as number) + 0.5) / (usual + 2));
  }
  const said = new Float64Array(kinds.length);
  const out = new Float64Array(flows);
  for (let flow = 0; flow < flows; flow++) {
    if (since !== undefined && !((time[flow] as number) >= since)) {
      out[flow] = NaN;
      continue;
    }
    let most = 0;
    for (let k = 0; k < kinds.length; k++) {
      said[k] = surprises[kinds[k] as Kind](flow);
      if ((said[k] as number) > most) most = said[k] as number;
    }
    let sum = 0;
    for (let k = 0; k < kinds.length; k++)
      sum += weights[kinds[k] as Kind] * Math.exp((said[k] as number) - most);
    out[flow] = most + Math.log(sum) + detailWeight * (details[of.detail[flow] as number] as number);
  }
  return out;
}

/** The moment from which on the training is judged by what came before. */
function cutOf({ time }: Behaviours, seconds: number): number {
  let [first, last] = [Infinity, -Infinity];
  for (const at of time) {
    if (at < first) first = at;
    if (at > last) last = at;
  }
  const whole = last - first;
  if (!(whole > 0)) return first;
  return last - whole * Math.min(mostKeptBack, seconds / (whole + seconds));
}
