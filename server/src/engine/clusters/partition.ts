/** Which row belongs to which cluster. Clusters count from 0, largest first. */
export interface Partition {
  k: number;
  /** Of each row, its cluster. */
  assignments: Uint32Array;
  /** All rows, by cluster; within one, nearest to the centre first. */
  members: Uint32Array;
  /** First place of each cluster in `members`; one more entry than clusters. */
  starts: Uint32Array;
  /** Of each row to its own centre, Euclidean. */
  distances: Float32Array;
  /** k × size, row-major. */
  centres: Float32Array;
}

/**
 * Numbers the clusters of k-means anew: most rows first, of equal ones most `weights` (one a row), then the one of
 * the lowest row. Centres without rows are left out, so that `k` may come to be less.
 */
export function ordered(
  found: { k: number; assignments: Uint32Array; distances: Float32Array; centres: Float32Array },
  weights: ArrayLike<number>,
): Partition {
  const { assignments, distances } = found;
  const sizes = new Uint32Array(found.k);
  const weight = new Float64Array(found.k);
  const first = new Uint32Array(found.k);
  for (let row = assignments.length - 1; row >= 0; row--) {
    const c = assignments[row] as number;
    sizes[c] = (sizes[c] as number) + 1;
    weight[c] = (weight[c] as number) + (weights[row] as number);
    first[c] = row;
  }
  const by = (of: ArrayLike<number>, a: number, b: number) => (of[b] as number) - (of[a] as number);
  const order = [...sizes.keys()]
    .filter(c => (sizes[c] as number) > 0)
    .sort((a, b) => by(sizes, a, b) || by(weight, a, b) || by(first, b, a));
  const rank = new Uint32Array(found.k);
  order.forEach((c, place) => (rank[c] = place));
  const size = found.centres.length / found.k;
  const centres = new Float32Array(order.length * size);
  order.forEach((c, place) => centres.set(found.centres.subarray(c * size, (c + 1) * size), place * size));
  return partitionOf(
    assignments.map(c => rank[c] as number),
    distances,
    centres,
    order.length,
  );
}

/** The members of each cluster, for clusters that are numbered already. */
export function partitionOf(
  assignments: Uint32Array,
  distances: Float32Array,
  centres: Float32Array,
  k: number,
): Partition {
  const starts = new Uint32Array(k + 1);
  for (const c of assignments) starts[c + 1] = (starts[c + 1] as number) + 1;
  for (let c = 0; c < k; c++) starts[c + 1] = (starts[c + 1] as number) + (starts[c] as number);
  const next = starts.slice();
  const members = new Uint32Array(assignments.length);
  for (const [row, c] of assignments.entries()) {
    const place = next[c] as number;
    members[place] = row;
    next[c] = place + 1;
  }
  for (let c = 0; c < k; c++)
    members
      .subarray(starts[c], starts[c + 1])
      .sort((a, b) => (distances[a] as number) - (distances[b] as number) || a - b);
  return { k, assignments, members, starts, distances, centres };
}

/** The rows of a cluster, nearest to the centre first; a view. */
export function membersOf({ members, starts }: Partition, id: number): Uint32Array {
  return members.subarray(starts[id], starts[id + 1]);
}
