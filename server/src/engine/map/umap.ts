import * as l10n from '@vscode/l10n';
import { availableParallelism } from 'node:os';
import * as fields from '../../../kernels/map/parts/umapControl';
import { seededRandom } from '../../base/seededRandom';
import { Cancelled } from '../../base/threads/cancelled';
import {
  instantiateKernel,
  kernelModule,
  Addresses,
  putWords,
  sharedMemory,
} from '../../base/threads/kernel';
import { onEach, runStoppable } from '../../base/threads/stoppable';
import { distanceCurve } from './distanceCurve';
import { fuzzySet, type WeightedGraph } from './fuzzySet';
import { nearestGraph, type NearestGraph } from './nearest';
import { pca } from './pca';
import { readPoints, writePoints } from './pointTable';

export interface UmapSettings {
  dimensions: 2 | 3;
  /** Of each point, the point itself counted, as umap-learn's n_neighbors. */
  neighbours: number;
  minDist: number;
  /** 0: 500 up to 100,000 points, else 300. umap-learn takes 200 from 10,000 on, which leaves more undone. */
  epochs: number;
  seed: number;
  threads?: number;
}

export interface UmapProgress {
  stage: 'neighbours' | 'layout';
  iteration: number;
  of: number;
  /** A copy of the layout as it is now, n × dimensions. */
  layout?: Float32Array;
}

export interface UmapOptions {
  signal?: AbortSignal;
  /** At most two times a second with a layout. */
  onProgress?: (progress: UmapProgress) => void;
  /** The neighbours, when they are known: `neighbours` - 1 of each point, as `nearestGraph` answers. */
  graph?: NearestGraph;
}

export interface Umap {
  /** n × dimensions, row-major. */
  layout: Float32Array;
  epochs: number;
  seconds: number;
}

/** umap-learn's: half the width of the start, its random part, and points pushed away for each one pulled. */
const startWidth = 10;
const startNoise = 1e-4;
const negatives = 5;
const forceBytes = 32 * 64 * 8;
const reportEveryMs = 500;
const cancelled = () => l10n.t('The layout was cancelled.');
const manyPoints = 100_000;
/** Fewer points are sooner moved than another thread is waited for in each epoch. */
const pointsOfThread = 4096;

/**
 * UMAP (McInnes, Healy and Melville 2018) of `n` vectors of `d` numbers by Euclidean distance: exact neighbours,
 * fuzzy simplicial set, start at the principal components (Kobak and Linderman 2021 find them as good as the spectral
 * one), stochastic gradient descent on worker threads. The same for the same seed, whatever the number of threads.
 * Rejects with `Cancelled` soon after the signal.
 */
export async function umap(
  vectors: Float32Array,
  n: number,
  d: number,
  settings: UmapSettings,
  { signal, onProgress, graph }: UmapOptions = {},
): Promise<Umap> {
  const began = performance.now();
  const { dimensions, minDist, seed } = settings;
  if (n < 3) throw new RangeError(l10n.t('A map needs at least 3 points; there are {0}.', n));
  const k = Math.max(1, Math.min(settings.neighbours, n) - 1);
  const threads = settings.threads ?? Math.min(availableParallelism(), Math.ceil(n / pointsOfThread));
  const epochs = settings.epochs > 0 ? settings.epochs : n <= manyPoints ? 500 : 300;
  const nearest =
    graph ??
    (await nearestGraph(vectors, n, d, k, {
      threads,
      ...(signal ? { signal } : {}),
      onProgress: (done, of) => onProgress?.({ stage: 'neighbours', iteration: done, of }),
    }));
  const module = await kernelModule('umap');
  const edges = fuzzySet(nearest, n);
  if (signal?.aborted) throw new Cancelled(cancelled());
  const plan = lay(edges, n, { dimensions, threads, epochs, seed });
  const { a, b } = distanceCurve(minDist);
  instantiateKernel(module, plan.memory)['coefficients']?.(plan.control, a, b);
  const table = { ...plan, at: plan.layouts[0] };
  writePoints(table, startOf(vectors, n, d, { dimensions, seed }), dimensions);
  const words = new Int32Array(plan.memory.buffer, plan.control, 4);
  const done = () => Atomics.load(words, fields.DONE / 4);
  const report = () =>
    onProgress?.({
      stage: 'layout',
      iteration: done(),
      of: epochs,
      layout: read(plan, n, dimensions, done()),
    });
  const call = { module, memory: plan.memory, call: 'run' };
  await runStoppable(
    onEach(threads, call, t => [plan.control, t]),
    {
      cancel: words.subarray(fields.CANCEL / 4),
      signal,
      cancelled: cancelled(),
      everyMs: reportEveryMs,
      report,
    },
  );
  return {
    layout: read(plan, n, dimensions, epochs),
    epochs,
    seconds: (performance.now() - began) / 1000,
  };
}

