import * as l10n from '@vscode/l10n';
import { availableParallelism } from 'node:os';
import { seededRandom } from '../../base/seededRandom';
import { instantiateKernel, kernelModule, pageBytes, sharedMemory } from '../../base/threads/kernel';
import { onEach, runStoppable } from '../../base/threads/stoppable';
import { nearestGraph, type NearestGraph } from './nearest';
import { pca } from './pca';
import { readPoints, writePoints } from './pointTable';
import { planTsne, type TsnePlan } from './tsnePlan';
import * as fields from '../../../kernels/map/parts/tsneControl';

export interface TsneSettings {
  dimensions: 2 | 3;
  /** Neighbours that count, about; at most a third of the other points. */
  perplexity: number;
  /** Attraction times this at first, so that clusters find together. */
  earlyExaggeration: number;
  /**
   * Of a gradient without the factor 4, as in openTSNE; 0: points / early exaggeration, at least 200 (Belkina et
   * al. 2019).
   */
  learningRate: number;
  /** All of them, of which at most the first 250 are exaggerated. */
  iterations: number;
  seed: number;
  /** Of the machine's cores unless said; the result differs in its last digits with it, and so, at length, in all. */
  threads?: number;
  /** Where points start, n × dimensions, row-major; else at their principal components, 10⁻⁴ wide. */
  start?: Float32Array;
}

export interface TsneProgress {
  stage: 'neighbours' | 'layout';
  iteration: number;
  of: number;
  /** Kullback and Leibler's divergence, measured every 50 iterations. */
  kl?: number;
  /** A copy of the layout as it is now, n × dimensions. */
  layout?: Float32Array;
}

export interface TsneOptions {
  signal?: AbortSignal;
  /** At most two times a second. */
  onProgress?: (progress: TsneProgress) => void;
  /** The neighbours, when they are known: 3 · perplexity of each point, as `nearestGraph` answers. */
  graph?: NearestGraph;
}

export interface Tsne {
  /** n × dimensions, row-major, centred. */
  layout: Float32Array;
  kl: number;
  iterations: number;
  seconds: number;
}

const earlyIterations = 250;
const startWidth = 1e-4;
const reportEveryMs = 500;

/** Neighbours whose distances t-SNE asks for: beyond three times the perplexity their weight is next to nothing. */
export function tsneNeighbours(n: number, perplexity: number): number {
  return Math.min(n - 1, Math.floor(3 * perplexity + 1));
}

/**
 * t-SNE of `n` vectors of `d` numbers by Euclidean distance, on worker threads (van der Maaten and Hinton 2008;
 * in the plane with Linderman et al. 2019's convolution, in space with Barnes and Hut's tree as in van der Maaten
 * 2014). The same for the same seed and number of threads. Rejects with `Cancelled` soon after the signal.
 */
export async function tsne(
  vectors: Float32Array,
  n: number,
  d: number,
  settings: TsneSettings,
  { signal, onProgress, graph }: TsneOptions = {},
): Promise<Tsne> {
  const began = performance.now();
  const { dimensions, iterations, earlyExaggeration: exaggeration } = settings;
  if (n < 5) throw new RangeError(l10n.t('A map needs at least 5 points; there are {0}.', n));
  // As many neighbours as the perplexity, all alike, are its upper end.
  const perplexity = Math.min(settings.perplexity, (n - 1) / 3);
  if (!(perplexity > 1))
    throw new RangeError(l10n.t('Perplexity {0}: it must be above 1.', settings.perplexity));
  const threads = Math.max(1, Math.min(settings.threads ?? availableParallelism(), Math.ceil(n / 64)));
  const k = tsneNeighbours(n, perplexity);
  const nearest =
    graph ??
    (await nearestGraph(vectors, n, d, k, {
      threads,
      signal,
      onProgress: (done, of) => onProgress?.({ stage: 'neighbours', iteration: done, of }),
    }));
  const module = await kernelModule('tsne');
  const kernel = instantiateKernel(module, sharedMemory(pageBytes, ''));
  const rate = settings.learningRate > 0 ? settings.learningRate : Math.max(n / exaggeration, 200);
  const early = Math.min(earlyIterations, iterations);
  const sizes = { n, k, dimensions, threads, iterations, early, perplexity, exaggeration, rate };
  const plan = planTsne(kernel, sizes);
  new Uint32Array(plan.memory.buffer, plan.neighbours, n * k).set(nearest.neighbours);
  new Float32Array(plan.memory.buffer, plan.distances, n * k).set(nearest.distances);
  const table = { ...plan, at: plan.layout };
  writePoints(table, settings.start ?? startOf(vectors, n, d, settings), dimensions);
  const word = new Int32Array(plan.memory.buffer, plan.control, 4);
  const done = () => Atomics.load(word, fields.DONE / 4);
  const kl = () => new DataView(plan.memory.buffer).getFloat64(plan.control + fields.DIVERGENCE, true);
  const report = () =>
    onProgress?.({
      stage: 'layout',
      iteration: done(),
      of: iterations,
      ...(done() > 0 && { kl: kl(), layout: read(plan, n, dimensions, done()) }),
    });
  const call = { module, memory: plan.memory, call: 'run' };
  await runStoppable(
    onEach(threads, call, t => [plan.control, t]),
    {
      cancel: word.subarray(fields.CANCEL / 4),
      signal,
      cancelled: l10n.t('The layout was cancelled.'),
      everyMs: reportEveryMs,
      report,
    },
  );
  const layout = centred(read(plan, n, dimensions, iterations), dimensions);
  return { layout, kl: kl(), iterations, seconds: (performance.now() - began) / 1000 };
}

/** Principal components of which the first has that standard deviation; random where there is none. */
function startOf(
  vectors: Float32Array,
  n: number,
  d: number,
  { dimensions, seed }: TsneSettings,
): Float32Array {
  const { layout } = pca(vectors, n, d, dimensions);
  let [sum, squares] = [0, 0];
  for (let i = 0; i < n; i++) {
    const x = layout[i * dimensions] as number;
    sum += x;
    squares += x * x;
  }
  const deviation = Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
  const scale = deviation > 0 ? startWidth / deviation : 0;
  const random = seededRandom(seed);
  // A hundredth of it at random, so that duplicates do not stay on top of each other for ever.
  return layout.map(x => x * scale + (random() - 0.5) * startWidth * (scale > 0 ? 0.01 : 3));
}

/** The layout after that many iterations, which stands in one of two tables. */
function read({ memory, control, pointFloats }: TsnePlan, n: number, dimensions: number, done: number) {
  const field = done % 2 === 0 ? fields.LAYOUT : fields.NEXT_LAYOUT;
  const at = new DataView(memory.buffer).getUint32(control + field, true);
  return readPoints({ memory, at, pointFloats }, n, dimensions);
}

function centred(layout: Float32Array, dimensions: number): Float32Array {
  const n = layout.length / dimensions;
  for (let c = 0; c < dimensions; c++) {
    let mean = 0;
    for (let i = c; i < layout.length; i += dimensions) mean += (layout[i] as number) / n;
    for (let i = c; i < layout.length; i += dimensions) layout[i] = (layout[i] as number) - mean;
  }
  return layout;
}
