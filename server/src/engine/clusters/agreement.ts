/** How well clusters agree with classes. */
export interface Agreement {
  /** 1 for the same partition, 0 for one by chance (Hubert and Arabie 1985). */
  adjustedRandIndex: number;
  /** 1 when every cluster has members of one class only (Rosenberg and Hirschberg 2007). */
  homogeneity: number;
  /** 1 when every class is in one cluster only. */
  completeness: number;
}

/**
 * Agreement of two partitions of the same things, as scikit-learn defines it; null without things. Numbers of
 * clusters are below `k`, numbers of classes below `classes`.
 */
export function agreement(
  clusters: ArrayLike<number>,
  truth: ArrayLike<number>,
  k: number,
  classes: number,
): Agreement | null {
  const n = clusters.length;
  if (n === 0) return null;
  const both = new Float64Array(k * classes);
  const ofCluster = new Float64Array(k);
  const ofClass = new Float64Array(classes);
  for (let i = 0; i < n; i++) {
    const [c, t] = [clusters[i] as number, truth[i] as number];
    both[c * classes + t] = (both[c * classes + t] as number) + 1;
    ofCluster[c] = (ofCluster[c] as number) + 1;
    ofClass[t] = (ofClass[t] as number) + 1;
  }
  const information = entropy(ofClass, n) + entropy(ofCluster, n) - entropy(both, n);
  return {
    adjustedRandIndex: adjustedRandIndex(both, ofCluster, ofClass, n),
    homogeneity: share(information, entropy(ofClass, n)),
    completeness: share(information, entropy(ofCluster, n)),
  };
}

function adjustedRandIndex(
  both: Float64Array,
  ofCluster: Float64Array,
  ofClass: Float64Array,
  n: number,
): number {
  const together = pairs(both);
  const [inClusters, inClasses] = [pairs(ofCluster), pairs(ofClass)];
  const all = (n * (n - 1)) / 2;
  // Nothing to tell apart, or nothing put together, on both sides: the partitions are the same.
  if (together === inClusters && together === inClasses) return 1;
  const expected = (inClusters * inClasses) / all;
  return (together - expected) / ((inClusters + inClasses) / 2 - expected);
}

/** Pairs of things that are together. */
function pairs(counts: Float64Array): number {
  let sum = 0;
  for (const count of counts) sum += (count * (count - 1)) / 2;
  return sum;
}

/** In nats. */
function entropy(counts: Float64Array, n: number): number {
  let sum = 0;
  for (const count of counts) if (count > 0) sum -= (count / n) * Math.log(count / n);
  return sum;
}

/** Where there is nothing to know, all of it is known. Rounding must not tell of less than nothing. */
function share(information: number, whole: number): number {
  return whole === 0 ? 1 : Math.min(1, Math.max(0, information / whole));
}
