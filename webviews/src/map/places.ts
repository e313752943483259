import type { Bounds } from './camera';
import { isNone, type MapColumns } from './mapColumns';

/** A part of the map that can be named, and the points that give it its name. */
export interface Place {
  x: number;
  y: number;
  points: readonly number[];
  /** All points of it; `points` may be a sample of these. */
  size: number;
  /** Known of clusters; else made of what its points share. */
  name?: string;
}

interface Layout {
  x: Float32Array;
  y: Float32Array;
}

/** Points that a name is made of; a value that most of a place have shows in a few dozen. */
const sample = 64;
/** Cells of a level of the map, along one side. */
const cells = 6;
const leastPoints = 5;
/** Points of a cell that are kept while it is filled. */
const kept = 256;
const columnStride = 2 ** 24;

/** The clusters with five points at least, largest first, each at the median of its points. */
export function clusterPlaces(map: MapColumns, { x, y }: Layout): Place[] {
  if (!map.cluster) return [];
  const { codes, names } = map.cluster;
  const members = new Map<number, number[]>();
  for (let i = 0; i < map.points; i++) {
    const code = codes[i] as number;
    if (isNone(code)) continue;
    const list = members.get(code);
    if (list) list.push(i);
    else members.set(code, [i]);
  }
  return [...members]
    .filter(([, points]) => points.length >= leastPoints)
    .map(([code, points]) => placed(points, x, y, names[code]))
    .sort((a, b) => b.size - a.size);
}

/**
 * Crowded parts of what the bounds show, most crowded first: the view in six by six cells, each at the median of its
 * points, so that the nearer one looks the smaller are the parts that are named.
 */
export function crowdedPlaces(
  within: (bounds: Bounds, visit: (point: number) => void) => void,
  { x, y }: Layout,
  bounds: Bounds,
  passes: (point: number) => boolean,
): Place[] {
  const side = Math.min(bounds.right - bounds.left, bounds.top - bounds.bottom) / cells;
  const found = new Map<number, { points: number[]; size: number }>();
  within(bounds, point => {
    if (!passes(point)) return;
    // Cells are anchored to the map, so that names do not jump while it is moved.
    const column = Math.floor((x[point] as number) / side);
    const key = column * columnStride + Math.floor((y[point] as number) / side);
    const cell = found.get(key);
    if (!cell) found.set(key, { points: [point], size: 1 });
    else {
      cell.size++;
      // Algorithm R with a fixed sequence in place of chance: the same view has the same names.
      const at = ((cell.size * 40503) % 65537) % cell.size;
      if (cell.points.length < kept) cell.points.push(point);
      else if (at < kept) cell.points[at] = point;
    }
  });
  return [...found.values()]
    .filter(({ size }) => size >= leastPoints)
    .map(({ points, size }) => ({ ...placed(points, x, y), size }))
    .sort((a, b) => b.size - a.size);
}

/**
 * What most of a place's points share, for example "udp 147.32.84.165 → :53": the fields of which one value has
 * more than half of the points; undefined when they share nothing.
 */
export function nameOf(map: MapColumns, { points, name }: Place): string | undefined {
  if (name !== undefined && name !== '') return name;
  const shared = map.fields.flatMap(({ name: column, values, codes }) => {
    const counts = new Map<number, number>();
    for (const point of points) {
      const code = codes[point] as number;
      if (!isNone(code)) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    const [code, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [-1, 0]);
    return count > points.length / 2 ? [{ column, value: values[code] ?? '' }] : [];
  });
  if (shared.length === 0) return undefined;
  const valueOf = (column: string) => shared.find(field => field.column === column)?.value;
  const [target, port] = [valueOf('DstAddr'), valueOf('Dport')];
  const others = shared.filter(({ column }) => column !== 'DstAddr' && column !== 'Dport');
  const to =
    target === undefined && port === undefined ? [] : ['→', (target ?? '') + (port ? `:${port}` : '')];
  return [...others.map(({ value }) => value), ...to].join(' ');
}

function placed(points: readonly number[], x: Float32Array, y: Float32Array, name?: string): Place {
  const step = Math.max(1, Math.floor(points.length / sample));
  const some = points.filter((_, i) => i % step === 0);
  const place = { x: median(some, x), y: median(some, y), points: some, size: points.length };
  return name === undefined ? place : { ...place, name };
}

function median(points: readonly number[], values: Float32Array): number {
  const sorted = points.map(point => values[point] as number).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
