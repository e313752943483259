/** Lloyd's algorithm as it is written down, from given centres: no bounds, 64-bit sums, all vectors in each round. */
export function referenceLloyd(
  vectors: Float32Array,
  n: number,
  d: number,
  start: Float32Array,
  spherical: boolean,
): { assignments: Uint32Array; centres: Float64Array; inertia: number } {
  const k = start.length / d;
  const rows = Float64Array.from(vectors);
  if (spherical) for (let i = 0; i < n; i++) normalise(rows.subarray(i * d, (i + 1) * d));
  let centres = Float64Array.from(start);
  let assignments = assign(rows, n, d, centres);
  for (let round = 0; round < 1000; round++) {
    centres = means(rows, n, d, k, assignments);
    if (spherical) for (let c = 0; c < k; c++) normalise(centres.subarray(c * d, (c + 1) * d));
    const next = assign(rows, n, d, centres);
    if (next.every((c, i) => c === assignments[i])) break;
    assignments = next;
  }
  let inertia = 0;
  for (let i = 0; i < n; i++) inertia += square(rows, i, centres, assignments[i] as number, d);
  return { assignments, centres, inertia };
}

/** Sum of squared distances to the means of the clusters. */
export function inertiaOf(
  vectors: ArrayLike<number>,
  n: number,
  d: number,
  k: number,
  assignments: Uint32Array,
): number {
  const centres = means(Float64Array.from(vectors), n, d, k, assignments);
  let inertia = 0;
  for (let i = 0; i < n; i++) inertia += square(vectors, i, centres, assignments[i] as number, d);
  return inertia;
}

export function square(a: ArrayLike<number>, i: number, b: ArrayLike<number>, c: number, d: number): number {
  let sum = 0;
  for (let j = 0; j < d; j++) sum += ((a[i * d + j] as number) - (b[c * d + j] as number)) ** 2;
  return sum;
}

function assign(rows: Float64Array, n: number, d: number, centres: Float64Array): Uint32Array {
  return Uint32Array.from({ length: n }, (_, i) => {
    let [nearest, least] = [0, Infinity];
    for (let c = 0; c < centres.length / d; c++) {
      const distance = square(rows, i, centres, c, d);
      if (distance < least) [nearest, least] = [c, distance];
    }
    return nearest;
  });
}

function means(
  rows: Float64Array,
  n: number,
  d: number,
  k: number,
  assignments: Uint32Array,
): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(k * d);
  const sizes = new Float64Array(k);
  for (let i = 0; i < n; i++) {
    const c = assignments[i] as number;
    sizes[c] = (sizes[c] as number) + 1;
    for (let j = 0; j < d; j++) sums[c * d + j] = (sums[c * d + j] as number) + (rows[i * d + j] as number);
  }
  return sums.map((sum, at) => sum / (sizes[Math.floor(at / d)] as number));
}

function normalise(row: Float64Array): void {
  const length = Math.hypot(...row);
  if (length > 0) row.forEach((x, j) => (row[j] = x / length));
}