interface Plan {
  memory: WebAssembly.Memory;
  control: number;
  /** Addresses of the two tables, and numbers of a point in them. */
  layouts: readonly [number, number];
  pointFloats: 2 | 4;
}

function lay(
  { starts, ends, weights }: WeightedGraph,
  n: number,
  settings: { dimensions: 2 | 3; threads: number; epochs: number; seed: number },
): Plan {
  const { dimensions, threads, epochs, seed } = settings;
  const pointFloats = dimensions === 2 ? 2 : 4;
  const addresses = new Addresses();
  const take = (bytes: number) => addresses.take(bytes);
  const control = take(128);
  const forces = take(forceBytes);
  const startsAt = take(starts.byteLength);
  const endsAt = take(ends.byteLength);
  const ratesAt = take(weights.byteLength);
  const layouts = [take(n * pointFloats * 4), take(n * pointFloats * 4)] as const;
  const memory = sharedMemory(addresses.end, l10n.t('Lay out fewer points, or with fewer neighbours.'));
  putWords(memory, control, [
    [fields.N, n],
    [fields.THREADS, threads],
    [fields.DIMENSIONS, dimensions],
    [fields.EPOCHS, epochs],
    [fields.NEGATIVES, negatives],
    [fields.SEED, seed],
    [fields.STARTS, startsAt],
    [fields.ENDS, endsAt],
    [fields.RATES, ratesAt],
    [fields.LAYOUTS, layouts[0]],
    [fields.LAYOUTS + 4, layouts[1]],
    [fields.FORCES, forces],
  ]);
  new Uint32Array(memory.buffer, startsAt, starts.length).set(starts);
  new Uint32Array(memory.buffer, endsAt, ends.length).set(ends);
  let most = 0;
  for (const weight of weights) most = Math.max(most, weight);
  const rates = new Uint32Array(memory.buffer, ratesAt, weights.length);
  // As in umap-learn, an edge that would be due less than once in all epochs never is.
  for (const [e, weight] of weights.entries())
    rates[e] = weight * epochs < most ? 0 : Math.floor((weight / most) * 0xffffffff);
  return { memory, control, layouts, pointFloats };
}

/** Principal components of which the first reaches from -10 to 10 about, with noise that parts duplicates. */
function startOf(
  vectors: Float32Array,
  n: number,
  d: number,
  { dimensions, seed }: { dimensions: 2 | 3; seed: number },
): Float32Array {
  const { layout } = pca(vectors, n, d, dimensions);
  let largest = 0;
  for (const value of layout) largest = Math.max(largest, Math.abs(value));
  const random = seededRandom(seed);
  const noise = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()) * startNoise;
  return layout.map(value => (largest > 0 ? (value / largest) * startWidth : 0) + noise());
}

/** The layout after that many epochs, which stands in one of two tables. */
function read({ memory, layouts, pointFloats }: Plan, n: number, dimensions: number, done: number) {
  return readPoints({ memory, at: layouts[(done % 2) as 0 | 1], pointFloats }, n, dimensions);
}
