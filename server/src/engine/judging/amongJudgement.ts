import type { Model } from '../training/models/model';
import { OtherHosts, weighAmong, type AmongQuestion } from './amongHosts';
import type { BehaviourNames, Behaviours } from './behaviour';
import { Calibration } from './calibration';
import { kinds, type Kind } from './evidence';
import type { ExpectedBehaviour } from './expectedFile';
import { countFlows, Groups } from './groups';
import { HostPeers } from './hostPeers';
import { carried, groupOf, partsOf, summed, unlessExpected } from './joinedEvidence';
import { always, type Judgement } from './judgement';
import { rhythmsOf } from './rhythms';

/** Parts that hosts are dealt into: each is judged on the scale of the others, so that what is odd does not hide itself. */
const parts = 4;

/**
 * Judges the hosts of a capture against each other: each by what others do, and by what hosts like it do. No past is
 * needed, and nothing of it is known: what all hosts do is usual.
 */
export async function judgeAmong(
  model: Model | undefined,
  names: BehaviourNames,
  asked: Behaviours,
  { signal, expected = [] }: { signal?: AbortSignal; expected?: readonly ExpectedBehaviour[] } = {},
): Promise<Judgement> {
  const groups = new Groups([none, asked]);
  const sizes = { hosts: names.hosts.names.length, services: names.services.names.length };
  const now = countFlows(groups, 1, sizes, always);
  signal?.throwIfAborted();
  const peers = model ? await HostPeers.find(model, names.hosts, now, now) : HostPeers.none;
  signal?.throwIfAborted();
  const among: AmongQuestion = {
    groups,
    asked: now,
    rhythms: rhythmsOf(groups, 1, always),
    peers: peers.during(now),
  };
  const others = new OtherHosts(among);
  const evidence = weighAmong(among, others);
  const part = Uint8Array.from(names.hosts.names, partOf);
  const { hostService, hostBehaviour, hostTarget, partner } = groups;
  const hostOf = {
    hostService: (g: number) => hostService.first(g),
    hostBehaviour: (g: number) => hostService.first(hostBehaviour.first(g)),
    hostTarget: (g: number) => hostTarget.first(g),
    partner: (g: number) => hostService.first(partner.first(g)),
  };
  const surprises = {} as Record<Kind, Float64Array>;
  for (const kind of kinds) {
    const [values, by] = [evidence[kind], groupOf[kind]];
    const partOfGroup = (g: number) => part[hostOf[by](g)] as number;
    const scales = Array.from({ length: parts }, (_, own) => {
      const apart = values.filter((_, g) => partOfGroup(g) !== own && (now[by][g] as number) > 0);
      return new Calibration(apart);
    });
    surprises[kind] = values.map((value, g) =>
      value > 0 ? (scales[partOfGroup(g)] as Calibration).surprise(value) : 0,
    );
    signal?.throwIfAborted();
  }
  const question = { ...among, before: now };
  const said = unlessExpected(
    carried({ groups, asked: now, before: undefined }, 1, surprises),
    question,
    names,
    expected,
  );
  const all = summed(question, 1, said);
  return {
    groups,
    question,
    peers,
    names,
    others,
    evidence: all,
    scale: new Calibration(strongest(all, groups)),
    parts: flow => partsOf(said, flow),
  };
}

/** Of each behaviour of a host, its most unexpected flow: a flood of them is one thing that a host does. */
function strongest(evidence: Float64Array, { hostBehaviour, of }: Groups): Float64Array {
  const most = new Float64Array(hostBehaviour.size).fill(-Infinity);
  const behaviours = of[1]?.hostBehaviour as Uint32Array;
  for (let flow = 0; flow < evidence.length; flow++) {
    const behaviour = behaviours[flow] as number;
    most[behaviour] = Math.max(most[behaviour] as number, evidence[flow] as number);
  }
  return most;
}

/** By name: numbers depend on the order in which flows are read (FNV-1a). */
function partOf(host: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < host.length; i++) hash = Math.imul(hash ^ host.charCodeAt(i), 0x01000193);
  return (hash >>> 16) % parts;
}

/** A past in which nothing happened. */
const none: Behaviours = {
  flows: 0,
  source: new Uint32Array(0),
  target: new Uint32Array(0),
  service: new Uint32Array(0),
  outcome: new Uint32Array(0),
  time: new Float64Array(0),
  bytes: new Float64Array(0),
  sent: new Float64Array(0),
};
