import { greyMark, markOf, type Ground, type Mark } from './palette';
import type { LabelCounts } from '../protocol/captures';

/** One class of labels and its part of some flows. */
export interface LabelShare {
  name: string;
  count: number;
  /** 0 to 1. */
  share: number;
}

/** Where a class stands in the palette, the same wherever it is shown. `benign` is what routes call normal. */
const places: Readonly<Record<string, number>> = {
  botnet: 0,
  background: 1,
  normal: 2,
  benign: 2,
  malicious: 3,
  other: 4,
};
/** Marks that classes take, so that what is no class, or has no place, gets none of theirs. */
export const classMarks = 5;

/** The colour and the sign of a class in panels, on maps, in the editor and in reports; a grey ring for no class. */
export function classMark(name: string, ground: Ground): Mark {
  if (name === 'unlabelled' || name === '') return greyMark(ground);
  return markOf((Object.hasOwn(places, name) ? places[name] : undefined) ?? places['other'] ?? 0, ground);
}

/** Whether a class has a place of its own. */
export function isKnownClass(name: string): boolean {
  return Object.hasOwn(places, name);
}

/** Worst first, so that what an analyst looks for is always at the left end of a bar. */
const order = ['botnet', 'malicious', 'normal', 'background', 'other', 'unlabelled'];
const suspicious = new Set(['botnet', 'malicious']);

/** The classes that occur, in a fixed order; classes we do not know come last. */
export function labelShares(labels: LabelCounts): LabelShare[] {
  const present = Object.entries(labels).filter(([, count]) => count > 0);
  const total = present.reduce((sum, [, count]) => sum + count, 0);
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return present
    .map(([name, count]) => ({ name, count, share: count / total }))
    .sort((a, b) => place(a.name) - place(b.name) || (a.name < b.name ? -1 : 1));
}

/** Part of the flows that are labelled botnet or malicious, 0 to 1. */
export function suspiciousShare(labels: LabelCounts): number {
  return labelShares(labels).reduce((sum, { name, share }) => sum + (suspicious.has(name) ? share : 0), 0);
}

/** Whether anything of it is labelled: where nothing is, labels are not spoken of. */
export function isLabelled(labels: LabelCounts): boolean {
  return Object.entries(labels).some(([name, count]) => name !== 'unlabelled' && count > 0);
}

/** How many of some tokens have which class for most of their flows. A tie goes to the worse class. */
export function majorityCounts(tokens: readonly { labels: LabelCounts }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { labels } of tokens) {
    const shares = labelShares(labels);
    const most = Math.max(...shares.map(({ count }) => count));
    const name = shares.find(({ count }) => count === most)?.name;
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
