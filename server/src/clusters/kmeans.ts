import { setImmediate } from 'node:timers/promises';
import { seededRandom } from '../embedding/seededRandom';
import { Cancelled } from '../jobs/cancelled';

export interface KmeansSettings {
  /** Clusters, from 1 to the number of vectors. */
  k: number;
  /** Starts with other centres, of which the one of least inertia is kept. */
  restarts: number;
  /** Of unit vectors, with centres of length one. */
  spherical: boolean;
  method: 'full' | 'mini-batch';
  seed: number;
  threads?: number;
  maxIterations?: number;
  /** Stops when the centres moved by less than this times the mean variance of the numbers. */
  tolerance?: number;
}

export interface KmeansProgress {
  stage: 'start' | 'iterate';
  iteration: number;
  of: number;
  inertia?: number;
}

export interface Kmeans {
  k: number;
  /** Cluster of each vector. */
  assignments: Uint32Array;
  /** k × d, row-major. */
  centres: Float32Array;
  sizes: Uint32Array;
  /** Of each vector to its own centre, Euclidean. */
  distances: Float32Array;
  /** Sum of squared distances. */
  inertia: number;
  iterations: number;
  seconds: number;
  converged: boolean;
}

/** Clusters `n` vectors of `d` numbers, row-major. Rejects with `Cancelled` after `signal` aborts. */
export async function kmeans(
  vectors: Float32Array,
  n: number,
  d: number,
  settings: KmeansSettings,
  deps: { signal?: AbortSignal; onProgress?: (progress: KmeansProgress) => void } = {},
): Promise<Kmeans> {
  const began = performance.now();
  const { k, spherical, maxIterations = 300, tolerance = 1e-4 } = settings;
  if (!Number.isInteger(k) || k < 1 || k > n)
    throw new Error(`${n} vectors cannot make ${k} clusters: choose from 1 to ${n}.`);
  const x = Float32Array.from(vectors.subarray(0, n * d));
  if (spherical) for (let i = 0; i < n; i++) unit(x.subarray(i * d, (i + 1) * d));
  const random = seededRandom(settings.seed);
  let best: Kmeans | undefined;
  for (let restart = 0; restart < Math.max(1, settings.restarts); restart++) {
    const run = await lloyd();
    if (!best || run.inertia < best.inertia) best = run;
  }
  return { ...(best as Kmeans), seconds: (performance.now() - began) / 1000 };

  async function lloyd(): Promise<Kmeans> {
    const centres = new Float32Array(k * d);
    const nearest = new Float64Array(n).fill(Infinity);
    for (let c = 0; c < k; c++) {
      let mass = 0;
      for (const s of nearest) mass += c === 0 ? 1 : s;
      let pick = 0;
      for (let rest = random() * mass; pick < n - 1; pick++)
        if ((rest -= c === 0 ? 1 : (nearest[pick] as number)) < 0) break;
      centres.set(x.subarray(pick * d, (pick + 1) * d), c * d);
      for (let i = 0; i < n; i++) nearest[i] = Math.min(nearest[i] as number, square(i, centres, c));
      if (c % 16 === 0) await breathe('start', c, k);
    }
    const assignments = new Uint32Array(n).fill(k);
    const distances = new Float32Array(n);
    const sizes = new Uint32Array(k);
    const limit = tolerance * variance();
    let converged = false;
    let iterations = 0;
    let inertia = 0;
    while (iterations < maxIterations && !converged) {
      iterations++;
      converged = (await assign()) === 0;
      if (!converged) converged = update() <= limit;
      await breathe('iterate', iterations, maxIterations, inertia);
    }
    await assign();
    return { k, assignments, centres, sizes, distances, inertia, iterations, seconds: 0, converged };

    async function assign(): Promise<number> {
      let changes = 0;
      inertia = 0;
      for (let i = 0; i < n; i++) {
        let [own, least] = [0, Infinity];
        for (let c = 0; c < k; c++) {
          const s = square(i, centres, c);
          if (s < least) [own, least] = [c, s];
        }
        if (assignments[i] !== own) changes++;
        assignments[i] = own;
        distances[i] = Math.sqrt(least);
        inertia += least;
        if (i % 256 === 0) await breathe('iterate', iterations, maxIterations, undefined);
      }
      sizes.fill(0);
      for (const own of assignments) sizes[own] = (sizes[own] as number) + 1;
      return changes;
    }

    /** Empty clusters take the farthest vectors; the sum of squared shifts. */
    function update(): number {
      const order = [...assignments.keys()].sort(
        (a, b) => (distances[b] as number) - (distances[a] as number),
      );
      for (let c = 0; c < k; c++) {
        if ((sizes[c] as number) > 0) continue;
        const far = order.find(i => (sizes[assignments[i] as number] as number) > 1) as number;
        order.splice(order.indexOf(far), 1);
        sizes[assignments[far] as number] = (sizes[assignments[far] as number] as number) - 1;
        assignments[far] = c;
        sizes[c] = 1;
      }
      const sums = new Float64Array(k * d);
      for (let i = 0; i < n; i++)
        for (let j = 0, at = (assignments[i] as number) * d; j < d; j++)
          sums[at + j] = (sums[at + j] as number) + (x[i * d + j] as number);
      let shift = 0;
      for (let c = 0; c < k; c++) {
        const row = Float32Array.from(sums.subarray(c * d, (c + 1) * d), s => s / (sizes[c] as number));
        if (spherical) unit(row);
        row.forEach((value, j) => (shift += (value - (centres[c * d + j] as number)) ** 2));
        centres.set(row, c * d);
      }
      return shift;
    }
  }

  async function breathe(
    stage: 'start' | 'iterate',
    iteration: number,
    of: number,
    inertia?: number,
  ): Promise<void> {
    deps.onProgress?.({ stage, iteration, of, ...(inertia === undefined ? {} : { inertia }) });
    await setImmediate();
    if (deps.signal?.aborted) throw new Cancelled('The clustering was cancelled.');
  }

  function square(i: number, centres: Float32Array, c: number): number {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += ((x[i * d + j] as number) - (centres[c * d + j] as number)) ** 2;
    return sum;
  }

  function variance(): number {
    let total = 0;
    for (let j = 0; j < d; j++) {
      let [sum, squares] = [0, 0];
      for (let i = 0; i < n; i++) sum += x[i * d + j] as number;
      for (let i = 0; i < n; i++) squares += ((x[i * d + j] as number) - sum / n) ** 2;
      total += squares / n / d;
    }
    return total;
  }
}

function unit(row: Float32Array): void {
  const length = Math.hypot(...row);
  if (length > 0) row.forEach((value, j) => (row[j] = value / length));
}
