import type { NearestGraph } from './nearest';

/** A symmetric weighted graph by rows: row i's entries are at starts[i] to starts[i + 1]. */
export interface WeightedGraph {
  /** n + 1 entries. */
  starts: Uint32Array;
  ends: Uint32Array;
  /** 0 to 1. */
  weights: Float32Array;
}

/** umap-learn's: steps of the search at most, what the sum may be off by, and the least width, of the mean distance. */
const mostSteps = 64;
const tolerance = 1e-5;
const leastWidth = 1e-3;

/**
 * The fuzzy simplicial set of n points (McInnes et al. 2018, algorithms 2 and 3): the weight of a neighbour falls
 * from 1 at the nearest one's distance on, so fast that a point's weights sum to log₂(k + 1), and the weights of both
 * directions are united as probabilities. `graph` has the k nearest others of each point; umap-learn's n_neighbors
 * counts the point itself and is k + 1.
 */
export function fuzzySet({ neighbours, distances }: NearestGraph, n: number): WeightedGraph {
  const k = neighbours.length / n;
  return united(neighbours, memberships(distances, n, k), n, k);
}

/** The directed weights: n × k, as the distances. */
export function memberships(distances: Float32Array, n: number, k: number): Float32Array {
  const target = Math.log2(k + 1);
  let mean = 0;
  for (const distance of distances) mean += distance;
  mean /= n * (k + 1);
  const weights = new Float32Array(n * k);
  for (let i = 0; i < n; i++) {
    const own = distances.subarray(i * k, (i + 1) * k);
    // Duplicates are no neighbours to measure by: the nearest is the nearest that is elsewhere.
    const nearest = own.find(distance => distance > 0) ?? 0;
    const width = widthOf(own, nearest, target);
    let sum = 0;
    for (const distance of own) sum += distance;
    const least = leastWidth * (nearest > 0 ? sum / (k + 1) : mean);
    const used = Math.max(width, least);
    for (let j = 0; j < k; j++) {
      const beyond = (own[j] as number) - nearest;
      weights[i * k + j] = beyond <= 0 || used === 0 ? 1 : Math.exp(-beyond / used);
    }
  }
  return weights;
}

/** The width for which the weights sum to the target, by bisection. */
function widthOf(distances: Float32Array, nearest: number, target: number): number {
  let [low, high, width] = [0, Infinity, 1];
  for (let step = 0; step < mostSteps; step++) {
    let sum = 0;
    for (const distance of distances) {
      const beyond = distance - nearest;
      sum += beyond > 0 ? Math.exp(-beyond / width) : 1;
    }
    if (Math.abs(sum - target) < tolerance) break;
    if (sum > target) {
      high = width;
      width = (low + high) / 2;
    } else {
      low = width;
      width = high === Infinity ? width * 2 : (low + high) / 2;
    }
  }
  return width;
}

/** w + wᵀ - w ∘ wᵀ. */
function united(neighbours: Uint32Array, weights: Float32Array, n: number, k: number): WeightedGraph {
  // Each edge stands at both of its ends; one that both points have stands twice there, and is joined below.
  const counts = new Uint32Array(n + 1);
  for (let i = 0; i < n; i++)
    for (let e = i * k; e < (i + 1) * k; e++) {
      counts[i + 1] = (counts[i + 1] as number) + 1;
      const j = (neighbours[e] as number) + 1;
      counts[j] = (counts[j] as number) + 1;
    }
  for (let i = 0; i < n; i++) counts[i + 1] = (counts[i + 1] as number) + (counts[i] as number);
  const next = counts.slice(0, n);
  const ends = new Uint32Array(2 * n * k);
  const both = new Float32Array(2 * n * k);
  const put = (i: number, j: number, weight: number) => {
    const at = next[i] as number;
    next[i] = at + 1;
    ends[at] = j;
    both[at] = weight;
  };
  for (let i = 0; i < n; i++)
    for (let e = i * k; e < (i + 1) * k; e++) {
      put(i, neighbours[e] as number, weights[e] as number);
      put(neighbours[e] as number, i, weights[e] as number);
    }
  const starts = new Uint32Array(n + 1);
  const place = new Int32Array(n).fill(-1);
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const first = kept;
    for (let at = counts[i] as number; at < (counts[i + 1] as number); at++) {
      const j = ends[at] as number;
      const weight = both[at] as number;
      const seen = place[j] as number;
      if (seen >= first) {
        const other = both[seen] as number;
        both[seen] = other + weight - other * weight;
      } else {
        // Never behind what is still to be read.
        place[j] = kept;
        ends[kept] = j;
        both[kept++] = weight;
      }
    }
    starts[i + 1] = kept;
  }
  return { starts, ends: ends.slice(0, kept), weights: both.slice(0, kept) };
}
