import * as l10n from '@vscode/l10n';
import type { Vocabulary } from '../training/corpus/corpus';
import {
  baselineColumns,
  baselineNames,
  byFlows,
  byTokens,
  fieldsOf,
  predictByCounts,
  predictByValue,
  type BaselineName,
} from './baselines';
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
  /**
   * The same tokens predicted without any learning: from one field or two, and from counts of all fields of the token.
   * Null when neither token nor capture was at hand to tell it.
   */
  baselines: Record<BaselineName | 'counts', ClassReport | null>;
  /** In words, how much of the score the source address alone gives. */
  addressAlone: string;
  /** In words, what the vectors add to the best of the baselines. */
  besideCounting: string;
}

/** The capture counted with a baseline's columns as more parts at the end of the token, for tokens that lack one. */
export type Extended = Partial<Record<BaselineName, Vocabulary>>;

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
  refuseUnlabelled(names, classes);
  const { asked, sampledOut } = askedTokens(classes, names.indexOf('background'), random);
  const k = Math.max(10, neighbours);
  const found = await vectors.nearestToEach(asked, k);
  const rows = new Map(vocabulary.tokens.map((token, row) => [token, row]));
  const predict = (name: BaselineName) => {
    const looked = baselineColumns[name];
    const fields = fieldsOf(looked, columns);
    const counted = extended[name];
    const known = fields
      ? byTokens(vocabulary.tokens, classes, fields, names.length)
      : counted && byFlows(counted, looked.length, rows, names);
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
    baselines: {
      ...predictedBy(predict),
      counts: predictByCounts(
        vocabulary.tokens,
        classes,
        columns.length,
        asked.map(row => ({ token: vocabulary.tokens[row] as string, own: row })),
        names.length,
      ),
    },
  });
}

/** Throws where there is nothing to judge by: no labels, or one class for all, which whatever is asked would get right. */
export function refuseUnlabelled(names: readonly string[], classes: ArrayLike<number>): void {
  const [only, ...more] = new Set(Array.from(classes, number => names[number] ?? ''));
  if (only === undefined || more.length > 0) return;
  throw new Error(
    only === 'unlabelled'
      ? l10n.t(
          'The capture has no labels, so there is nothing to judge neighbours by: say labels from elsewhere, in the editor "Label Flows by Files…", on the command line --labels FILE.',
        )
      : l10n.t(
          'All tokens of the capture have labels of one class ({0}), so neighbours cannot disagree: evaluate a capture with labels of two.',
          only,
        ),
  );
}

/** What each baseline predicts. */
export const predictedBy = (predict: (name: BaselineName) => number[] | undefined) =>
  Object.fromEntries(baselineNames.map(name => [name, predict(name)])) as Record<
    BaselineName,
    number[] | undefined
  >;

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
  baselines: Record<BaselineName | 'counts', number[] | undefined>;
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
  const judged = Object.fromEntries(
    Object.entries(baselines).map(([name, predicted]) => [name, baseline(predicted)]),
  ) as Evaluation['baselines'];
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
    baselines: judged,
    addressAlone: addressSentence(report.macroF1, judged.sourceMajority?.macroF1),
    besideCounting: countingSentence(report.macroF1, judged),
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

/** Whether learning adds anything to the best of what learns nothing. */
export function countingSentence(macroF1: number, baselines: Evaluation['baselines']): string {
  const words: Record<keyof Evaluation['baselines'], string> = {
    portShare: l10n.t('the destination port alone'),
    sourceMajority: l10n.t('the source address alone'),
    protoState: l10n.t('protocol and state'),
    protoDport: l10n.t('protocol and destination port'),
    counts: l10n.t('counts of all fields of the token'),
  };
  const [best] = (Object.entries(baselines) as [keyof typeof words, ClassReport | null][])
    .flatMap(([name, report]) => (report ? [{ name, reached: report.macroF1 }] : []))
    .sort((a, b) => b.reached - a.reached);
  if (!best) return '';
  const added = macroF1 - best.reached;
  const [by, reached] = [Math.abs(added).toFixed(3), best.reached.toFixed(3)];
  if (Math.abs(added) < 0.0005)
    return l10n.t(
      'The vectors add nothing to the best that counting gives ({0}: {1}).',
      words[best.name],
      reached,
    );
  return added > 0
    ? l10n.t('The vectors add {0} to the best that counting gives ({1}: {2}).', by, words[best.name], reached)
    : l10n.t(
        'The vectors stay {0} behind the best that counting gives ({1}: {2}): labels follow what can be counted.',
        by,
        words[best.name],
        reached,
      );
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
