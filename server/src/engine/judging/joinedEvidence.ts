import type { BehaviourNames, Behaviours } from './behaviour';
import { kinds, type Kind, type Question } from './evidence';
import type { ExpectedBehaviour } from './expectedFile';
import type { Counts, Groups } from './groups';

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
export type Carried = Record<Kind, (flow: number) => number>;

/**
 * What a group's surprise is to its flows: nothing to those that do not carry it. New partners are no news of flows to
 * the old ones, where there is a past, nor is a large transfer of the small ones beside it.
 */
export function carried(
  { groups, before, asked }: Pick<Question, 'groups' | 'asked'> & { before: Counts | undefined },
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
    spread: where('spread', flow => !before?.hostTarget[of.hostTarget[flow] as number]),
    ports: where('ports', flow => !before?.partner[of.partner[flow] as number]),
    volume: where('volume', large(asked.sentByService, asked.hostService, of.hostService)),
    sentTo: where('sentTo', large(asked.sentToTarget, asked.hostTarget, of.hostTarget)),
    rhythm: plain('rhythm'),
  };
}

/** Evidence that somebody called expected is none; whatever else its flows say still counts. */
export function unlessExpected(
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
export function summed(
  { groups, before }: Question,
  c: number,
  surprises: Carried,
  since?: number,
): Float64Array {
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

/** What one kind says of a flow: -ln of the share of groups that it is compared to which are as unexpected. */
export interface Part {
  kind: Kind;
  surprise: number;
}

/** Kinds that speak of a flow, the strongest first, and what they add. */
export function partsOf(said: Carried, flow: number): Part[] {
  return kinds
    .map(kind => ({ kind, surprise: said[kind](flow) }))
    .filter(part => part.surprise > 0)
    .sort((a, b) => b.surprise + Math.log(weights[b.kind]) - a.surprise - Math.log(weights[a.kind]));
}
