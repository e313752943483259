import * as l10n from '@vscode/l10n';
import type { Vocabulary } from '../training/corpus/corpus';
import { byFlows, byTokens, predictByValue } from './baselines';
import { classReport, type ClassReport } from './classReport';
import { drawToFront } from '../../base/seededRandom';
import type { KeyedVectors } from '../similar/keyedVectors';

export interface Evaluation extends ClassReport {
  neighbours: number;
  /** Mean share of the ten nearest tokens that have the token's own class. */
  precisionAt10: Record<string, number>;
  /** Tokens asked about, and how many of the background were left out to keep it short. */
  tokens: number;
  sampledOut: number;
  /** Tokens left out because the model has no vector for them: only of a capture it was not trained on. */
  withoutVector: number;
  /** Votes without a majority; the nearest of the tied classes won. */
  ties: number;
  /** The same tokens predicted from one field alone; null when neither token nor capture was at hand to tell it. */
  baselines: { portShare: ClassReport | null; sourceMajority: ClassReport | null };
  /** In words, how much of the score the source address alone gives. */
  addressAlone: string;
}

/** The fields that baselines look at. */
export type BaselineColumn = 'Dport' | 'SrcAddr';

/** The capture counted with the column as one more part at the end of the token, for tokens that lack it. */
export type Extended = Partial<Record<BaselineColumn, Vocabulary>>;

export interface EvaluationOptions {
  neighbours?: number;
  random: () => number;
  extended?: Extended;
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
  columns: readonly string[],
  { neighbours = 7, random, extended = {} }: EvaluationOptions,
): Promise<Evaluation> {
  const names = vocabulary.labelClasses;
  const classes = majorityClasses(vocabulary);
  const { asked, sampledOut } = askedTokens(classes, names.indexOf('background'), random);
  const k = Math.max(10, neighbours);
  const found = await vectors.nearestToEach(asked, k);
  const rows = new Map(vocabulary.tokens.map((token, row) => [token, row]));
  const predict = (column: BaselineColumn) => {
    const c = columns.indexOf(column);
    const counted = extended[column];
    const known =
      c >= 0
        ? byTokens(vocabulary.tokens, classes, c - columns.length, names.length) // A phrase's fields stand last.
        : counted && byFlows(counted, rows, names);
    return (
      known &&
      predictByValue(
        known.witnesses,
        asked.map(row => known.asked[row] ?? []),
        names.length,
      )
    );
  };
  return reportOf({
    names,
    truth: asked.map(token => classes[token] as number),
    near: nearestClasses(found, asked.length, k, classes),
    neighbours,
    sampledOut,
    withoutVector: 0,
    baselines: { portShare: predict('Dport'), sourceMajority: predict('SrcAddr') },
  });
}

/**
 * Classes of the rows that `nearestToEach` found, for each of `asked` tokens, nearest first; places without a row,
 * of a vocabulary smaller than k, are left out. `classes` has one entry a row.
 */
export function nearestClasses(
  found: Uint32Array,
  asked: number,
  k: number,
  classes: ArrayLike<number>,
): number[][] {
  return Array.from({ length: asked }, (_, i) =>
    Array.from(found.subarray(i * k, (i + 1) * k))
      .filter(row => row < classes.length)
      .map(row => classes[row] as number),
  );
}

/** What an evaluation found: classes are numbers into `names`; `near` stands nearest first. */
export interface Votes {
  names: readonly string[];
  truth: readonly number[];
  near: readonly (readonly number[])[];
  neighbours: number;
  sampledOut: number;
  withoutVector: number;
  baselines: { portShare: number[] | undefined; sourceMajority: number[] | undefined };
}

export function reportOf({ names, truth, near, neighbours, baselines, ...counts }: Votes): Evaluation {
  const votes = near.map(classes => majority(classes.slice(0, neighbours)));
  const hits = names.map(() => ({ share: 0, tokens: 0 }));
  for (const [i, own] of truth.entries()) {
    const ten = (near[i] as readonly number[]).slice(0, 10);
    const hit = hits[own] as (typeof hits)[number];
    hit.tokens++;
    hit.share += ten.filter(c => c === own).length / Math.max(1, ten.length);
  }
  const report = classReport(
    names,
    truth,
    votes.map(vote => vote.winner),
  );
  const baseline = (predicted: number[] | undefined) =>
    predicted ? classReport(names, truth, predicted) : null;
  const sourceMajority = baseline(baselines.sourceMajority);
  return {
    ...report,
    neighbours,
    precisionAt10: Object.fromEntries(
      names.flatMap((name, c) => {
        const hit = hits[c] as (typeof hits)[number];
        return hit.tokens > 0 ? [[name, hit.share / hit.tokens]] : [];
      }),
    ),
    tokens: truth.length,
    ...counts,
    ties: votes.filter(vote => vote.tied).length,
    baselines: { portShare: baseline(baselines.portShare), sourceMajority },
    addressAlone: addressSentence(report.macroF1, sourceMajority?.macroF1),
  };
}

/** How much of a score labels give away that follow hosts, as they do in CTU-13. */
export function addressSentence(macroF1: number, address: number | undefined): string {
  if (address === undefined)
    return l10n.t('What the source address alone would give is not known: the capture has no such column.');
  const difference = macroF1 - address;
  const alone = l10n.t('The source address alone gives macro-F1 {0}', address.toFixed(3));
  if (difference >= 0.0005)
    return l10n.t(
      '{0}, {1} % of the {2} that neighbours give; they add {3}.',
      alone,
      ((100 * address) / macroF1).toFixed(0),
      macroF1.toFixed(3),
      difference.toFixed(3),
    );
  return difference <= -0.0005
    ? l10n.t(
        '{0}, more than the {1} that neighbours give: labels follow addresses in this capture.',
        alone,
        macroF1.toFixed(3),
      )
    : l10n.t('{0}, as much as neighbours give.', alone);
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

/** All tokens but the background's, and of those a sample. `background` is its class, -1 when there is none. */
export function askedTokens(
  classes: Uint8Array,
  background: number,
  random: () => number,
): { asked: number[]; sampledOut: number } {
  const asked: number[] = [];
  const rest: number[] = [];
  classes.forEach((c, row) => (c === background ? rest : asked).push(row));
  const kept = Math.min(backgroundSample, rest.length);
  drawToFront(rest, kept, random);
  for (let i = 0; i < kept; i++) asked.push(rest[i] as number);
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
