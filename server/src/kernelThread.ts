import * as l10n from '@vscode/l10n';
import { workerData } from 'node:worker_threads';
import { slot, type ThreadData } from './engine/routes/networks/kernelThreads';

/** Does its share of each call of a kernel until its process ends; sleeps between them. */
const { module, memory, control, thread } = workerData as ThreadData;
const exports = new WebAssembly.Instance(module, {
  env: {
    memory,
    abort: () => {
      throw new Error(l10n.t('A kernel stopped itself: its input breaks an invariant.'));
    },
  },
}).exports as Record<string, (...args: number[]) => void>;
const functions = Object.keys(exports).sort();
const words = new Int32Array(control);
Atomics.add(words, slot.ready, 1);
Atomics.notify(words, slot.ready);
for (let turn = 0; ; turn++) {
  while (Atomics.load(words, slot.turn) === turn) Atomics.wait(words, slot.turn, turn);
  const from = slot.calls + thread * slot.perCall;
  const count = words[from + 1] as number;
  const call = exports[functions[words[from] as number] as string];
  // No rows for this thread: the batch is small.
  if (count > 0) call?.(...words.subarray(from + 2, from + 2 + count).map(n => n));
  Atomics.add(words, slot.done, 1);
  Atomics.notify(words, slot.done);
}
