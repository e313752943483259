import { seededRandom } from '../../base/seededRandom';

/** Directions that tell vectors apart better than others. */
export interface MainAxes {
  mean: Float32Array;
  /** Of length one and orthogonal; zeros where there are fewer dimensions. */
  directions: Float32Array[];
  /** Length of the longest vector from the mean; not finite when a number is not. */
  longest: number;
}

/** Vectors that the axes are computed from: any orthogonal axes serve, these are to be good, not exact. */
const sampled = 4000;
const rounds = 6;

/**
 * Near the `count` principal axes of n × d vectors, within tenths of a second: a few rounds of orthogonal
 * iteration (Golub and Van Loan 2013, 8.2.4) on the covariance of a sample.
 */
export function mainAxes(vectors: Float32Array, n: number, d: number, count: number): MainAxes {
  const mean = new Float64Array(d);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < d; c++) mean[c] = (mean[c] as number) + (vectors[i * d + c] as number) / n;
  let longest = 0;
  for (let i = 0; i < n; i++) {
    let square = 0;
    for (let c = 0; c < d; c++) square += ((vectors[i * d + c] as number) - (mean[c] as number)) ** 2;
    if (!(square <= longest)) longest = square;
  }
  const covariance = covarianceOf(vectors, n, d, mean);
  const random = seededRandom(1);
  const basis: Float64Array[] = Array.from({ length: Math.min(count, d) }, () =>
    Float64Array.from({ length: d }, () => random() - 0.5),
  );
  orthonormalise(basis);
  for (let round = 0; round < rounds; round++) {
    basis.forEach((axis, i) => (basis[i] = product(covariance, axis)));
    orthonormalise(basis);
  }
  const directions = Array.from({ length: count }, (_, i) =>
    basis[i] ? Float32Array.from(basis[i]) : new Float32Array(d),
  );
  return { mean: Float32Array.from(mean), directions, longest: Math.sqrt(longest) };
}

function covarianceOf(vectors: Float32Array, n: number, d: number, mean: Float64Array): Float64Array[] {
  const sums = Array.from({ length: d }, () => new Float64Array(d));
  const step = Math.max(1, Math.floor(n / sampled));
  const centred = new Float64Array(d);
  for (let i = 0; i < n; i += step) {
    for (let c = 0; c < d; c++) centred[c] = (vectors[i * d + c] as number) - (mean[c] as number);
    for (let r = 0; r < d; r++) {
      const row = sums[r] as Float64Array;
      const x = centred[r] as number;
      for (let c = 0; c < d; c++) row[c] = (row[c] as number) + x * (centred[c] as number);
    }
  }
  return sums;
}

function product(matrix: readonly Float64Array[], x: Float64Array): Float64Array {
  return Float64Array.from(matrix, row => dot(row, x));
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < x.length; c++) sum += (x[c] as number) * (y[c] as number);
  return sum;
}

/** Gram and Schmidt, twice, for what rounding leaves; a direction that vanishes becomes zero. */
function orthonormalise(basis: Float64Array[]): void {
  for (const [i, axis] of basis.entries()) {
    const before = Math.sqrt(dot(axis, axis));
    for (let pass = 0; pass < 2; pass++)
      for (const other of basis.slice(0, i)) {
        const along = dot(axis, other);
        for (let c = 0; c < axis.length; c++) axis[c] = (axis[c] as number) - along * (other[c] as number);
      }
    const length = Math.sqrt(dot(axis, axis));
    const scale = length > before * 1e-9 ? 1 / length : 0;
    for (let c = 0; c < axis.length; c++) axis[c] = (axis[c] as number) * scale;
  }
}
