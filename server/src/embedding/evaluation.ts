import type { FlowColumn } from '../captures/flow';
import type { Vocabulary } from '../corpus/corpus';
import { classReport, type ClassReport } from './classReport';
import type { KeyedVectors } from './keyedVectors';

export interface Evaluation extends ClassReport {
  neighbours: number;
  /** Mean share of the ten nearest tokens that have the token's own class. */
  precisionAt10: Record<string, number>;
  /** Tokens asked about, and how many of the background were left out to keep it short. */
  tokens: number;
  sampledOut: number;
  /** Votes without a majority; the nearest of the tied classes won. */
  ties: number;
  /** The same tokens predicted from one field alone; null when the token has no such field. */
  baselines: { portShare: ClassReport | null; sourceMajority: ClassReport | null };
}

/** Background tokens asked about: labels of interest are rare, and the background is nearly always right. */
const backgroundSample = 2000;

/**
 * Label agreement of nearest neighbours: every token's class against the true majority of its k nearest,
 * itself left out (as DarkVec's evaluation, but with ties decided by nearness instead of by name). All
 * tokens vote; asked are those with a label of interest and a seeded sample of the background.
 */
export async function evaluate(
  vocabulary: Vocabulary,
  vectors: KeyedVectors,
  columns: readonly FlowColumn[],
  { neighbours = 7, random }: { neighbours?: number; random: () => number },
): Promise<Evaluation> {
  const names = vocabulary.labelClasses;
  const classes = majorityClasses(vocabulary);
  const { asked, sampledOut } = askedTokens(classes, names.indexOf('background'), random);
  const k = Math.max(10, neighbours);
  const found = await vectors.nearestToEach(asked, k);
  const predicted: number[] = [];
  const hits = names.map(() => ({ share: 0, tokens: 0 }));
  let ties = 0;
  for (const [i, token] of asked.entries()) {
    const near = Array.from(found.subarray(i * k, (i + 1) * k)).filter(row => row < vocabulary.size);
    const vote = majority(near.slice(0, neighbours).map(row => classes[row] as number));
    ties += vote.tied ? 1 : 0;
    predicted.push(vote.winner);
    const own = classes[token] as number;
    const hit = hits[own] as (typeof hits)[number];
    hit.tokens++;
    hit.share +=
      near.slice(0, 10).filter(row => classes[row] === own).length / Math.max(1, Math.min(10, near.length));
  }
  const truth = asked.map(token => classes[token] as number);
  const baseline = (column: FlowColumn) => {
    const c = columns.indexOf(column);
    if (c < 0) return null;
    return classReport(names, truth, predictByField(vocabulary.tokens, classes, c, asked));
  };
  return {
    ...classReport(names, truth, predicted),
    neighbours,
    precisionAt10: Object.fromEntries(
      names.flatMap((name, c) => {
        const hit = hits[c] as (typeof hits)[number];
        return hit.tokens > 0 ? [[name, hit.share / hit.tokens]] : [];
      }),
    ),
    tokens: asked.length,
    sampledOut,
    ties,
    baselines: { portShare: baseline('Dport'), sourceMajority: baseline('SrcAddr') },
  };
}

/** Each token's commonest label class, as a number into `labelClasses`; ties: the class listed first. */
export function majorityClasses(vocabulary: Vocabulary): Uint8Array {
  const n = vocabulary.labelClasses.length;
  return Uint8Array.from({ length: vocabulary.size }, (_, row) => {
    let best = 0;
    for (let c = 1; c < n; c++) {
      if (
        (vocabulary.labelCounts[row * n + c] as number) > (vocabulary.labelCounts[row * n + best] as number)
      )
        best = c;
    }
    return best;
  });
}

function askedTokens(
  classes: Uint8Array,
  background: number,
  random: () => number,
): { asked: number[]; sampledOut: number } {
  const asked: number[] = [];
  const rest: number[] = [];
  classes.forEach((c, row) => (c === background ? rest : asked).push(row));
  const kept = Math.min(backgroundSample, rest.length);
  for (let i = 0; i < kept; i++) {
    const j = i + Math.floor(random() * (rest.length - i));
    [rest[i], rest[j]] = [rest[j] as number, rest[i] as number];
    asked.push(rest[i] as number);
  }
  return { asked, sampledOut: rest.length - kept };
}

/** The commonest of the votes, which stand nearest first; of tied classes the one that voted first. */
export function majority(votes: readonly number[]): { winner: number; tied: boolean; share: number } {
  const counts = new Map<number, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const winners = [...counts].filter(([, count]) => count === most);
  return { winner: winners[0]?.[0] ?? 0, tied: winners.length > 1, share: most / Math.max(1, votes.length) };
}

/** Each asked token's class as the majority of the other tokens with the same value in one field. */
function predictByField(
  tokens: readonly string[],
  classes: Uint8Array,
  field: number,
  asked: readonly number[],
): number[] {
  const valueOf = (row: number) => (tokens[row] as string).split(' ')[field] as string;
  const counts = new Map<string, number[]>();
  const all: number[] = [];
  for (let row = 0; row < tokens.length; row++) {
    const value = valueOf(row);
    const mine = counts.get(value) ?? [];
    const c = classes[row] as number;
    mine[c] = (mine[c] ?? 0) + 1;
    all[c] = (all[c] ?? 0) + 1;
    counts.set(value, mine);
  }
  const overall = indexOfLargest(all);
  return asked.map(row => {
    const others = [...(counts.get(valueOf(row)) ?? [])].map(n => n ?? 0);
    others[classes[row] as number] = (others[classes[row] as number] as number) - 1;
    return others.some(n => n > 0) ? indexOfLargest(others) : overall;
  });
}

function indexOfLargest(counts: readonly (number | undefined)[]): number {
  let best = 0;
  for (let i = 1; i < counts.length; i++) if ((counts[i] ?? 0) > (counts[best] ?? 0)) best = i;
  return best;
}
