import { seededRandom } from '../../base/seededRandom';
import { leadingEigenvectors } from './eigenvectors';

export interface Principal {
  /** n × dimensions, row-major: the rows' coordinates along the components. */
  layout: Float32Array;
  /** For each component, the share of the variance along it (scikit-learn's explained_variance_ratio_). */
  explained: number[];
}

/**
 * Principal components (Pearson 1901), from the d × d covariance: n may be large, d is that of an embedding. Of
 * each component the entry of largest size is positive, as scikit-learn has it, so that pictures do not flip.
 * `vectors` is n × d, row-major, and stays as it is. Coordinates beyond the d-th are zero.
 */
export function pca(vectors: Float32Array, n: number, d: number, dimensions: number): Principal {
  const mean = meanRow(vectors, n, d);
  const matrix = covariance(vectors, n, d, mean);
  const { values, components } = leadingEigenvectors(matrix, d, Math.min(dimensions, d), seededRandom(1));
  let total = 0;
  for (let c = 0; c < d; c++) total += matrix[c * d + c] as number;
  const layout = new Float32Array(n * dimensions);
  for (const [i, component] of components.entries())
    project(vectors, n, d, upright(component), mean, layout.subarray(i), dimensions);
  const explained = Array.from({ length: dimensions }, (_, i) => (total > 0 ? (values[i] ?? 0) / total : 0));
  return { layout, explained };
}

/** Puts (row - mean) · component into every `step`-th place of `out`. */
function project(
  vectors: Float32Array,
  n: number,
  d: number,
  component: Float64Array,
  mean: Float64Array,
  out: Float32Array,
  step: number,
): void {
  for (let r = 0; r < n; r++) {
    let sum = 0;
    for (let c = 0, at = r * d; c < d; c++)
      sum += ((vectors[at + c] as number) - (mean[c] as number)) * (component[c] as number);
    out[r * step] = sum;
  }
}

function meanRow(vectors: Float32Array, n: number, d: number): Float64Array {
  const mean = new Float64Array(d);
  for (let r = 0, at = 0; r < n; r++)
    for (let c = 0; c < d; c++, at++) mean[c] = (mean[c] as number) + (vectors[at] as number);
  return mean.map(sum => sum / Math.max(1, n));
}

/** Rows summed at a time, so that the d × d sums are read and written a fourth as often. */
const together = 4;

/** d × d, row-major, of the population (divided by n: only ratios and directions are asked of it). */
function covariance(vectors: Float32Array, n: number, d: number, mean: Float64Array): Float64Array {
  const sums = new Float64Array(d * d);
  const rows = Array.from({ length: together }, () => new Float64Array(d));
  const [r0, r1, r2, r3] = rows as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let from = 0; from < n; from += together) {
    for (const [i, row] of rows.entries()) {
      if (from + i >= n) row.fill(0);
      else
        for (let c = 0, at = (from + i) * d; c < d; c++)
          row[c] = (vectors[at + c] as number) - (mean[c] as number);
    }
    for (let a = 0; a < d; a++) {
      const [x0, x1, x2, x3] = [r0[a], r1[a], r2[a], r3[a]] as [number, number, number, number];
      const at = a * d;
      for (let b = 0; b <= a; b++)
        sums[at + b] =
          (sums[at + b] as number) +
          x0 * (r0[b] as number) +
          x1 * (r1[b] as number) +
          x2 * (r2[b] as number) +
          x3 * (r3[b] as number);
    }
  }
  for (let a = 0; a < d; a++)
    for (let b = 0; b <= a; b++)
      sums[a * d + b] = sums[b * d + a] = (sums[a * d + b] as number) / Math.max(1, n);
  return sums;
}

/** The component, or its opposite, so that the entry of largest size is positive. */
function upright(component: Float64Array): Float64Array {
  let largest = 0;
  for (const entry of component) if (Math.abs(entry) > Math.abs(largest)) largest = entry;
  return largest < 0 ? component.map(entry => -entry) : component;
}
