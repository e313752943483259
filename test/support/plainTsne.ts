/** t-SNE's quantities by plain loops over all pairs, to compare kernels with. Matrices are n × n, row-major. */

export function squaredDistances(rows: Float32Array, n: number, d: number): Float64Array {
  const squares = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let c = 0; c < d; c++)
        squares[i * n + j]! += ((rows[i * d + c] as number) - (rows[j * d + c] as number)) ** 2;
  return squares;
}

/** Symmetric probabilities from the `k` nearest of each, precisions by bisection. */
export function plainAffinities(
  rows: Float32Array,
  n: number,
  d: number,
  k: number,
  perplexity: number,
): Float64Array {
  const squares = squaredDistances(rows, n, d);
  const p = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const near = Array.from({ length: n }, (_, j) => j)
      .filter(j => j !== i)
      .sort((a, b) => (squares[i * n + a] as number) - (squares[i * n + b] as number))
      .slice(0, k);
    const least = squares[i * n + (near[0] as number)] as number;
    const excess = near.map(j => (squares[i * n + j] as number) - least);
    let [low, high] = [0, 1];
    while (entropyAt(high, excess) > Math.log(perplexity)) high *= 2;
    for (let step = 0; step < 100; step++) {
      const middle = (low + high) / 2;
      if (entropyAt(middle, excess) > Math.log(perplexity)) low = middle;
      else high = middle;
    }
    const weights = excess.map(e => Math.exp(-low * e));
    const sum = weights.reduce((a, b) => a + b, 0);
    near.forEach((j, r) => {
      const share = (weights[r] as number) / sum / (2 * n);
      p[i * n + j]! += share;
      p[j * n + i]! += share;
    });
  }
  return p;
}

function entropyAt(beta: number, excess: readonly number[]): number {
  const weights = excess.map(e => Math.exp(-beta * e));
  const sum = weights.reduce((a, b) => a + b, 0);
  return Math.log(sum) + (beta * weights.reduce((s, w, r) => s + w * (excess[r] as number), 0)) / sum;
}

/** Kullback and Leibler's divergence of a layout, and its gradient without the factor 4. */
export function plainGradient(
  p: Float64Array,
  layout: Float32Array,
  n: number,
  dimensions: number,
): { kl: number; gradient: Float64Array } {
  const kernel = squaredDistances(layout, n, dimensions).map(square => 1 / (1 + square));
  let normal = -n;
  for (const q of kernel) normal += q;
  let kl = 0;
  const gradient = new Float64Array(n * dimensions);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      if (i === j) continue;
      const q = kernel[i * n + j] as number;
      const pij = p[i * n + j] as number;
      if (pij > 0) kl += pij * Math.log((pij * normal) / q);
      for (let c = 0; c < dimensions; c++)
        gradient[i * dimensions + c]! +=
          (pij - q / normal) *
          q *
          ((layout[i * dimensions + c] as number) - (layout[j * dimensions + c] as number));
    }
  return { kl, gradient };
}
