import * as l10n from '@vscode/l10n';
import { availableParallelism } from 'node:os';
import { kernelModule, pageBytes, sharedMemory } from '../../base/threads/kernel';
import { drawToFront } from '../../base/seededRandom';
import { onEach, runStoppable } from '../../base/threads/stoppable';

export interface MapQuality {
  /**
   * 1 when the points nearest on the map are all nearest in the original space too; what is shown together and is
   * not together counts against it, by rank (Venna and Kaski 2001; scikit-learn's `trustworthiness`).
   */
  trustworthiness: number;
  /** Mean share of a point's nearest in the original space that are its nearest on the map. */
  preservation: number;
  /** Points asked; each is compared with all. */
  points: number;
  /** Neighbours of each: ten, fewer where there are fewer than 21 points. */
  neighbours: number;
}

export interface QualityOptions {
  /** Draws the points that are asked, where not all are. */
  random: () => number;
  threads?: number;
  signal?: AbortSignal;
  /** Points done, at most four times a second. */
  onProgress?: (done: number, of: number) => void;
}

const usualNeighbours = 10;
const pollEveryMs = 250;
/** Pairs compared at most; 2·10⁸ of a hundred numbers take about five seconds on one core. */
const mostPairs = 2e8;
const fewestPoints = 500;

/**
 * How well a layout (n × dimensions, 2 or 3) keeps the neighbours that `vectors` (n × d, rows of length one) have
 * by cosine. Rejects with `Cancelled` soon after the signal.
 */
export async function mapQuality(
  vectors: Float32Array,
  n: number,
  d: number,
  layout: Float32Array,
  dimensions: number,
  { random, threads = availableParallelism(), signal, onProgress }: QualityOptions,
): Promise<MapQuality> {
  // scikit-learn asks the same: with k at half the points and more, the measure may leave 0 to 1.
  const k = Math.min(usualNeighbours, Math.ceil(n / 2) - 1);
  if (k < 1) return { trustworthiness: 1, preservation: 1, points: n, neighbours: 0 };
  const module = await kernelModule('mapQuality');
  const asked = someOf(n, Math.max(fewestPoints, Math.floor(mostPairs / n)), random);
  const stride = Math.ceil(d / 4) * 16;
  const column = Math.ceil(n / 4) * 16;
  const scratchBytes = 4 * column + 16 * k;
  const at = { control: pageBytes, asked: pageBytes + 64, layout: 0, matrix: 0, scratch: 0 };
  at.layout = at.asked + Math.ceil(asked.length / 4) * 16;
  at.matrix = at.layout + n * 16;
  at.scratch = at.matrix + n * stride;
  // A control word to stop, one to count, and two sums for each thread.
  const sums = at.scratch + threads * scratchBytes;
  const memory = sharedMemory(sums + threads * 16, l10n.t('Lay out fewer points.'));
  const floats = new Float32Array(memory.buffer);
  for (let r = 0; r < n; r++) {
    floats.set(vectors.subarray(r * d, (r + 1) * d), (at.matrix + r * stride) / 4);
    floats.set(layout.subarray(r * dimensions, (r + 1) * dimensions), (at.layout + r * 16) / 4);
  }
  new Uint32Array(memory.buffer, at.asked, asked.length).set(asked);
  const control = new Int32Array(memory.buffer, at.control, 2);
  const share = (t: number) => Math.floor((asked.length * t) / threads);
  await runStoppable(
    onEach(threads, { module, memory, call: 'measure' }, t => [
      ...[at.matrix, n, stride, at.layout],
      ...[at.asked + share(t) * 4, share(t + 1) - share(t), k],
      ...[at.scratch + t * scratchBytes, sums + t * 16, at.control, at.control + 4],
    ]),
    {
      cancel: control,
      signal,
      cancelled: l10n.t('The measuring of the map was cancelled.'),
      everyMs: pollEveryMs,
      report: () => onProgress?.(Atomics.load(control, 1), asked.length),
    },
  );
  let [beyond, kept] = [0, 0];
  const totals = new Float64Array(memory.buffer, sums, threads * 2);
  for (let t = 0; t < threads; t++) {
    beyond += totals[2 * t] as number;
    kept += totals[2 * t + 1] as number;
  }
  const m = asked.length;
  return {
    trustworthiness: 1 - (2 / (m * k * (2 * n - 3 * k - 1))) * beyond,
    preservation: kept / (m * k),
    points: m,
    neighbours: k,
  };
}

/** All of 0..n-1, or `most` of them drawn without repetition, rising. */
function someOf(n: number, most: number, random: () => number): Uint32Array {
  const all = Uint32Array.from({ length: n }, (_, i) => i);
  if (n <= most) return all;
  drawToFront(all, most, random);
  return all.slice(0, most).sort();
}
