import { Cancelled } from './cancelled';
import { runOnThreads, type KernelCall } from './threads';

/** How threads are watched and stopped from outside, through the memory that they share. */
export interface Watch {
  /** An i32 in shared memory that the kernel reads often: 1 ends its calls soon. */
  cancel: Int32Array;
  signal?: AbortSignal | undefined;
  /** The message of the `Cancelled` that a stopped run rejects with. */
  cancelled: string;
  everyMs: number;
  /** Called by the clock while threads run. */
  report: () => void;
}

/** Runs the calls until all have ended. Rejects with `Cancelled` when the signal is aborted before or meanwhile. */
export async function runStoppable(
  calls: readonly KernelCall[],
  { cancel, signal, cancelled, everyMs, report }: Watch,
): Promise<void> {
  if (signal?.aborted) throw new Cancelled(cancelled);
  const stop = () => Atomics.store(cancel, 0, 1);
  signal?.addEventListener('abort', stop, { once: true });
  const reports = setInterval(report, everyMs);
  try {
    await runOnThreads(calls);
  } finally {
    clearInterval(reports);
    signal?.removeEventListener('abort', stop);
  }
  if (signal?.aborted) throw new Cancelled(cancelled);
}

/** The same call on each of some threads. */
export function onEach(
  threads: number,
  call: Omit<KernelCall, 'args'>,
  args: (thread: number) => readonly number[],
): KernelCall[] {
  return Array.from({ length: threads }, (_, t) => ({ ...call, args: args(t) }));
}
