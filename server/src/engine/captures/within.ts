import type { Capture, CaptureStore } from './store';

/** Opens a capture for a query and closes it whatever happens; a query that is stopped is interrupted, and rejects. */
export async function within<T>(
  captures: CaptureStore,
  files: readonly string[],
  signal: AbortSignal,
  query: (capture: Capture) => Promise<T>,
): Promise<T> {
  const capture = await captures.open(files, signal);
  const interrupt = () => capture.connection.interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    signal.throwIfAborted();
    return await query(capture);
  } finally {
    signal.removeEventListener('abort', interrupt);
    await capture.close();
  }
}
