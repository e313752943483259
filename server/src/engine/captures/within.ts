import * as l10n from '@vscode/l10n';
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
  if (narrowed) throw new Error(l10n.t('{0}: no flow satisfies the condition.', names));
  const rejected = files.reduce((sum, file) => sum + file.rejected, 0);
  const first = files.find(file => file.problems.length > 0);
  const [problem] = first?.problems ?? [];
  throw new Error(
    first && problem
      ? l10n.t(
          '{0}: no flow could be read of {1} row(s). {2} {3}: {4}',
          names,
          rejected,
          files.length > 1 ? l10n.t('{0}, line', first.path) : 'Line',
          problem.line,
          problem.message,
        )
      : l10n.t('{0}: holds no flows.', names),
  );
}
