import type { LabelCounts } from '../../captures/labels';
import type { Vocabulary } from './corpus';

type Labels = Pick<Vocabulary, 'labelClasses' | 'labelCounts'>;

/** Flows of each class that occurs among some tokens, or of one. */
export function labelsOf({ labelClasses, labelCounts }: Labels, rows: Iterable<number>): LabelCounts {
  const n = labelClasses.length;
  const sums = new Float64Array(n);
  for (const row of rows)
    for (let c = 0; c < n; c++) sums[c] = (sums[c] as number) + (labelCounts[row * n + c] as number);
  return Object.fromEntries(
    labelClasses.flatMap((name, c) => ((sums[c] as number) > 0 ? [[name, sums[c] as number]] : [])),
  );
}

/**
 * The class that most labelled flows of each token have, as a number into `labelClasses`; of tied ones the class listed
 * first, and -1 where no flow is labelled: flows without a label say nothing of a token of which others have one.
 */
export function commonestClasses({ labelClasses, labelCounts, size }: Labels & { size: number }): Int8Array {
  const n = labelClasses.length;
  const without = labelClasses.indexOf('unlabelled');
  return Int8Array.from({ length: size }, (_, row) => {
    let [best, most] = [-1, 0];
    for (let c = 0; c < n; c++) {
      const flows = labelCounts[row * n + c] as number;
      if (c !== without && flows > most) [best, most] = [c, flows];
    }
    return best;
  });
}
