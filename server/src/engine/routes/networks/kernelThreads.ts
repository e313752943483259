import * as l10n from '@vscode/l10n';
import { Worker } from 'node:worker_threads';

/** Words of the control block that this thread and its workers share. */
export const slot = { ready: 0, turn: 1, done: 2, calls: 4, perCall: 16 } as const;

export interface ThreadData {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  control: SharedArrayBuffer;
  /** From 1; this thread is 0. */
  thread: number;
}

export type Call = readonly [name: string, ...args: number[]];

/** A worker that has not answered by then is dead. */
const longestCallMs = 60_000;

/**
 * Threads that wait for calls of one kernel on one memory. A call goes to all of them and to this thread, and returns
 * when each has done its share: a process of its own has nothing else to do meanwhile.
 */
export class KernelThreads {
  private readonly words: Int32Array;
  private readonly functions: string[];
  private turn = 0;

  private constructor(
    private readonly exports: Record<string, (...args: number[]) => void>,
    control: SharedArrayBuffer,
    private readonly workers: number,
  ) {
    this.words = new Int32Array(control);
    this.functions = Object.keys(exports).sort();
  }

  /** `path` is the bundle of `kernelThread`. */
  static start(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    threads: number,
    path: string,
  ): KernelThreads {
    const abort = () => {
      throw new Error(l10n.t('A kernel stopped itself: its input breaks an invariant.'));
    };
    const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
    const control = new SharedArrayBuffer(4 * (slot.calls + threads * slot.perCall));
    for (let thread = 1; thread < threads; thread++) {
      const workerData: ThreadData = { module, memory, control, thread };
      new Worker(path, { workerData, execArgv: [] }).unref();
    }
    return new KernelThreads(exports as Record<string, (...args: number[]) => void>, control, threads - 1);
  }

  /** One call for each thread, the first for this one; fewer calls than threads leave the others idle. */
  run(calls: readonly Call[]): void {
    for (let thread = 1; thread <= this.workers; thread++) {
      const from = slot.calls + thread * slot.perCall;
      const [name, ...args] = calls[thread] ?? [''];
      this.words[from] = Math.max(0, this.functions.indexOf(name as string));
      this.words[from + 1] = args.length;
      this.words.set(args, from + 2);
    }
    Atomics.store(this.words, slot.done, 0);
    Atomics.store(this.words, slot.turn, ++this.turn);
    Atomics.notify(this.words, slot.turn);
    const [first] = calls;
    if (first) this.exports[first[0]]?.(...first.slice(1).map(Number));
    for (let done = 0; (done = Atomics.load(this.words, slot.done)) < this.workers;)
      if (Atomics.wait(this.words, slot.done, done, longestCallMs) === 'timed-out')
        throw new Error(l10n.t('A thread of the network has ended: start the training again.'));
  }
}
