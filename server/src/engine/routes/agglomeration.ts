import {
  distinctSubnets,
  rawFeatures,
  statisticsCount,
  type FeatureMap,
  type Samples,
} from './networks/samples';

/**
 * Ward's agglomeration (Ward 1963) of subnets into `groups`, each pooled by its mean, as scikit-learn's
 * `FeatureAgglomeration` makes of the table routes × subnets: a subnet's vector has a one for each route through it.
 * Distances come from counts of subnets that share a route, which are few; the table and the matrix of distances
 * are never laid out. Merges are found along chains of nearest neighbours (Murtagh 1983), ties going to the first, in
 * time proportional to the square of the subnets. `pause` is awaited now and then and may throw to end it.
 */
export async function agglomerate(
  samples: Samples,
  subnets: number,
  groups: number,
  pause: () => Promise<void>,
): Promise<FeatureMap> {
  if (groups >= subnets) return rawFeatures(subnets);
  const shared = sharedRoutes(samples, subnets);
  const merges = await chainMerges(shared, subnets, pause);
  // The merges of least height are those that a cut into so many groups keeps; equal ones in order of their finding.
  const kept = merges
    .map((merge, i) => ({ ...merge, i }))
    .sort((a, b) => a.height - b.height || a.i - b.i)
    .slice(0, subnets - groups);
  const parent = Int32Array.from({ length: subnets }, (_, s) => s);
  const rootOf = (s: number): number => {
    let root = s;
    while (parent[root] !== root) root = parent[root] as number;
    while (parent[s] !== root) [parent[s], s] = [root, parent[s] as number];
    return root;
  };
  for (const { a, b } of kept) parent[rootOf(a)] = rootOf(b);
  const numbers = new Map<number, number>();
  const row = new Int32Array(subnets);
  const sizes = new Array<number>(groups).fill(0);
  for (let s = 0; s < subnets; s++) {
    const root = rootOf(s);
    if (!numbers.has(root)) numbers.set(root, numbers.size);
    const group = numbers.get(root) as number;
    row[s] = group;
    sizes[group] = (sizes[group] as number) + 1;
  }
  return {
    features: groups,
    numbers: statisticsCount,
    row,
    value: Float32Array.from(row, group => 1 / (sizes[group] as number)),
  };
}

/** For each subnet, in how many routes each subnet is together with it; with itself, in how many it is. */
function sharedRoutes(samples: Samples, subnets: number): Map<number, number>[] {
  const { hops, offsets } = distinctSubnets(samples, subnets);
  const shared = Array.from({ length: subnets }, () => new Map<number, number>());
  for (let r = 0; r < samples.size; r++)
    for (let i = offsets[r] as number; i < (offsets[r + 1] as number); i++) {
      const counts = shared[hops[i] as number] as Map<number, number>;
      for (let j = offsets[r] as number; j < (offsets[r + 1] as number); j++) {
        const other = hops[j] as number;
        counts.set(other, (counts.get(other) ?? 0) + 1);
      }
    }
  return shared;
}

interface Merge {
  /** A subnet of either group. */
  a: number;
  b: number;
  /** Squared. */
  height: number;
}

/** All merges down to one group. `products` holds inner products of groups' sums, and is used up. */
async function chainMerges(
  products: Map<number, number>[],
  n: number,
  pause: () => Promise<void>,
): Promise<Merge[]> {
  const size = new Float64Array(n).fill(1);
  const own = Float64Array.from(products, (row, s) => row.get(s) ?? 0);
  const row = new Float64Array(n);
  const merges: Merge[] = [];
  const chain: number[] = [];
  let first = 0;
  while (merges.length < n - 1) {
    if (merges.length % 64 === 0) await pause();
    if (chain.length === 0) {
      while (size[first] === 0) first++;
      chain.push(first);
    }
    for (;;) {
      const x = chain.at(-1) as number;
      const before = chain.at(-2);
      const mine = products[x] as Map<number, number>;
      for (const [other, product] of mine) row[other] = product;
      const [sx, nx] = [size[x] as number, (own[x] as number) / (size[x] as number) ** 2];
      const distance = (i: number) => {
        const si = size[i] as number;
        return (
          ((sx * si) / (sx + si)) *
          (nx + (own[i] as number) / (si * si) - (2 * (row[i] as number)) / (sx * si))
        );
      };
      let [nearest, least] = before === undefined ? [-1, Infinity] : [before, distance(before)];
      for (let i = 0; i < n; i++) {
        if (size[i] === 0 || i === x) continue;
        const d = distance(i);
        // What differs by rounding alone is a tie.
        if (d < least - 1e-9) [nearest, least] = [i, d];
      }
      for (const other of mine.keys()) row[other] = 0;
      if (nearest === before) {
        chain.length -= 2;
        merges.push({ a: x, b: nearest, height: Math.max(0, least) });
        join(Math.min(x, nearest), Math.max(x, nearest), products, size, own);
        break;
      }
      chain.push(nearest);
    }
  }
  return merges;
}

/** Group a becomes part of group b. */
function join(
  a: number,
  b: number,
  products: Map<number, number>[],
  size: Float64Array,
  own: Float64Array,
): void {
  const [gone, kept] = [products[a] as Map<number, number>, products[b] as Map<number, number>];
  own[b] = (own[a] as number) + (own[b] as number) + 2 * (gone.get(b) ?? 0);
  size[b] = (size[a] as number) + (size[b] as number);
  size[a] = 0;
  for (const [other, product] of gone) {
    if (other === a || other === b) continue;
    kept.set(other, (kept.get(other) ?? 0) + product);
    const theirs = products[other] as Map<number, number>;
    theirs.delete(a);
    theirs.set(b, kept.get(other) as number);
  }
  kept.delete(a);
  gone.clear();
}
