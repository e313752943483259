import { availableParallelism } from 'node:os';
import type { Corpus } from '../corpus/corpus';
import { instantiateKernel, kernelModule, sharedMemory } from '../jobs/kernel';
import { runOnThreads } from '../jobs/threads';
import { Cancelled } from '../jobs/cancelled';
import type { EmbeddingConfig } from './config';
import { controlField, longestOf, planMemory, type MemoryPlan } from './memoryPlan';

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
  secondsLeft: number;
}

export interface TrainedVectors {
  /** Rows × size, row-major: input vectors (syn0) and output vectors (syn1neg) of tokens, or of fields. */
  inputs: Float32Array;
  outputs: Float32Array;
  /** Mean loss of a pair over the whole training: the same each time in a deterministic one. */
  loss: number;
  seconds: number;
  /** Corpus positions trained a second, epochs counted. */
  rate: number;
  workers: number;
}

const reportEveryMs = 250;
const pollEveryMs = 50;

/** Threads a training uses: one when it must give the same bytes each time, else as asked, else all cores. */
export function workersOf(config: EmbeddingConfig): number {
  if (config.deterministic) return 1;
  return config.workers > 0 ? config.workers : availableParallelism();
}

/**
 * Trains token vectors on worker threads. Rejects with `Cancelled` soon after `signal` aborts (threads look
 * at the flag before each block of 64 centres), and before training when the matrices do not fit in memory.
 */
export async function trainEmbedding(
  corpus: Corpus,
  config: EmbeddingConfig,
  options: { signal?: AbortSignal; onProgress?: (state: TrainingState) => void } = {},
): Promise<TrainedVectors> {
  const workers = workersOf(config);
  const module = await kernelModule('skipGram');
  const longest = longestOf(corpus.sentences);
  const plan = planMemory(corpus, config, workers, scratchBytes(module, config, longest));
  initialise(plan, config);
  const cancel = new Int32Array(plan.memory.buffer, plan.control + controlField.cancel, 1);
  const stop = () => Atomics.store(cancel, 0, 1);
  options.signal?.throwIfAborted();
  options.signal?.addEventListener('abort', stop, { once: true });
  const watch = new Watch(plan, corpus, config, workers);
  const reports = setInterval(() => watch.report(options.onProgress), pollEveryMs);
  try {
    await runOnThreads(
      Array.from({ length: workers }, (_, i) => ({
        module,
        memory: plan.memory,
        call: 'train',
        args: [plan.control, plan.scratch + i * plan.scratchBytes, longest],
      })),
    );
  } finally {
    clearInterval(reports);
    options.signal?.removeEventListener('abort', stop);
  }
  if (options.signal?.aborted) throw new Cancelled('The training was cancelled.');
  return { ...take(plan, config.size), ...watch.result(), workers };
}

/** Asks the kernel itself, on a memory that holds the control block alone. */
function scratchBytes(module: WebAssembly.Module, config: EmbeddingConfig, longest: number): number {
  const memory = sharedMemory(2 * 65536, '');
  const view = new DataView(memory.buffer, 65536);
  view.setUint32(controlField.stride, Math.ceil(config.size / 8) * 32, true);
  view.setUint32(controlField.window, config.window, true);
  view.setUint32(controlField.negative, config.negative, true);
  const kernel = instantiateKernel(module, memory);
  return kernel['scratchBytes']?.(65536, longest) ?? 0;
}

/** gensim's start: token vectors uniform in ±0.5 / size, output vectors zero. */
function initialise(plan: MemoryPlan, config: EmbeddingConfig): void {
  const inputs = new DataView(plan.memory.buffer).getUint32(plan.control + controlField.inputs, true);
  const rows = new Float32Array(plan.memory.buffer, inputs, plan.rows * plan.rowFloats);
  let state = (config.seed ^ 0x9e3779b9) >>> 0;
  for (let v = 0; v < plan.rows; v++) {
    for (let k = 0; k < config.size; k++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      rows[v * plan.rowFloats + k] = (state / 4294967296 - 0.5) / config.size;
    }
  }
}

function take(plan: MemoryPlan, size: number): { inputs: Float32Array; outputs: Float32Array } {
  const view = new DataView(plan.memory.buffer);
  const matrix = (field: 'inputs' | 'outputs') => {
    const rows = new Float32Array(
      plan.memory.buffer,
      view.getUint32(plan.control + controlField[field], true),
      plan.rows * plan.rowFloats,
    );
    if (plan.rowFloats === size) return rows;
    const out = new Float32Array(plan.rows * size);
    for (let v = 0; v < plan.rows; v++)
      out.set(rows.subarray(v * plan.rowFloats, v * plan.rowFloats + size), v * size);
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

  constructor(
    private readonly plan: MemoryPlan,
    private readonly corpus: Corpus,
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
      secondsLeft: fraction > 0 ? (seconds * (1 - fraction)) / fraction : Infinity,
    });
  }

  result(): { loss: number; seconds: number; rate: number } {
    this.measure();
    const { rate, seconds } = this.speed();
    const { loss, pairs } = this.sums;
    return { loss: pairs > 0 ? loss / pairs : 0, seconds, rate };
  }

  private speed(): { fraction: number; rate: number; seconds: number } {
    const view = new Uint32Array(this.plan.memory.buffer, this.plan.control + controlField.done, 1);
    const done = Atomics.load(view, 0);
    const seconds = (performance.now() - this.started) / 1000;
    return {
      fraction: Math.min(1, done / (this.corpus.tokens.length * this.config.epochs)),
      rate: done / seconds,
      seconds,
    };
  }

  private measure(): void {
    let loss = 0;
    let pairs = 0;
    for (let i = 0; i < this.workers; i++) {
      const at = new Float64Array(this.plan.memory.buffer, this.plan.scratch + i * this.plan.scratchBytes, 2);
      loss += at[0] as number;
      pairs += at[1] as number;
    }
    if (pairs > this.sums.pairs) this.loss = (loss - this.sums.loss) / (pairs - this.sums.pairs);
    this.sums = { loss, pairs };
  }
}
