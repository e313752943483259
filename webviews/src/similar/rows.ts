import type { Neighbour, SimilarReport } from '../../../shared/protocol/similar';
import { labelShares, suspiciousShare } from '../base/labelShares';

/** A neighbour with its place in the server's order, nearest first. */
export interface Row {
  /** One-based. */
  rank: number;
  neighbour: Neighbour;
}

/** `field0` is the first column of the token scheme. */
export type SortKey = 'rank' | 'similarity' | 'count' | 'labels' | 'firstLine' | `field${number}`;

export interface Sort {
  key: SortKey;
  descending: boolean;
}

export const defaultSort: Sort = { key: 'rank', descending: false };

// Digits are compared as numbers: 10.0.0.2 stands before 10.0.0.10, port 53 before 443.
const collator = new Intl.Collator('en', { numeric: true });

const comparisons: Record<Exclude<SortKey, `field${number}`>, (a: Neighbour, b: Neighbour) => number> = {
  rank: () => 0,
  similarity: (a, b) => a.similarity - b.similarity,
  count: (a, b) => a.count - b.count,
  labels: (a, b) => suspiciousShare(a.labels) - suspiciousShare(b.labels),
  firstLine: (a, b) => a.file - b.file || a.firstLine - b.firstLine,
};

export function rowsOf(report: SimilarReport): Row[] {
  return report.neighbours.map((neighbour, i) => ({ rank: i + 1, neighbour }));
}

/** A sorted copy; equals keep the order of their rank in either direction. */
export function sortRows(rows: readonly Row[], { key, descending }: Sort): Row[] {
  const sign = descending ? -1 : 1;
  if (key === 'rank') return [...rows].sort((a, b) => sign * (a.rank - b.rank));
  const compare = isFieldKey(key) ? byField(Number(key.slice('field'.length))) : comparisons[key];
  return [...rows].sort((a, b) => sign * compare(a.neighbour, b.neighbour) || a.rank - b.rank);
}

/** The rows in which every word of the filter occurs, in a field, a label class or the first line's number. */
export function filterRows(rows: readonly Row[], filter: string): Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...rows];
  return rows.filter(({ neighbour }) => {
    const texts = searched(neighbour);
    return words.every(word => texts.some(text => text.includes(word)));
  });
}

/** What a click on a column's header sorts by: the column anew, or the other way round. */
export function nextSort(current: Sort, key: SortKey): Sort {
  if (current.key === key) return { key, descending: !current.descending };
  // Of amounts the large ones are looked for, of names and places the first.
  return { key, descending: key === 'similarity' || key === 'count' || key === 'labels' };
}

/** A sort from saved state, or the default when it is none for this many columns. */
export function readSort(saved: unknown, columns: number): Sort {
  const { key, descending } = (saved ?? {}) as Partial<Sort>;
  if (typeof key !== 'string' || typeof descending !== 'boolean') return defaultSort;
  const known = isFieldKey(key)
    ? Number(key.slice('field'.length)) < columns
    : Object.hasOwn(comparisons, key);
  return known ? { key, descending } : defaultSort;
}

function isFieldKey(key: string): key is `field${number}` {
  return /^field\d+$/.test(key);
}

function byField(index: number): (a: Neighbour, b: Neighbour) => number {
  return (a, b) => collator.compare(a.fields[index]?.value ?? '', b.fields[index]?.value ?? '');
}

function searched(neighbour: Neighbour): string[] {
  const fields = neighbour.fields.map(field => field.value.toLowerCase());
  const labels = labelShares(neighbour.labels).map(({ name }) => name.toLowerCase());
  return [neighbour.token.toLowerCase(), ...fields, ...labels, String(neighbour.firstLine)];
}
