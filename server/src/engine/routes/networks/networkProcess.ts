import * as l10n from '@vscode/l10n';
import { fork } from 'node:child_process';
import { dirname } from 'node:path';
import { Cancelled } from '../../../base/threads/cancelled';
import { distFile } from '../../../base/files/distFile';
import type { JobResult, NetworkJob } from './job';
import type { BatchProgress } from './training';

/** What the process sends: progress, then its result or why there is none. */
export type ProcessMessage =
  | { kind: 'progress'; progress: unknown }
  | { kind: 'result'; result: unknown }
  | { kind: 'failure'; message: string };

/** The WASM backend's binaries are put beside the bundle of the process. */
const bundle = 'networks.cjs';

/**
 * Runs a job in a process of its own: hovers are answered meanwhile, and cancelling is ending it. Rejects with
 * `Cancelled`, or with the words of what failed.
 */
export function runNetworkJob<J extends NetworkJob>(
  job: Omit<J, 'wasmFolder'>,
  options: {
    signal: AbortSignal;
    onBatch?: (progress: BatchProgress) => void;
    log: (message: string) => void;
  },
): Promise<JobResult<J>> {
  const { signal, onBatch, log } = options;
  if (signal.aborted) return Promise.reject(new Cancelled(l10n.t('The training was cancelled.')));
  const path = distFile(bundle);
  const child = fork(path, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // A debugger of this process is no business of the other.
    execArgv: [],
  });
  let said = '';
  child.stderr?.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4000)));
  return new Promise<JobResult<J>>((resolve, reject) => {
    const stop = () => {
      child.kill('SIGKILL');
      reject(new Cancelled(l10n.t('The training was cancelled.')));
    };
    signal.addEventListener('abort', stop, { once: true });
    let answered = false;
    child.on('message', (message: ProcessMessage) => {
      answered ||= message.kind !== 'progress';
      if (message.kind === 'progress') onBatch?.(message.progress as BatchProgress);
      else if (message.kind === 'failure') reject(new Error(message.message));
      else resolve(message.result as JobResult<J>);
      if (message.kind !== 'progress' && child.connected) child.disconnect();
    });
    child.once('error', reject);
    child.once('exit', (code, cause) => {
      signal.removeEventListener('abort', stop);
      if (answered || signal.aborted) return;
      // TensorFlow writes what it finds of the processor there too, so it is told of failures only.
      if (said !== '') log(l10n.t('The process of the network said: {0}', said.trim()));
      reject(
        new Error(
          l10n.t(
            'The process of the network ended ({0}) before it answered; too little memory is the usual reason. Agglomerate the subnets, or take smaller batches.',
            cause ?? l10n.t('code {0}', String(code)),
          ),
        ),
      );
    });
    child.send({ ...job, wasmFolder: dirname(path) });
  });
}
