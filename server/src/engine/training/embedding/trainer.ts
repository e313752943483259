import * as l10n from '@vscode/l10n';
import { availableParallelism } from 'node:os';
import type { NumberedCorpus } from '../corpus/corpus';
import * as control from '../../../../kernels/training/parts/control';
import {
  instantiateKernel,
  kernelModule,
  pageBytes,
  putWords,
  sharedMemory,
} from '../../../base/threads/kernel';
import { runOnThreads } from '../../../base/threads/threads';
import { Cancelled } from '../../../base/threads/cancelled';
import { defaultConfig, type EmbeddingConfig } from './config';
import { longestOf, planMemory, type MemoryPlan } from './memoryPlan';
import type { StartVectors } from './startVectors';

/** What a training says of itself, at most four times a second. */
export interface TrainingState {
  /** One-based. */
  epoch: number;
  epochs: number;
  /** 0 to 1 over all epochs. */
  fraction: number;
  /** Mean loss of a (context, centre) pair since the last report. */
  loss: number | undefined;
  /** Corpus positions a second since the start. */
  rate: number;
  /** Not known before the first sentence is trained. */
  secondsLeft?: number;
}

export interface TrainedVectors {
  /** Rows × size, row-major: input vectors (syn0) and output vectors (syn1neg) of tokens, or of fields. */
  inputs: Float32Array;
  outputs: Float32Array;
  /** Pairs whose loss was measured: those of one context in 8 are, of one bag in 32. */
  pairs: number;
  /** Mean loss of a pair over the training; with an early stop, in the last epoch. Neither depends on the clock. */
  loss: number;
  /** Epochs trained: fewer than asked for after an early stop. */
  epochs: number;
  seconds: number;
  /** Corpus positions trained a second, epochs counted. */
  rate: number;
  workers: number;
}

export interface ComputingOptions {
  signal?: AbortSignal;
  onProgress?: (state: TrainingState) => void;
  /** Vectors to go on with; rows that it does not know start as in any training. */
  start?: StartVectors;
}

/**
 * Corpus in, vectors out: the seam between what is learned and where. Threads of one machine are one way; a cluster
 * trains shares of a corpus on such threads, and averages what comes out.
 */
export type Computing = (
  corpus: NumberedCorpus,
  config: EmbeddingConfig,
  options?: ComputingOptions,
) => Promise<TrainedVectors>;

const reportEveryMs = 250;
const pollEveryMs = 50;

/** Threads a training uses: one when it must give the same bytes each time, else as asked, else all cores. */
export function workersOf(config: EmbeddingConfig): number {
  if (config.deterministic) return 1;
  return config.workers > 0 ? config.workers : availableParallelism();
}

/**
 * Trains token vectors on worker threads. Rejects with `Cancelled` soon after `signal` aborts (threads look
 * at the flag before each block of 64 centres), before training when the matrices do not fit in memory, and, naming the
 * learning rate, where the vectors diverged.
 */
export const trainEmbedding: Computing = async (corpus, config, options = {}) => {
  const workers = workersOf(config);
  const module = await kernelModule(config.architecture === 'cbow' ? 'cbow' : 'skipGram');
  const longest = longestOf(corpus.sentences);
  const plan = planMemory(corpus, config, workers, scratchBytes(module, config, longest));
  // Random rows are not made where each is put over.
  if (!options.start?.inputs.length || options.start.rows.some(row => row < 0)) initialise(plan, config);
  if (options.start) goOnWith(options.start, plan, config.size);
  const cancel = new Int32Array(plan.memory.buffer, plan.control + control.CANCEL, 1);
  const stop = () => Atomics.store(cancel, 0, 1);
  options.signal?.throwIfAborted();
  options.signal?.addEventListener('abort', stop, { once: true });
  const watch = new Watch(plan, corpus, config, workers);
  const reports = setInterval(() => {
    watch.report(options.onProgress);
    if (!watch.isFinite()) stop();
  }, pollEveryMs);
  try {
    const calls = Array.from({ length: workers }, (_, i) => ({
      module,
      memory: plan.memory,
      call: 'train',
      args: [plan.control, plan.scratch + i * plan.scratchBytes, longest],
    }));
    if (config.earlyStop > 0) {
      await epochByEpoch(plan, config, watch, async () => {
        await runOnThreads(calls);
        return options.signal?.aborted !== true && watch.isFinite();
      });
    } else await runOnThreads(calls);
  } finally {
    clearInterval(reports);
    options.signal?.removeEventListener('abort', stop);
  }
  if (options.signal?.aborted) throw new Cancelled(l10n.t('The training was cancelled.'));
  const trained = { ...take(plan, config.size), ...watch.result(), workers };
  if (![trained.inputs, trained.outputs, [trained.loss]].every(isAllFinite))
    throw new Error(
      l10n.t(
        'The training diverged: its numbers have grown beyond all bounds at the learning rate {0}. Choose a lower one; {1} is usual. Nothing was kept.',
        config.alpha,
        defaultConfig.alpha,
      ),
    );
  return trained;
};

