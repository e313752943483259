import type { Capture, CaptureStore } from './store';

/** Opens a capture for a query and closes it whatever happens; a query that is stopped is interrupted, and rejects. */
export async function within<T>(
  captures: CaptureStore,
  files: readonly string[],
  signal: AbortSignal,
  query: (capture: Capture) => Promise<T>,
): Promise<T> {
  return captures.using(files, signal, query);
}

/** Rejects, saying why, when there is no flow to learn from. */
export async function refuseEmpty({ connection, files, narrowed }: Capture): Promise<void> {
  const found = await connection.runAndReadAll('SELECT 1 FROM flows LIMIT 1');
  if (found.currentRowCount > 0) return;
  const names = files.map(file => file.path).join(', ');
  if (narrowed) throw new Error(`${names}: no flow satisfies the condition.`);
  const rejected = files.reduce((sum, file) => sum + file.rejected, 0);
  const first = files.find(file => file.problems.length > 0);
  const [problem] = first?.problems ?? [];
  throw new Error(
    first && problem
      ? `${names}: no flow could be read of ${rejected} row(s). ${files.length > 1 ? `${first.path}, line` : 'Line'} ${problem.line}: ${problem.message}`
      : `${names}: holds no flows.`,
  );
}
