import { seededRandom } from '../../base/seededRandom';

/** Rows that the directions are found from; sums of d × d products over more would cost more than they save. */
const mostRows = 4096;
const fewestRows = 256;
const mostProducts = 2e8;
const rounds = 8;

export interface Directions {
  /** count × d, row-major, of length one and at right angles to each other; the first hold the most. */
  directions: Float32Array;
  /** Share of the rows' sum of squares along each direction. */
  shares: Float64Array;
}

/**
 * The `count` directions along which `n` row-major vectors of `d` numbers differ most from their mean or, for
 * spherical clusters, along which unit vectors have most of their squares: leading eigenvectors of the second
 * moments of a sample, by orthogonal iteration (Golub and Van Loan, Matrix Computations, 8.2.4).
 */
export function principalDirections(
  vectors: Float32Array,
  n: number,
  d: number,
  { count, spherical, seed }: { count: number; spherical: boolean; seed: number },
): Directions {
  const moments = secondMoments(sampled(vectors, n, d, spherical, seed), d);
  const random = seededRandom(seed);
  let basis = Float64Array.from({ length: count * d }, () => random() - 0.5);
  orthonormalise(basis, count, d);
  for (let round = 0; round < rounds; round++) {
    basis = times(basis, moments, count, d);
    orthonormalise(basis, count, d);
  }
  const image = times(basis, moments, count, d);
  let trace = 0;
  for (let j = 0; j < d; j++) trace += moments[j * d + j] as number;
  const shares = Float64Array.from({ length: count }, (_, v) => {
    let sum = 0;
    for (let j = v * d; j < (v + 1) * d; j++) sum += (image[j] as number) * (basis[j] as number);
    return trace > 0 ? sum / trace : 0;
  });
  return { directions: Float32Array.from(basis), shares };
}

/** A sample of the vectors, less their mean or of length one, row-major. */
function sampled(
  vectors: Float32Array,
  n: number,
  d: number,
  spherical: boolean,
  seed: number,
): Float64Array {
  const random = seededRandom(seed ^ 0x5bd1e995);
  const taken = Math.min(n, Math.max(fewestRows, Math.min(mostRows, Math.floor(mostProducts / (d * d)))));
  const rows = new Float64Array(taken * d);
  const mean = new Float64Array(d);
  for (let s = 0; s < taken; s++) {
    const from = (taken === n ? s : Math.floor(random() * n)) * d;
    for (let j = 0; j < d; j++) {
      const x = vectors[from + j] as number;
      rows[s * d + j] = x;
      mean[j] = (mean[j] as number) + x / taken;
    }
  }
  for (let s = 0; s < taken; s++) {
    const row = rows.subarray(s * d, (s + 1) * d);
    const norm = spherical ? length(row) || 1 : 1;
    for (let j = 0; j < d; j++)
      row[j] = spherical ? (row[j] as number) / norm : (row[j] as number) - (mean[j] as number);
  }
  return rows;
}

function secondMoments(rows: Float64Array, d: number): Float64Array {
  const moments = new Float64Array(d * d);
  for (let at = 0; at < rows.length; at += d)
    for (let i = 0; i < d; i++) {
      const x = rows[at + i] as number;
      for (let j = i, to = i * d; j < d; j++)
        moments[to + j] = (moments[to + j] as number) + x * (rows[at + j] as number);
    }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) moments[i * d + j] = moments[j * d + i] as number;
  return moments;
}

/** basis · moments, count × d. */
function times(
  basis: Float64Array,
  moments: Float64Array,
  count: number,
  d: number,
): Float64Array<ArrayBuffer> {
  const product = new Float64Array(count * d);
  for (let v = 0; v < count; v++)
    for (let i = 0; i < d; i++) {
      const x = basis[v * d + i] as number;
      for (let j = 0, from = i * d, to = v * d; j < d; j++)
        product[to + j] = (product[to + j] as number) + x * (moments[from + j] as number);
    }
  return product;
}

/** Gram and Schmidt's, each direction twice for precision; one that the others span becomes an axis that they do not. */
function orthonormalise(basis: Float64Array, count: number, d: number): void {
  for (let v = 0; v < count; v++) {
    const row = basis.subarray(v * d, (v + 1) * d);
    for (let axis = -1; axis < d; axis++) {
      if (axis >= 0) row.fill(0).fill(1, axis, axis + 1);
      const before = length(row);
      for (let pass = 0; pass < 2; pass++)
        for (let u = 0; u < v; u++) {
          const other = basis.subarray(u * d, (u + 1) * d);
          let along = 0;
          for (let j = 0; j < d; j++) along += (row[j] as number) * (other[j] as number);
          for (let j = 0; j < d; j++) row[j] = (row[j] as number) - along * (other[j] as number);
        }
      const left = length(row);
      if (!(left > 1e-8 * before)) continue;
      for (let j = 0; j < d; j++) row[j] = (row[j] as number) / left;
      break;
    }
  }
}

function length(row: Float64Array): number {
  let sum = 0;
  for (const x of row) sum += x * x;
  return Math.sqrt(sum);
}
