import { availableParallelism } from 'node:os';
import { Cancelled } from '../jobs/cancelled';
import { kernelModule } from '../jobs/kernel';
import { runOnThreads } from '../jobs/threads';
import { kmeansField, planKmeans, putDirections, type KmeansMemory } from './kmeansMemory';
import { principalDirections } from './principalDirections';

export interface KmeansSettings {
  /** Clusters, from 1 to the number of vectors. */
  k: number;
  /** Starts with other centres, of which the one of least inertia is kept. */
  restarts: number;
  /** Of unit vectors, with centres of length one (Dhillon and Modha 2001). */
  spherical: boolean;
  /** `full`: Lloyd's, each vector in each iteration. `mini-batch`: Sculley 2010, for the largest sets. */
  method: 'full' | 'mini-batch';
  seed: number;
  threads?: number;
  maxIterations?: number;
  /** Stops when the sum of squared shifts of the centres is at most this times the mean variance of a number. */
  tolerance?: number;
}

export interface KmeansProgress {
  stage: 'start' | 'iterate';
  iteration: number;
  of: number;
  inertia?: number;
}

export interface Kmeans {
  /** Fewer than asked for when there are fewer distinct vectors. */
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
  /** Times that the centres moved. */
  iterations: number;
  seconds: number;
  converged: boolean;
}

const reportEveryMs = 250;
const pollEveryMs = 50;

/**
 * Clusters `n` vectors of `d` numbers, row-major, on worker threads: greedy k-means++, then Lloyd's iterations until
 * no vector changes its cluster or the centres hardly move, as scikit-learn's KMeans does. The same seed gives
 * the same clusters with any number of threads. Of spherical clusters, centres and distances are those of unit
 * vectors. Rejects with `Cancelled` soon after `signal` aborts, and before it starts when `k` is out of range or the
 * memory does not suffice.
 */
export async function kmeans(
  vectors: Float32Array,
  n: number,
  d: number,
  settings: KmeansSettings,
  deps: { signal?: AbortSignal; onProgress?: (progress: KmeansProgress) => void } = {},
): Promise<Kmeans> {
  const began = performance.now();
  const { k, spherical, maxIterations = 300, tolerance = 1e-4, threads = availableParallelism() } = settings;
  if (!Number.isInteger(k) || k < 1 || k > n)
    throw new Error(
      `${n.toLocaleString('en')} vectors cannot make ${k} clusters: choose from 1 to ${n.toLocaleString('en')}.`,
    );
  const module = await kernelModule('kmeans');
  const H = Number(process.env.H ?? 16);
  const plan = planKmeans({ n, d, k, head: H, threads });
  const prepared = new Float32Array(plan.memory.buffer, plan.at.rows, n * plan.rowFloats);
  const variance = putRows(prepared, plan.rowFloats, vectors, n, d, spherical);
  const t0 = performance.now();
  const directions = principalDirections(prepared, n, d, plan.rowFloats, H - 1, settings.seed);
  console.error('directions', performance.now() - t0, directions.shares.reduce((a, b) => a + b));
  putDirections(plan, directions, d, H - 1);
  plan.set('seed', settings.seed);
  plan.set('maxIterations', maxIterations);
  plan.set('spherical', Number(spherical));
  plan.set('tolerance', tolerance * variance);
  const cancel = new Int32Array(plan.memory.buffer, plan.control + kmeansField.cancel, 1);
  const stop = () => Atomics.store(cancel, 0, 1);
  if (deps.signal?.aborted) throw new Cancelled('The clustering was cancelled.');
  deps.signal?.addEventListener('abort', stop, { once: true });
  let last = -1, lastT = performance.now(), cpu = process.cpuUsage();
  const reports = setInterval(() => {
    const key = plan.get('stage') * 1e6 + plan.get('done');
    const c = process.cpuUsage(cpu);
    console.error(plan.get('stage'), plan.get('done'), plan.get('inertia').toFixed(2), ((c.user + c.system) / 1e6).toFixed(2));
  }, 250);
  try {
    await runOnThreads(
      Array.from({ length: threads }, (_, t) => ({
        module,
        memory: plan.memory,
        call: 'cluster',
        args: [plan.control, t],
      })),
    );
  } finally {
    clearInterval(reports);
    deps.signal?.removeEventListener('abort', stop);
  }
  if (deps.signal?.aborted) throw new Cancelled('The clustering was cancelled.');
  const own = new Uint32Array(plan.memory.buffer, plan.at.own, n).slice();
  return { k: plan.get('clusters'), assignments: own, inertia: plan.get('inertia'), iterations: plan.get('done'), converged: plan.get('converged') === 1, seconds: (performance.now() - began) / 1000 } as Kmeans;
}

/** Writes the vectors less their mean, or made unit vectors; the mean variance of a number. */
function putRows(rows: Float32Array, rowFloats: number, vectors: Float32Array, n: number, d: number, spherical: boolean): number {
  const mean = new Float64Array(d);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) mean[j] = (mean[j] as number) + (vectors[i * d + j] as number) / n;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    let norm = 0;
    for (let j = 0; j < d; j++) norm += (vectors[i * d + j] as number) ** 2;
    const scale = spherical && norm > 0 ? 1 / Math.sqrt(norm) : 1;
    for (let j = 0; j < d; j++) {
      const x = vectors[i * d + j] as number;
      const y = spherical ? x * scale : x - (mean[j] as number);
      rows[i * rowFloats + j] = y;
      squares += y * y;
    }
  }
  return squares / n / d;
}
