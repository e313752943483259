import * as l10n from '@vscode/l10n';
import { Worker } from 'node:worker_threads';
import { distFile } from '../files/distFile';

export interface KernelCall {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** Name of the exported function. */
  call: string;
  args: readonly number[];
}

/** Runs each call in a worker thread and answers with their results, in order; rejects when one fails. */
export function runOnThreads(calls: readonly KernelCall[]): Promise<number[]> {
  const path = distFile('worker.cjs');
  // Without the options of this process: what they load (a compiler, where sources run as they are) costs a thread more
  // than its start, and the bundle needs none of it.
  const workers = calls.map(call => new Worker(path, { workerData: call, execArgv: [] }));
  const done = workers.map(resultOf);
  return Promise.all(done).catch(async (error: unknown) => {
    await Promise.all(workers.map(worker => worker.terminate()));
    throw error;
  });
}

function resultOf(worker: Worker): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', code =>
      reject(new Error(l10n.t('A worker thread ended with code {0} before it answered.', code))),
    );
  });
}
