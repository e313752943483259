import type { LabelCounts } from '../captures/labels';
import type { Vocabulary } from '../training/corpus/corpus';
import { commonestClasses } from '../training/corpus/tokenLabels';

/**
 * The class that most flows of each labelled token have, as a number into `labelClasses`; of tied ones the class
 * listed first. Tokens without a labelled flow are not among `rows`.
 */
export function labelledRows(vocabulary: Pick<Vocabulary, 'labelClasses' | 'labelCounts' | 'size'>): {
  rows: Uint32Array;
  classes: Uint8Array;
} {
  const all = commonestClasses(vocabulary);
  const rows = Uint32Array.from(all.keys()).filter(row => all[row] !== -1);
  return { rows, classes: Uint8Array.from(rows, row => all[row] as number) };
}

/** The classes that labels name, with their shares of all the flows, commonest first; none when no flow has a label. */
export function rankedLabels(labels: LabelCounts): { label: string; share: number }[] {
  const total = Object.values(labels).reduce((sum, n) => sum + n, 0);
  return Object.entries(labels)
    .filter(([label, flows]) => label !== 'unlabelled' && flows > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([label, flows]) => ({ label, share: flows / total }));
}
