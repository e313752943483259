import type { Model } from '../training/models/model';
import type { OtherHosts } from './amongHosts';
import type { BehaviourNames, Behaviours } from './behaviour';
import { Calibration } from './calibration';
import { kinds, weigh, type Evidence, type Kind, type Question } from './evidence';
import type { ExpectedBehaviour } from './expectedFile';
import { countFlows, Groups, together } from './groups';
import { HostPeers } from './hostPeers';
import { carried, groupOf, partsOf, summed, unlessExpected, type Part } from './joinedEvidence';
import { rhythmsOf } from './rhythms';

export interface Judgement {
  groups: Groups;
  question: Question;
  peers: HostPeers;
  names: BehaviourNames;
  /** What the other hosts do, where those of one capture were judged by each other: there is no past then. */
  others?: OtherHosts;
  /** Of each flow, in nats: 0 for the usual. */
  evidence: Float64Array;
  /** Evidence of what they are compared to: all flows of the training that were judged by what came before them. */
  scale: Calibration;
  /** Kinds that speak of a flow, the strongest first, and what they add. */
  parts(flow: number): Part[];
}

/** From the first flow on, and beyond the last. */
export const always = { from: -Infinity, to: Infinity };
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
    parts: flow => partsOf(surprises, flow),
  };
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
