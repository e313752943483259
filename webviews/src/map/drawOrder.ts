/** Points that are drawn alike: a run of the order, from `start` on. */
export interface Group {
  category: number;
  /** Drawn in grey, as what is not selected. */
  faded: boolean;
  start: number;
  length: number;
}

export interface DrawOrder {
  /** Points, group after group. */
  order: Uint32Array;
  /** In the order they are drawn: faded ones first, then the commonest, so that what is rare stays on top. */
  groups: readonly Group[];
  /** Points in all groups. */
  length: number;
}

/**
 * Sorts points into groups of one category each. Within a group the points stand as in `shuffled`, so that any
 * beginning of it is a fair sample. Points of a category that is hidden are left out; when there is a selection
 * (1 for selected), the others are faded.
 */
export function drawOrder(
  shuffled: Uint32Array,
  category: Uint8Array,
  hidden: ReadonlySet<number>,
  selected?: Uint8Array,
): DrawOrder {
  const categories = 256;
  const keyOf = (point: number) =>
    (category[point] as number) + (selected && !selected[point] ? categories : 0);
  const counts = new Uint32Array(2 * categories);
  for (const point of shuffled) {
    const key = keyOf(point);
    counts[key] = (counts[key] as number) + 1;
  }
  const keys = [...counts.keys()].filter(key => counts[key] && !hidden.has(key % categories));
  const size = (key: number) => counts[key] as number;
  keys.sort((a, b) => Number(b >= categories) - Number(a >= categories) || size(b) - size(a) || a - b);
  const starts = new Int32Array(2 * categories).fill(-1);
  let length = 0;
  const groups = keys.map((key): Group => {
    const group = {
      category: key % categories,
      faded: key >= categories,
      start: length,
      length: size(key),
    };
    starts[key] = length;
    length += size(key);
    return group;
  });
  const order = new Uint32Array(length);
  for (const point of shuffled) {
    const key = keyOf(point);
    const at = starts[key] as number;
    if (at < 0) continue;
    order[at] = point;
    starts[key] = at + 1;
  }
  return { order, groups, length };
}

/** Points in an order of chance, the same for the same seed (Fisher and Yates; Marsaglia's xorshift). */
export function shuffledPoints(points: number, seed = 1): Uint32Array {
  const order = Uint32Array.from({ length: points }, (_, i) => i);
  let state = seed >>> 0 || 1;
  for (let i = points - 1; i > 0; i--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const j = (state >>> 0) % (i + 1);
    const swap = order[i] as number;
    order[i] = order[j] as number;
    order[j] = swap;
  }
  return order;
}

/** How many of a group are drawn when only a share of all points may be; at least one, so that none vanishes. */
export function drawnOf({ length }: Group, share: number): number {
  return share >= 1 ? length : Math.min(length, Math.max(1, Math.round(length * share)));
}
