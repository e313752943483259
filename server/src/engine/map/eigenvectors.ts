export interface Eigenvectors {
  /** Largest first. */
  values: number[];
  /** Of length one, orthogonal. */
  components: Float64Array[];
}

/** Vectors carried along beside those asked for: the more, the faster the last of them settles. */
const spare = 8;
const mostRounds = 1000;
/** Of the largest eigenvalue: what A·v may differ from λ·v. */
const tolerance = 1e-10;

/**
 * The `count` eigenvectors of the largest eigenvalues of a symmetric d × d matrix without negative ones (a
 * covariance), by subspace iteration with Rayleigh and Ritz (Saad 2011, Numerical Methods for Large Eigenvalue
 * Problems, 5.1). `random` gives the start; what it converges to does not depend on it.
 */
export function leadingEigenvectors(
  matrix: Float64Array,
  d: number,
  count: number,
  random: () => number,
): Eigenvectors {
  const width = Math.min(d, count + spare);
  let basis: Float64Array[] = Array.from({ length: width }, () =>
    Float64Array.from({ length: d }, () => random() - 0.5),
  );
  let values: number[] = [];
  for (let round = 0; round < mostRounds; round++) {
    orthonormalise(basis);
    const images = basis.map(vector => times(matrix, vector, d));
    const small = new Float64Array(width * width);
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++)
        small[i * width + j] = dot(basis[i] as Float64Array, images[j] as Float64Array);
    const ritz = allEigenvectors(small, width);
    values = ritz.values;
    const vectors = ritz.components.map(weights => combined(basis, weights));
    const moved = ritz.components.map(weights => combined(images, weights));
    const off = vectors
      .slice(0, count)
      .map((vector, i) => distance(moved[i] as Float64Array, vector, values[i] as number));
    basis = vectors;
    if (Math.max(...off) <= tolerance * Math.abs(values[0] as number)) break;
    basis = moved;
  }
  orthonormalise(basis);
  return { values: values.slice(0, count), components: basis.slice(0, count) };
}

/** All eigenvectors of a small symmetric matrix, by Jacobi's rotations (Golub and Van Loan 2013, 8.5). */
export function allEigenvectors(matrix: Float64Array, d: number): Eigenvectors {
  const a = matrix.slice();
  const vectors = Array.from({ length: d }, (_, i) =>
    Float64Array.from({ length: d }, (_v, j) => +(i === j)),
  );
  for (let sweep = 0; sweep < 60 && offDiagonal(a, d) > 1e-30 * squares(a); sweep++)
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) rotate(a, d, p, q, vectors);
  const order = vectors.map((_, i) => i).sort((i, j) => (a[j * d + j] as number) - (a[i * d + i] as number));
  return {
    values: order.map(i => a[i * d + i] as number),
    components: order.map(i => vectors[i] as Float64Array),
  };
}

/** Turns the plane of the axes p and q so that their common entry becomes zero. */
function rotate(a: Float64Array, d: number, p: number, q: number, vectors: Float64Array[]): void {
  const apq = a[p * d + q] as number;
  if (apq === 0) return;
  const theta = ((a[q * d + q] as number) - (a[p * d + p] as number)) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cos = 1 / Math.hypot(t, 1);
  const sin = t * cos;
  const turn = (array: Float64Array, x: number, other: Float64Array, y: number) => {
    const [u, v] = [array[x] as number, other[y] as number];
    array[x] = cos * u - sin * v;
    other[y] = sin * u + cos * v;
  };
  for (let k = 0; k < d; k++) turn(a, k * d + p, a, k * d + q);
  for (let k = 0; k < d; k++) turn(a, p * d + k, a, q * d + k);
  for (let k = 0; k < d; k++) turn(vectors[p] as Float64Array, k, vectors[q] as Float64Array, k);
}

/** Gram and Schmidt, twice over, in place; what depends on those before it becomes zero. */
function orthonormalise(basis: readonly Float64Array[]): void {
  for (const [i, vector] of basis.entries()) {
    const before = Math.sqrt(dot(vector, vector));
    for (let pass = 0; pass < 2; pass++)
      for (const other of basis.slice(0, i)) {
        const along = dot(vector, other);
        for (let c = 0; c < vector.length; c++)
          vector[c] = (vector[c] as number) - along * (other[c] as number);
      }
    const length = Math.sqrt(dot(vector, vector));
    const scale = length > 1e-12 * before && length > 0 ? 1 / length : 0;
    for (let c = 0; c < vector.length; c++) vector[c] = (vector[c] as number) * scale;
  }
}

function times(matrix: Float64Array, vector: Float64Array, d: number): Float64Array {
  return Float64Array.from({ length: d }, (_, i) => dot(matrix.subarray(i * d, (i + 1) * d), vector));
}

function combined(vectors: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array((vectors[0] as Float64Array).length);
  for (const [i, vector] of vectors.entries())
    for (let c = 0; c < sum.length; c++)
      sum[c] = (sum[c] as number) + (weights[i] as number) * (vector[c] as number);
  return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function distance(image: Float64Array, vector: Float64Array, value: number): number {
  return Math.hypot(...image.map((entry, i) => entry - value * (vector[i] as number)));
}

function squares(a: Float64Array): number {
  return a.reduce((sum, entry) => sum + entry * entry, 0);
}

function offDiagonal(a: Float64Array, d: number): number {
  return a.reduce((sum, entry, i) => sum + (i % (d + 1) === 0 ? 0 : entry * entry), 0);
}
