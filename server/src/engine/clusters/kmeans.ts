import * as l10n from '@vscode/l10n';
import { availableParallelism } from 'node:os';
import { seededRandom, shuffled } from '../../base/seededRandom';
import { kernelModule } from '../../base/threads/kernel';
import { onEach, runStoppable } from '../../base/threads/stoppable';
import { headOf, kmeansField, planKmeans, putHead, type KmeansMemory } from './kmeansMemory';
import { language } from '../../../../shared/text/language';

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
  /** Centres are chosen, or they move. */
  stage: 'start' | 'iterate';
  /** Centres chosen, or iterations begun, and how many there will be at most. */
  iteration: number;
  of: number;
  inertia?: number;
  /** One-based. */
  restart: number;
  restarts: number;
}

export interface KmeansDeps {
  signal?: AbortSignal | undefined;
  /** Called at most four times a second. */
  onProgress?: (progress: KmeansProgress) => void;
}

export interface Kmeans {
  /** Fewer than asked for where there are fewer distinct vectors. */
  k: number;
  /** Cluster of each vector; none is empty. */
  assignments: Uint32Array;
  /** k × d, row-major. */
  centres: Float32Array;
  sizes: Uint32Array;
  /** Of each vector to its own centre, Euclidean. */
  distances: Float32Array;
  /** Sum of squared distances. */
  inertia: number;
  /** Times that the centres moved; with mini-batches, batches. */
  iterations: number;
  seconds: number;
  /** False: stopped after `maxIterations`. */
  converged: boolean;
}

const reportEveryMs = 250;
const pollEveryMs = 50;

/**
 * Clusters `n` vectors of `d` numbers, row-major, on worker threads: greedy k-means++, then Lloyd's iterations until
 * no vector changes its cluster or the centres hardly move, as scikit-learn's KMeans does. The same seed gives
 * the same clusters with any number of threads. Of spherical clusters, centres and distances are those of unit
 * vectors. Rejects with `Cancelled` within 200 ms after `signal` aborts, and before it starts when `k` is out of
 * range or the memory does not suffice.
 */
export async function kmeans(
  vectors: Float32Array,
  n: number,
  d: number,
  settings: KmeansSettings,
  deps: KmeansDeps = {},
): Promise<Kmeans> {
  const began = performance.now();
  const { k, restarts, threads = threadsFor(n, k) } = settings;
  if (!Number.isInteger(k) || k < 1 || k > n) {
    const most = n.toLocaleString(language());
    throw new Error(
      l10n.t('{0} vectors cannot make {1} clusters: choose a number from 1 to {2}.', most, k, most),
    );
  }
  const head = headOf(vectors, n, d, settings);
  const plan = planKmeans({ n, d, k, head: head.numbers, threads });
  putHead(plan, head, d);
  // Mini-batches are read in order, so the order must say nothing.
  const order = settings.method === 'mini-batch' ? shuffled(n, seededRandom(settings.seed)) : undefined;
  putRows(plan, vectors, n, d, order);
  const { maxIterations = 300, tolerance = 1e-4 } = settings;
  plan.set('maxIterations', maxIterations);
  plan.set('tolerance', tolerance);
  plan.set('spherical', Number(settings.spherical));
  plan.set('miniBatch', Number(order !== undefined));
  let best: Kmeans | undefined;
  for (let restart = 1; restart <= Math.max(1, restarts); restart++) {
    await runKernel(plan, { k, seed: settings.seed + restart - 1, threads }, deps, state =>
      deps.onProgress?.({ ...state, restart, restarts: Math.max(1, restarts) }),
    );
    // What another start found is read only where it is better.
    if (!best || plan.get('inertia') < best.inertia) best = read(plan, n, d, settings.spherical, order);
  }
  return { ...(best as Kmeans), seconds: (performance.now() - began) / 1000 };
}

/** Starting a thread takes longer than comparing a million vectors with centres. */
function threadsFor(n: number, k: number): number {
  return n * k < 1e6 ? 1 : availableParallelism();
}

/** Lets the threads run from one start to convergence. Rejects with `Cancelled` when they were stopped. */
async function runKernel(
  plan: KmeansMemory,
  { k, seed, threads }: { k: number; seed: number; threads: number },
  { signal, onProgress }: KmeansDeps,
  report: (state: Omit<KmeansProgress, 'restart' | 'restarts'>) => void,
): Promise<void> {
  const module = await kernelModule('kmeans');
  plan.set('clusters', k);
  plan.set('seed', seed >>> 0);
  for (const field of ['stage', 'done', 'converged', 'changes', 'inertia'] as const) plan.set(field, 0);
  const cancel = new Int32Array(plan.memory.buffer, plan.control + kmeansField.cancel, 1);
  let reported = -Infinity;
  const tell = () => {
    if (!onProgress || performance.now() - reported < reportEveryMs) return;
    reported = performance.now();
    const inertia = plan.get('inertia');
    report({
      ...(plan.get('stage') === 0
        ? { stage: 'start', of: k }
        : { stage: 'iterate', of: plan.get('maxIterations') }),
      iteration: plan.get('done'),
      ...(inertia > 0 ? { inertia } : {}),
    });
  };
  tell();
  const call = { module, memory: plan.memory, call: 'cluster' };
  await runStoppable(
    onEach(threads, call, t => [plan.control, t]),
    {
      cancel,
      signal,
      cancelled: l10n.t('The clustering was cancelled.'),
      everyMs: pollEveryMs,
      report: tell,
    },
  );
}

function putRows(plan: KmeansMemory, vectors: Float32Array, n: number, d: number, order?: Uint32Array): void {
  const rows = new Float32Array(plan.memory.buffer, plan.at.rows, n * plan.rowFloats);
  if (plan.rowFloats === d && !order) rows.set(vectors.subarray(0, n * d));
  else
    for (let i = 0; i < n; i++) {
      const from = (order?.[i] ?? i) * d;
      rows.set(vectors.subarray(from, from + d), i * plan.rowFloats);
    }
}

function read(plan: KmeansMemory, n: number, d: number, spherical: boolean, order?: Uint32Array): Kmeans {
  const k = plan.get('clusters');
  const { buffer } = plan.memory;
  const own = new Uint32Array(buffer, plan.at.own, n);
  const squares = new Float32Array(buffer, plan.at.nearest, n);
  const moved = new Float32Array(buffer, plan.at.centres, k * plan.rowFloats);
  const mean = new Float32Array(buffer, plan.at.mean, d);
  const assignments = new Uint32Array(n);
  const distances = new Float32Array(n);
  const sizes = new Uint32Array(k);
  const centres = new Float32Array(k * d);
  for (let i = 0; i < n; i++) {
    const to = order?.[i] ?? i;
    const cluster = own[i] as number;
    assignments[to] = cluster;
    distances[to] = Math.sqrt(squares[i] as number);
    sizes[cluster] = (sizes[cluster] as number) + 1;
  }
  for (let c = 0; c < k; c++)
    for (let j = 0; j < d; j++)
      centres[c * d + j] = (moved[c * plan.rowFloats + j] as number) + (spherical ? 0 : (mean[j] as number));
  return {
    k,
    assignments,
    centres,
    sizes,
    distances,
    inertia: plan.get('inertia'),
    iterations: plan.get('done'),
    seconds: 0,
    converged: plan.get('converged') === 1,
  };
}
