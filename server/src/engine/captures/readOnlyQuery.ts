import * as l10n from '@vscode/l10n';
import { StatementType, type DuckDBConnection, type Json } from '@duckdb/node-api';
import type { Capture } from './store';

export interface QueryLimits {
  /** Rows beyond these are not fetched, and the answer says so. */
  rows: number;
  seconds: number;
  signal?: AbortSignal | undefined;
}

export interface QueryAnswer {
  columns: { name: string; type: string }[];
  /** Plain data: times and large numbers are texts. */
  rows: Json[][];
  seconds: number;
  /** Whether there were more rows than were fetched. */
  truncated: boolean;
}

const reading: readonly StatementType[] = [StatementType.SELECT, StatementType.EXPLAIN];
const pragma = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*pragma\b/i;

/**
 * Runs one SELECT of an analyst over the view `flows`. The database touches no other file and loads no extension; what
 * would change something is refused here. Rejects with DuckDB's own words where the SQL is wrong.
 */
export async function readOnlyQuery(
  { connection }: Pick<Capture, 'connection'>,
  sql: string,
  { rows: most, seconds, signal }: QueryLimits,
): Promise<QueryAnswer> {
  const began = performance.now();
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1)
    throw new Error(l10n.t('The query has {0} statements: write one SELECT.', statements.count));
  const statement = await statements.prepare(0);
  // The database turns some pragmas into selections of its own, which tell of files beside the capture.
  if (!reading.includes(statement.statementType) || pragma.test(sql))
    throw new Error(l10n.t('The query is no SELECT: a capture is only read. Write one SELECT over "flows".'));
  let late = false;
  const interrupt = () => connection.interrupt();
  const timer = setTimeout(() => {
    late = true;
    interrupt();
  }, seconds * 1000);
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    signal?.throwIfAborted();
    const reader = await statement.streamAndReadUntil(most + 1);
    const rows = reader.getRowsJson();
    const names = reader.columnNames();
    return {
      columns: reader.columnTypes().map((type, i) => ({ name: names[i] as string, type: type.toString() })),
      rows: rows.slice(0, most),
      seconds: (performance.now() - began) / 1000,
      truncated: rows.length > most,
    };
  } catch (error) {
    if (late)
      throw new Error(
        l10n.t(
          'The query took longer than {0} s and was stopped. Narrow it, or allow it more time.',
          seconds,
        ),
        { cause: error },
      );
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', interrupt);
    await drained(connection);
  }
}

/** A result that was not read to its end keeps its connection busy until the next statement. */
async function drained(connection: DuckDBConnection): Promise<void> {
  await connection.run('SELECT 1').catch(() => undefined); // Interrupted a moment ago: the next will do.
}
