import type { LabelCounts } from '../captures/labels';
import type { Vocabulary } from '../training/corpus/corpus';

type Labels = Pick<Vocabulary, 'labelClasses' | 'labelCounts'>;

/** Flows of each class among some rows, or of one. */
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
 * The class that most flows of each labelled token have, as a number into `labelClasses`; of tied ones the class
 * listed first. Tokens without a labelled flow are not among `rows`.
 */
export function labelledRows({ labelClasses, labelCounts, size }: Labels & { size: number }): {
  rows: Uint32Array;
  classes: Uint8Array;
} {
  const n = labelClasses.length;
  const without = labelClasses.indexOf('unlabelled');
  const rows: number[] = [];
  const classes: number[] = [];
  for (let row = 0; row < size; row++) {
    let [best, most] = [-1, 0];
    for (let c = 0; c < n; c++) {
      const flows = labelCounts[row * n + c] as number;
      if (c !== without && flows > most) [best, most] = [c, flows];
    }
    if (best === -1) continue;
    rows.push(row);
    classes.push(best);
  }
  return { rows: Uint32Array.from(rows), classes: Uint8Array.from(classes) };
}

/** The classes that labels name, with their shares of all the flows, commonest first; none when no flow has a label. */
export function rankedLabels(labels: LabelCounts): { label: string; share: number }[] {
  const total = Object.values(labels).reduce((sum, n) => sum + n, 0);
  return Object.entries(labels)
    .filter(([label, flows]) => label !== 'unlabelled' && flows > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([label, flows]) => ({ label, share: flows / total }));
}
