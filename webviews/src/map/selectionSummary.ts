import type { LabelCounts } from '../../../shared/protocol/captures';
import { isNone, type MapColumns, type NamedColumn } from './mapColumns';
import type { PointSet } from './pointSet';

/** A value that many of the selected points have. */
export interface CommonValue {
  column: string;
  value: string;
  points: number;
  /** Of the selected points, and of all others, 0 to 1. */
  share: number;
  elsewhere: number;
}

export interface SelectionSummary {
  points: number;
  flows: number;
  /** Flows by the class that most flows of their token have. */
  labels: LabelCounts;
  /** At most three of each column, commonest first; of those that a tenth of the selection has at least. */
  values: readonly CommonValue[];
  /** At most five, those with most of the selection first; undefined when nothing was clustered. */
  clusters?: readonly { id: number; name: string; points: number; size: number }[];
}

const least = 0.1;
const valuesOfColumn = 3;
const clustersListed = 5;

export function summaryOf(map: MapColumns, selected: PointSet): SelectionSummary {
  const points = selected.list();
  const labels: Record<string, number> = {};
  let flows = 0;
  for (const point of points) {
    const count = map.count[point] as number;
    flows += count;
    const name = map.label.values[map.label.codes[point] as number] ?? 'unlabelled';
    labels[name] = (labels[name] ?? 0) + count;
  }
  return {
    points: points.length,
    flows,
    labels: map.label.values.length > 0 ? labels : {},
    values: map.fields.flatMap(column => commonValues(column, points, map.points)),
    ...(map.cluster ? { clusters: clustersOf(map.cluster, points) } : {}),
  };
}

function commonValues(column: NamedColumn, points: Uint32Array, all: number): CommonValue[] {
  const everywhere = countsOf(column.codes, undefined);
  const here = countsOf(column.codes, points);
  return [...here]
    .sort(([, a], [, b]) => b - a)
    .slice(0, valuesOfColumn)
    .filter(([, count]) => count >= least * points.length)
    .map(([code, count]) => ({
      column: column.name,
      value: column.values[code] ?? '',
      points: count,
      share: count / points.length,
      elsewhere: all > points.length ? ((everywhere.get(code) ?? count) - count) / (all - points.length) : 0,
    }));
}

function clustersOf(
  { codes, names }: { codes: Uint32Array; names: readonly string[] },
  points: Uint32Array,
): { id: number; name: string; points: number; size: number }[] {
  const sizes = countsOf(codes, undefined);
  return [...countsOf(codes, points)]
    .sort(([, a], [, b]) => b - a)
    .slice(0, clustersListed)
    .map(([id, count]) => ({ id, name: names[id] ?? '', points: count, size: sizes.get(id) ?? count }));
}

/** How often each code occurs, among some points or all. */
function countsOf(codes: Uint32Array, points: Uint32Array | undefined): Map<number, number> {
  const counts = new Map<number, number>();
  const add = (code: number) => {
    if (!isNone(code)) counts.set(code, (counts.get(code) ?? 0) + 1);
  };
  if (points) for (const point of points) add(codes[point] as number);
  else for (const code of codes) add(code);
  return counts;
}
