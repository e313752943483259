import * as l10n from '@vscode/l10n';
import type { Vocabulary } from '../training/corpus/corpus';
import { commonestClasses } from '../training/corpus/tokenLabels';
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
import { answerParameters } from '../../../../shared/parameters/answers';
import { drawToFront } from '../../base/seededRandom';
import { KeyedVectors, nearestOf, type Scored } from '../similar/keyedVectors';
import { labelledRows, voteOf } from '../similar/labelVote';

export interface Evaluation extends ClassReport {
  neighbours: number;
  /** Mean share of the ten nearest tokens that have the token's own class. */
  precisionAt10: Record<string, number>;
  /** Tokens asked about, and how many of the background were left out to keep it short. */
  tokens: number;
  sampledOut: number;
  /** Tokens left out because the model has no vector for them: only of a capture it was not trained on. */
  withoutVector: number;
  /** Votes of which no class has the share that hovers, panels and SQL ask for: there they are called unknown. */
  unsure: number;
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
 * Label agreement of nearest neighbours: the class of every labelled token against the vote of its k nearest labelled
 * ones, itself left out: the same vote that hovers, panels and SQL tell. All labelled tokens vote; asked are those with a
 * label of interest and a seeded sample of the background.
 */
export async function evaluate(
  vocabulary: Vocabulary,
  vectors: KeyedVectors,
  columns: readonly string[],
  { neighbours = 7, random, extended = {} }: EvaluationOptions,
): Promise<Evaluation> {
  const names = vocabulary.labelClasses;
  const classes = majorityClasses(vocabulary);
  const { voters, matrix } = await votersOf(vocabulary, vectors);
  refuseUntellable(names, classesOf(voters, classes));
  const { asked, sampledOut } = askedTokens(voters, classes, names.indexOf('background'), random);
  const k = Math.max(10, neighbours);
  const places = new Map(Array.from(voters, (row, place) => [row, place] as const));
  const found = await matrix.nearestToEach(
    asked.map(row => places.get(row) as number),
    k,
  );
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
    near: asked.map((_, i) =>
      nearestOf(found, i, k).map(({ row, similarity }) => ({ row: voters[row] as number, similarity })),
    ),
    voting: vocabulary,
    classOf: row => classes[row] as number,
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

/** Which classes some rows have, as numbers. */
export const classesOf = (rows: Uint32Array, classes: ArrayLike<number>): ReadonlySet<number> =>
  new Set(Array.from(rows, row => classes[row] as number));

/**
 * Throws where no figure would mean anything: those who vote or those who are asked have no labels, or all have the same
 * one, which every vote gets right. Classes are numbers into `names`.
 */
export function refuseUntellable(names: readonly string[], ...groups: ReadonlySet<number>[]): void {
  if (groups.some(classes => classes.size === 0))
    throw new Error(
      l10n.t('No flow of the capture has a label to compare votes with: bring labels from elsewhere first.'),
    );
  const all = new Set(groups.flatMap(classes => [...classes]));
  const [only] = all;
  if (all.size === 1 && only !== undefined)
    throw new Error(
      l10n.t(
        'All labels are of one class ({0}), which cannot be told from itself: every vote would be right. Bring labels of another class from elsewhere, or evaluate a capture that has two.',
        names[only] ?? '',
      ),
    );
}

/** What each baseline predicts. */
export const predictedBy = (predict: (name: BaselineName) => number[] | undefined) =>
  Object.fromEntries(baselineNames.map(name => [name, predict(name)])) as Record<
    BaselineName,
    number[] | undefined
  >;

/** The rows of labelled tokens, and a matrix of these alone where there are others too. */
async function votersOf(
  vocabulary: Vocabulary,
  vectors: KeyedVectors,
): Promise<{ voters: Uint32Array; matrix: KeyedVectors }> {
  const voters = labelledRows(vocabulary);
  if (voters.length === vocabulary.size) return { voters, matrix: vectors };
  const { size } = vectors;
  const gathered = new Float32Array(voters.length * size);
  for (const [place, row] of voters.entries()) gathered.set(vectors.vector(row), place * size);
  return { voters, matrix: await KeyedVectors.create(voters.length, size, gathered) };
}

/** What an evaluation found: classes are numbers into `names`; `near` are rows of `voting`, nearest first. */
export interface Votes {
  names: readonly string[];
  truth: readonly number[];
  near: readonly (readonly Scored[])[];
  voting: Pick<Vocabulary, 'labelClasses' | 'labelCounts'>;
  classOf(row: number): number;
  neighbours: number;
  sampledOut: number;
  withoutVector: number;
  baselines: Record<BaselineName | 'counts', number[] | undefined>;
}

export function reportOf({
  names,
  truth,
  near,
  voting,
  classOf,
  neighbours,
  baselines,
  ...counts
}: Votes): Evaluation {
  const votes = near.map(scored => voteOf(voting, scored.slice(0, neighbours), 0));
  const hits = names.map(() => ({ share: 0, tokens: 0 }));
  for (const [i, own] of truth.entries()) {
    const ten = (near[i] as readonly Scored[]).slice(0, 10);
    const hit = hits[own] as (typeof hits)[number];
    hit.tokens++;
    hit.share += ten.filter(({ row }) => classOf(row) === own).length / Math.max(1, ten.length);
  }
  const report = classReport(
    names,
    truth,
    votes.map(({ label }) => names.indexOf(label)), // Where nobody has a say, no class is meant.
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
    unsure: votes.filter(({ confidence }) => confidence < answerParameters.confidence.default).length,
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

/** The same as `commonestClasses`, with a class for each token: `unlabelled` where no flow is labelled. */
export function majorityClasses(vocabulary: Vocabulary): Uint8Array {
  const bare = Math.max(0, vocabulary.labelClasses.indexOf('unlabelled'));
  return Uint8Array.from(commonestClasses(vocabulary), c => (c === -1 ? bare : c));
}

/** Of `rows` all but the background's, and of those a sample. `background` is its class, -1 when there is none. */
export function askedTokens(
  rows: Iterable<number>,
  classes: ArrayLike<number>,
  background: number,
  random: () => number,
): { asked: number[]; sampledOut: number } {
  const asked: number[] = [];
  const rest: number[] = [];
  for (const row of rows) (classes[row] === background ? rest : asked).push(row);
  const kept = Math.min(backgroundSample, rest.length);
  drawToFront(rest, kept, random);
  for (let i = 0; i < kept; i++) asked.push(rest[i] as number);
  return { asked, sampledOut: rest.length - kept };
}