function isAllFinite(numbers: ArrayLike<number>): boolean {
  // A product with zero is zero, unless the number is infinite or none.
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += (numbers[i] as number) * 0;
  return sum === 0;
}

/**
 * Lets the threads stop at the end of each epoch, and no further epoch begin once the loss did not fall by the
 * share that `earlyStop` asks for. The chunks are those of a training in one go, so that it begins the same.
 */
async function epochByEpoch(
  plan: MemoryPlan,
  { epochs, earlyStop }: EmbeddingConfig,
  watch: Watch,
  trainToLimit: () => Promise<boolean>,
): Promise<void> {
  let last = Infinity;
  for (let epoch = 0; epoch < epochs; epoch++) {
    // Each thread counted the cursor on once more when it found nothing left.
    putWords(plan.memory, plan.control, [
      [control.CURSOR, epoch * plan.chunksPerEpoch],
      [control.LIMIT, (epoch + 1) * plan.chunksPerEpoch],
    ]);
    if (!(await trainToLimit())) return;
    const loss = watch.endEpoch();
    if (loss > last * (1 - earlyStop)) return;
    last = loss;
  }
}

/** Asks the kernel itself, on a memory that holds the control block alone. */
function scratchBytes(module: WebAssembly.Module, config: EmbeddingConfig, longest: number): number {
  const memory = sharedMemory(2 * pageBytes, '');
  putWords(memory, pageBytes, [
    [control.STRIDE, Math.ceil(config.size / 8) * 32],
    [control.WINDOW, config.window],
    [control.NEGATIVE, config.negative],
    [control.HIERARCHICAL, Number(config.output === 'hierarchical')],
  ]);
  const kernel = instantiateKernel(module, memory);
  return kernel['scratchBytes']?.(pageBytes, longest) ?? 0;
}

/** gensim's start: token vectors uniform in ±0.5 / size, output vectors zero. */
function initialise(plan: MemoryPlan, config: EmbeddingConfig): void {
  const inputs = new DataView(plan.memory.buffer).getUint32(plan.control + control.INPUTS, true);
  const rows = new Float32Array(plan.memory.buffer, inputs, plan.rows * plan.rowFloats);
  randomRows(rows, { rows: plan.rows, stride: plan.rowFloats, size: config.size, seed: config.seed });
}

/** Fills `rows` rows, `stride` floats apart, with `size` numbers each, uniform in ±0.5 / size. */
export function randomRows(
  target: Float32Array,
  { rows, stride, size, seed }: { rows: number; stride: number; size: number; seed: number },
): void {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  for (let v = 0; v < rows; v++)
    for (let k = 0; k < size; k++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      target[v * stride + k] = (state / 4294967296 - 0.5) / size;
    }
}

const matrixField = { inputs: control.INPUTS, outputs: control.OUTPUTS };

/** Puts the vectors of the rows that were trained before over the random ones. */
function goOnWith(start: StartVectors, plan: MemoryPlan, size: number): void {
  const view = new DataView(plan.memory.buffer);
  for (const field of ['inputs', 'outputs'] as const) {
    const matrix = start[field];
    if (matrix.length === 0) continue;
    const at = view.getUint32(plan.control + matrixField[field], true);
    const rows = new Float32Array(plan.memory.buffer, at, plan.rows * plan.rowFloats);
    // A view for each row would take longer than its numbers.
    for (let v = 0; v < start.rows.length; v++) {
      const [to, from] = [v * plan.rowFloats, (start.rows[v] as number) * size];
      if (from >= 0) for (let k = 0; k < size; k++) rows[to + k] = matrix[from + k] as number;
    }
  }
}

