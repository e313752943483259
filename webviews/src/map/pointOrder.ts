import { isNone, type MapColumns, type NamedColumn } from './mapColumns';

export interface PointOrder {
  /** `field:0`, `flows`, `label`, `cluster` or `line`. */
  key: string;
  descending: boolean;
}

// Digits are compared as numbers: 10.0.0.2 stands before 10.0.0.10.
const collator = new Intl.Collator('en', { numeric: true });

/** A sorted copy; equals stand in the order of the map. Texts are compared once for each value, not each point. */
export function orderedPoints(
  map: MapColumns,
  points: Uint32Array,
  { key, descending }: PointOrder,
): Uint32Array {
  const rank = rankOf(map, key);
  const sign = descending ? -1 : 1;
  return points.slice().sort((a, b) => sign * ((rank[a] as number) - (rank[b] as number)) || a - b);
}

/** A number for each point that orders as its value does; unknown keys order by the map. */
function rankOf(map: MapColumns, key: string): ArrayLike<number> {
  if (key === 'flows') return map.count;
  if (key === 'line') return map.line;
  if (key === 'cluster' && map.cluster) return map.cluster.codes;
  const column = key === 'label' ? map.label : map.fields[Number(key.replace('field:', ''))];
  return column ? textRanks(column) : new Uint32Array(map.points);
}

function textRanks({ values, codes }: NamedColumn): Float64Array {
  const order = [...values.keys()].sort((a, b) => collator.compare(values[a] as string, values[b] as string));
  const rank = new Uint32Array(values.length);
  order.forEach((code, i) => (rank[code] = i));
  return Float64Array.from(codes, code => (isNone(code) ? -1 : (rank[code] ?? -1)));
}
