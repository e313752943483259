import * as l10n from '@vscode/l10n';
import { availableParallelism } from 'node:os';
import * as fields from '../../../kernels/map/parts/nearestControl';
import {
  instantiateKernel,
  kernelModule,
  Addresses,
  pageBytes,
  putFloats,
  putWords,
  sharedMemory,
} from '../../base/threads/kernel';
import { onEach, runStoppable } from '../../base/threads/stoppable';
import { mainAxes } from './mainAxes';

/** The k nearest of each of n vectors: n × k, row-major, nearest first. */
export interface NearestGraph {
  neighbours: Uint32Array;
  /** Euclidean. */
  distances: Float32Array;
}

export interface NearestOptions {
  threads?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Rows answered, at most four times a second. */
  onProgress?: ((done: number, of: number) => void) | undefined;
}

/** Points of a leaf at most: 256 × 17 numbers stay in the first-level cache while others are compared. */
const leafPoints = 256;
const axes = 15;
const pollEveryMs = 250;
const remedy = () => l10n.t('Lay out fewer points.');

/**
 * The `k` nearest of each of `n` vectors of `d` numbers among the others, by Euclidean distance and exactly (as
 * 32-bit floats have it; of equal distances the lower row is nearer), on worker threads. The vector itself is left
 * out, its duplicates are not. The answer does not depend on the number of threads. Candidates are ruled out by a
 * lower bound in 16 dimensions: 15 principal coordinates and the length of the rest.
 *
 * Rejects with `Cancelled` within milliseconds of the signal; throws where k is not in 1..n-1 or a number is not
 * finite.
 */
export async function nearestGraph(
  vectors: Float32Array,
  n: number,
  d: number,
  k: number,
  { threads = availableParallelism(), signal, onProgress }: NearestOptions = {},
): Promise<NearestGraph> {
  if (!Number.isInteger(k) || k < 1 || k >= n)
    throw new RangeError(
      l10n.t('{0} neighbours of each of {1} points: there must be 1 to {2}.', k, n, Math.max(1, n - 1)),
    );
  threads = Math.max(1, Math.min(threads, Math.ceil(n / leafPoints)));
  const { mean, directions, longest } = mainAxes(vectors, n, d, axes);
  if (!Number.isFinite(longest))
    throw new RangeError(
      l10n.t('Vectors with numbers that are not finite have no neighbours. Train the model again.'),
    );
  const module = await kernelModule('nearest');
  const plan = lay(module, { n, d, k, threads, longest });
  const { memory, control, stride, leaves } = plan;
  const floats = new Float32Array(memory.buffer);
  for (let i = 0; i < n; i++)
    floats.set(vectors.subarray(i * d, (i + 1) * d), (plan.matrix + i * stride) / 4);
  floats.set(mean, plan.mean / 4);
  directions.forEach((axis, a) => floats.set(axis, (plan.axes + a * stride) / 4));
  const words = new Int32Array(memory.buffer, control, 3);
  await runStoppable(
    onEach(threads, { module, memory, call: 'run' }, t => [control, t, plan.scratch + t * plan.scratchBytes]),
    {
      cancel: words.subarray(fields.CANCEL / 4),
      signal,
      cancelled: l10n.t('The search for neighbours was cancelled.'),
      everyMs: pollEveryMs,
      report: () =>
        onProgress?.(Math.min(n, Math.round((Atomics.load(words, fields.DONE / 4) / leaves) * n)), n),
    },
  );
  return {
    neighbours: new Uint32Array(memory.buffer, plan.found, n * k).slice(),
    distances: new Float32Array(memory.buffer, plan.distances, n * k).slice(),
  };
}

/** Where everything stands in the memory that threads share; the kernel names the fields of the control block. */
function lay(
  module: WebAssembly.Module,
  { n, d, k, threads, longest }: Record<'n' | 'd' | 'k' | 'threads' | 'longest', number>,
) {
  const levels = Math.max(0, Math.ceil(Math.log2(n / leafPoints)));
  const leaves = 2 ** levels;
  const capacity = Math.ceil(Math.ceil(n / leaves) / 8) * 8;
  const stride = Math.ceil(d / 8) * 32;
  const slots = leaves * capacity;
  const addresses = new Addresses();
  const take = (bytes: number) => addresses.take(bytes);
  const control = take(128);
  const matrix = take(n * stride);
  const mean = take(stride);
  const axesAt = take(axes * stride);
  const points = take(n * 64);
  const order = take(n * 4);
  const starts = take((leaves + 1) * 4);
  const blocks = take((slots / 8) * 17 * 32);
  const boxes = take(leaves * 128);
  const slotRows = take(slots * 4);
  const slotVectors = take(slots * stride);
  const found = take(n * k * 4);
  const distances = take(n * k * 4);
  const sizes = instantiateKernel(module, sharedMemory(pageBytes, remedy()));
  const scratchBytes =
    Math.ceil(Math.max(sizes['scratchBytes']?.(k, capacity, leaves) ?? 0, stride) / 64) * 64;
  const scratch = take(scratchBytes * threads);
  const memory = sharedMemory(addresses.end, remedy());
  putWords(memory, control, [
    [fields.N, n],
    [fields.K, k],
    [fields.STRIDE, stride],
    [fields.LEAVES, leaves],
    [fields.CAPACITY, capacity],
    [fields.MATRIX, matrix],
    [fields.MEAN, mean],
    [fields.AXES, axesAt],
    [fields.POINTS, points],
    [fields.ORDER, order],
    [fields.STARTS, starts],
    [fields.BLOCKS, blocks],
    [fields.BOXES, boxes],
    [fields.SLOT_ROWS, slotRows],
    [fields.SLOT_VECTORS, slotVectors],
    [fields.FOUND, found],
    [fields.DISTANCES, distances],
    [fields.THREADS, threads],
    [fields.LEVELS, levels],
  ]);
  putFloats(memory, control, [[fields.LONGEST, longest]]);
  return {
    memory,
    control,
    stride,
    leaves,
    matrix,
    mean,
    axes: axesAt,
    found,
    distances,
    scratch,
    scratchBytes,
  };
}