function take(plan: MemoryPlan, size: number): { inputs: Float32Array; outputs: Float32Array } {
  const view = new DataView(plan.memory.buffer);
  const matrix = (field: 'inputs' | 'outputs') => {
    const rows = new Float32Array(
      plan.memory.buffer,
      view.getUint32(plan.control + matrixField[field], true),
      plan.rows * plan.rowFloats,
    );
    if (plan.rowFloats === size) return rows;
    const out = new Float32Array(plan.rows * size);
    for (let v = 0; v < plan.rows; v++) {
      const [to, from] = [v * size, v * plan.rowFloats];
      for (let k = 0; k < size; k++) out[to + k] = rows[from + k] as number;
    }
    return out;
  };
  return { inputs: matrix('inputs'), outputs: matrix('outputs') };
}

/** Reads the counters that the threads write. */
class Watch {
  private readonly started = performance.now();
  private reported = 0;
  private sums = { loss: 0, pairs: 0 };
  private loss: number | undefined;
  private atEpoch = { loss: 0, pairs: 0 };
  private ofEpoch: number | undefined;
  private ended = 0;

  constructor(
    private readonly plan: MemoryPlan,
    private readonly corpus: NumberedCorpus,
    private readonly config: EmbeddingConfig,
    private readonly workers: number,
  ) {}

  report(onProgress: ((state: TrainingState) => void) | undefined): void {
    const now = performance.now();
    if (!onProgress || now - this.reported < reportEveryMs) return;
    this.reported = now;
    this.measure();
    const { fraction, rate, seconds } = this.speed();
    onProgress({
      epoch: Math.min(this.config.epochs, Math.floor(fraction * this.config.epochs) + 1),
      epochs: this.config.epochs,
      fraction,
      loss: this.loss,
      rate,
      ...(fraction > 0 ? { secondsLeft: (seconds * (1 - fraction)) / fraction } : {}),
    });
  }

  /** False once the loss is no number, and will not be one again. */
  isFinite(): boolean {
    return Number.isFinite(this.sumsNow().loss);
  }

  /** The mean loss of a pair in the epoch that ended now. */
  endEpoch(): number {
    this.measure();
    const pairs = this.sums.pairs - this.atEpoch.pairs;
    this.ofEpoch = pairs > 0 ? (this.sums.loss - this.atEpoch.loss) / pairs : 0;
    this.atEpoch = this.sums;
    this.ended++;
    return this.ofEpoch;
  }

  result(): { loss: number; pairs: number; epochs: number; seconds: number; rate: number } {
    this.measure();
    const { rate, seconds } = this.speed();
    return {
      pairs: this.sums.pairs,
      loss: this.ofEpoch ?? (this.sums.pairs > 0 ? this.sums.loss / this.sums.pairs : 0),
      epochs: this.config.earlyStop > 0 ? this.ended : this.config.epochs,
      seconds,
      rate,
    };
  }

  private speed(): { fraction: number; rate: number; seconds: number } {
    const view = new Uint32Array(this.plan.memory.buffer, this.plan.control + control.DONE, 1);
    const done = Atomics.load(view, 0);
    const seconds = (performance.now() - this.started) / 1000;
    return {
      fraction: Math.min(1, done / (this.corpus.tokens.length * this.config.epochs)),
      rate: done / seconds,
      seconds,
    };
  }

  private measure(): void {
    const { loss, pairs } = this.sumsNow();
    if (pairs > this.sums.pairs) this.loss = (loss - this.sums.loss) / (pairs - this.sums.pairs);
    this.sums = { loss, pairs };
  }

  private sumsNow(): { loss: number; pairs: number } {
    let [loss, pairs] = [0, 0];
    for (let i = 0; i < this.workers; i++) {
      const at = new Float64Array(this.plan.memory.buffer, this.plan.scratch + i * this.plan.scratchBytes, 2);
      loss += at[0] as number;
      pairs += at[1] as number;
    }
    return { loss, pairs };
  }
}
