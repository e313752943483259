import * as l10n from '@vscode/l10n';
import { parentPort, workerData } from 'node:worker_threads';
import { instantiateKernel } from './base/threads/kernelMemory';
import type { KernelCall } from './base/threads/threads';

/** One call of a kernel's function in a thread of its own; the thread ends with it. */
const { module, memory, call, args } = workerData as KernelCall;
const run = instantiateKernel(module, memory)[call];
if (!run) throw new Error(l10n.t('The kernel has no function {0}.', call));
parentPort?.postMessage(run(...args) ?? 0);
