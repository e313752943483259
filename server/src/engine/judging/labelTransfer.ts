import type { Model } from '../training/models/model';
import type { AlikeFlows } from './alikeFlows';
import { chains, learnBackOff } from './backOff';
import { behaviourVotes, tokenTestimony, type Votes } from './behaviourVotes';

/** What one kind of evidence says of some flows: ln of the odds of "malicious", and what each level added to it. */
interface Said {
  odds: number;
  levels: readonly (readonly [name: string, added: number])[];
}

type Kind = (flows: AlikeFlows) => Said;

export interface Verdict {
  /** Chance of "malicious", 0 to 1; 0.5 where nothing is known. */
  malicious: number;
  /** Of all evidence together, and without vectors. */
  withoutVectors: number;
  /** The same of each kind of evidence by itself, and what it counts for: shares that add up to 1. */
  votes: readonly { kind: string; malicious: number; weight: number }[];
  /** What each level of evidence said towards the verdict. */
  leaned: ReadonlyMap<string, number>;
}

export interface Transfer {
  judge(flows: AlikeFlows): Verdict;
  /** Balanced accuracy of each kind of evidence on what was held back of the training, a service or a capture at a time. */
  heldBack: Readonly<Record<string, number>>;
}

/** Parts of the training that are held back in turn. */
const folds = 5;
/** What kinds of evidence without any skill count for. */
const leastWeight = 0.05;

/**
 * Learns to carry labels to networks whose addresses mean nothing here. How far each kind of evidence carries is found by
 * holding back captures of the training, or of a single one its services: what tells them right counts for more.
 */
export async function learnTransfer(
  model: Model,
  training: readonly AlikeFlows[],
  asked: readonly AlikeFlows[],
): Promise<Transfer> {
  const labelled = training.filter(f => f.class >= 0);
  const votes = await behaviourVotes(model, [...labelled, ...asked]);
  const held = new Map<string, [AlikeFlows, number][]>();
  for (const fold of foldsOf(labelled)) {
    const inFold = new Set(fold);
    const kept = labelled.filter(f => !inFold.has(f));
    if (!hasBoth(kept)) continue;
    for (const [name, kind] of Object.entries(learnKinds(kept, votes))) {
      let list = held.get(name);
      if (!list) held.set(name, (list = []));
      for (const flows of fold) list.push([flows, kind(flows).odds]);
    }
  }
  const kinds = learnKinds(labelled, votes);
  const heldBack = Object.fromEntries(Object.keys(kinds).map(name => [name, skill(held.get(name) ?? [])]));
  const weight = (name: string) => leastWeight + Math.max(0, (heldBack[name] as number) - 0.5);
  const whole = Object.keys(kinds).reduce((sum, name) => sum + weight(name), 0);
  const mean = (said: readonly (readonly [string, Said])[]) => {
    const all = said.reduce((sum, [name]) => sum + weight(name), 0);
    return said.reduce((sum, [name, { odds }]) => sum + weight(name) * odds, 0) / all;
  };
  return {
    heldBack,
    judge(flows) {
      const said = Object.entries(kinds).map(([name, kind]) => [name, kind(flows)] as const);
      const odds = mean(said);
      const leaned = new Map<string, number>();
      for (const [name, { levels }] of said)
        for (const [level, added] of levels) {
          const towards = Math.max(0, weight(name) * added * Math.sign(odds));
          leaned.set(level, (leaned.get(level) ?? 0) + towards);
        }
      return {
        malicious: chance(odds),
        withoutVectors: chance(mean(said.filter(([name]) => name !== 'vectors'))),
        votes: said.map(([kind, { odds: own }]) => ({
          kind,
          malicious: chance(own),
          weight: weight(kind) / whole,
        })),
        leaned,
      };
    },
  };
}

export const hasBoth = (rows: readonly AlikeFlows[]) => [0, 1].every(c => rows.some(f => f.class === c));

const chance = (odds: number) => 1 / (1 + Math.exp(-odds));

function learnKinds(training: readonly AlikeFlows[], votes: Votes): Record<string, Kind> {
  const kinds: Record<string, Kind> = {};
  for (const [name, levels] of Object.entries(chains)) {
    const learned = learnBackOff(training, levels);
    kinds[name] = flows => {
      const odds = learned(flows);
      return {
        odds: odds.at(-1) as number,
        levels: levels.map(
          (level, i) => [level.name, (odds[i] as number) - (i > 0 ? (odds[i - 1] as number) : 0)] as const,
        ),
      };
    };
  }
  const testified = tokenTestimony(training);
  kinds['vectors'] = flows => {
    const odds = votes(flows, testified);
    return { odds, levels: [['vectors', odds]] };
  };
  return kinds;
}

/** A file each where there are several, else groups of services, the largest apart from each other. */
function foldsOf(labelled: readonly AlikeFlows[]): AlikeFlows[][] {
  const files = new Set(labelled.map(f => f.file));
  const groups = new Map<string, AlikeFlows[]>();
  for (const flows of labelled) {
    const name = files.size > 1 ? String(flows.file) : `${flows.proto} ${flows.dport}`;
    const list = groups.get(name);
    if (list) list.push(flows);
    else groups.set(name, [flows]);
  }
  if (files.size > 1) return [...groups.values()];
  const size = (rows: readonly AlikeFlows[]) => rows.reduce((sum, f) => sum + f.flows, 0);
  const out: AlikeFlows[][] = Array.from({ length: folds }, () => []);
  [...groups.values()]
    .sort((a, b) => size(b) - size(a))
    .forEach((group, i) => out[i % folds]?.push(...group));
  return out.filter(fold => fold.length > 0);
}

/** Balanced accuracy; what is not told counts half, and so does everything where a class was never held back. */
function skill(said: readonly (readonly [AlikeFlows, number])[]): number {
  const right: [number, number] = [0, 0];
  const all: [number, number] = [0, 0];
  for (const [{ class: of, flows }, odds] of said) {
    const c = of as 0 | 1;
    const hit = odds === 0 ? 0.5 : odds > 0 === (c === 0) ? 1 : 0;
    right[c] += hit * flows;
    all[c] += flows;
  }
  const recall = (c: 0 | 1) => (all[c] > 0 ? right[c] / all[c] : 0.5);
  return (recall(0) + recall(1)) / 2;
}
