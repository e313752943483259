import type { LabelClass } from '../captures/labels';
import type { Vocabulary } from '../training/corpus/corpus';
import { commonestClasses } from '../training/corpus/tokenLabels';
import type { Scored } from './keyedVectors';
import type { Neighbourhood } from './neighbours';

export interface Vote {
  /** The class that won, or "unknown". */
  label: LabelClass | 'unknown';
  /** Share of the similarity-weighted vote that the leading class has, 0 to 1. */
  confidence: number;
  /** Share of each class, largest first. */
  votes: Record<string, number>;
  /** Neighbours that had a say, and those of them most of whose flows have the leading class. */
  voters: number;
  agreeing: number;
}

/** One byte for each token: whether a flow of it has a label. */
export function labelledTokens(vocabulary: Vocabulary): Uint8Array {
  return Uint8Array.from(commonestClasses(vocabulary), c => (c === -1 ? 0 : 1));
}

/** Rows of the tokens of which a flow has a label. */
export function labelledRows(vocabulary: Vocabulary): Uint32Array {
  const labelled = labelledTokens(vocabulary);
  return Uint32Array.from(labelled.keys()).filter(row => labelled[row] === 1);
}

/**
 * The label of a token as its nearest labelled tokens vote, the token itself left out: so a known token is judged as
 * though its own label were not there. Throws, naming the token, when the model has no vector for it.
 */
export function predictLabel(
  vocabulary: Vocabulary,
  neighbourhood: Pick<Neighbourhood, 'nearestRows'>,
  token: string,
  { neighbours, confidence }: { neighbours: number; confidence: number },
  labelled = labelledTokens(vocabulary),
): Vote {
  return voteOf(vocabulary, neighbourhood.nearestRows(token, neighbours, labelled), confidence);
}

/**
 * Each voter has as much to say as it is similar, shared among its labels as its flows are; who points the other
 * way (a cosine below 0) has nothing to say. A leader below `confidence` is not named.
 */
export function voteOf(
  { labelClasses, labelCounts }: Pick<Vocabulary, 'labelClasses' | 'labelCounts'>,
  voters: readonly Scored[],
  confidence: number,
): Vote {
  const sums = new Map<LabelClass, number>();
  const majorities: LabelClass[] = [];
  let whole = 0;
  for (const { row, similarity } of voters) {
    const counts = labelClasses.map((name, c) => {
      const count = name === 'unlabelled' ? 0 : (labelCounts[row * labelClasses.length + c] as number);
      return [name, count] as const;
    });
    const flows = counts.reduce((sum, [, count]) => sum + count, 0);
    if (flows === 0 || similarity <= 0) continue;
    whole += similarity;
    majorities.push(counts.reduce((a, b) => (b[1] > a[1] ? b : a))[0]);
    for (const [name, count] of counts)
      if (count > 0) sums.set(name, (sums.get(name) ?? 0) + (similarity * count) / flows);
  }
  const votes = [...sums].map(([name, sum]) => [name, sum / whole] as const).sort((a, b) => b[1] - a[1]);
  const [leader, share] = votes[0] ?? ['unknown' as const, 0];
  return {
    label: share > 0 && share >= confidence ? leader : 'unknown',
    confidence: share,
    votes: Object.fromEntries(votes),
    voters: majorities.length,
    agreeing: majorities.filter(name => name === leader).length,
  };
}
