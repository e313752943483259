/** A vector's part in a query: 1 for what the answer shall be like, -1 for what it shall be unlike. */
export interface Weighted {
  vector: Float32Array;
  weight: number;
}

/** A copy of length one; zeros stay. */
export function unit(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const x of vector) squares += x * x;
  const length = Math.sqrt(squares);
  return length > 0 ? vector.map(x => x / length) : vector.slice();
}

/** gensim's mean vector: of unit vectors, by weight, divided by the sum of the weights' magnitudes. */
export function weightedMean(vectors: readonly Weighted[]): Float32Array {
  const size = vectors[0]?.vector.length ?? 0;
  const sums = new Float64Array(size);
  let total = 0;
  for (const { vector, weight } of vectors) {
    total += Math.abs(weight);
    unit(vector).forEach((x, k) => (sums[k] = (sums[k] as number) + weight * x));
  }
  return Float32Array.from(sums, sum => sum / (total || 1));
}

/** -1 to 1; 0 when one of the two is all zeros. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (const [k, x] of a.entries()) {
    const y = b[k] as number;
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa * bb === 0 ? 0 : Math.max(-1, Math.min(1, dot / Math.sqrt(aa * bb)));
}

/**
 * Index of the vector that is least like the mean of all (gensim's doesnt_match). `vectors` has at least one.
 */
export function leastCentral(vectors: readonly Float32Array[]): number {
  const mean = weightedMean(vectors.map(vector => ({ vector, weight: 1 })));
  const similarities = vectors.map(vector => cosine(vector, mean));
  return similarities.indexOf(Math.min(...similarities));
}
