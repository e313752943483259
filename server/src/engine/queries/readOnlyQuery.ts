import * as l10n from '@vscode/l10n';
import {
  JsonDuckDBValueConverter,
  StatementType,
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  type Json,
} from '@duckdb/node-api';
import type { Capture } from '../captures/store';
import { requireOnlyFlows } from './onlyFlows';

export interface QueryLimits {
  /** Rows beyond these are not fetched, and the answer says so. */
  rows: number;
  seconds: number;
  /** That it was allowed in all, where some have passed. */
  allowed?: number;
  signal?: AbortSignal | undefined;
  /** Told why when the database goes on though it was stopped: nobody has to wait for it. */
  left?: ((reason: Error) => void) | undefined;
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
/** Milliseconds that the database has to end what was stopped. */
const graceMs = 1000;
/** Characters of an answer beyond which no row is fetched: a cell can be as long as memory allows. */
const mostCharacters = 64 * 2 ** 20;

/**
 * One SELECT of an analyst over the view `flows`, bound to its columns and functions. The database touches no other file
 * and loads no extension; what would change something is refused here. Rejects with DuckDB's own words where the SQL is
 * wrong.
 */
export async function prepareReading(
  { connection }: Pick<Capture, 'connection'>,
  sql: string,
): Promise<DuckDBPreparedStatement> {
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1)
    throw new Error(l10n.t('The query has {0} statements: write one SELECT.', statements.count));
  await requireOnlyFlows(connection, sql);
  const statement = await statements.prepare(0);
  // The database turns some pragmas into selections of its own, which tell of files beside the capture.
  if (!reading.includes(statement.statementType) || pragma.test(sql))
    throw new Error(l10n.t('The query is no SELECT: a capture is only read. Write one SELECT over "flows".'));
  return statement;
}

/** Runs such a SELECT. */
export async function readOnlyQuery(
  capture: Pick<Capture, 'connection'>,
  sql: string,
  { rows: most, ...limits }: QueryLimits,
): Promise<QueryAnswer> {
  const began = performance.now();
  const statement = await prepareReading(capture, sql);
  return inTime(capture.connection, limits, async () => {
    const result = await statement.stream();
    const rows: Json[][] = [];
    let characters = 0;
    for await (const chunk of result) {
      // Row by row: a chunk of 2,048 long texts is more than this process can hold.
      for (let row = 0; row < chunk.rowCount; row++) {
        const cells = chunk.convertRowValues(row, JsonDuckDBValueConverter);
        rows.push(cells);
        characters += lengthOf(cells);
        if (rows.length > most || characters > mostCharacters) break;
      }
      if (rows.length > most || characters > mostCharacters) break;
    }
    const names = result.columnNames();
    return {
      columns: result.columnTypes().map((type, i) => ({ name: names[i] as string, type: type.toString() })),
      rows: rows.slice(0, most),
      seconds: (performance.now() - began) / 1000,
      truncated: rows.length > most || characters > mostCharacters,
    };
  });
}

const lengthOf = (cells: readonly Json[]) =>
  cells.reduce<number>((sum, cell) => {
    if (typeof cell === 'string') return sum + cell.length;
    return sum + (typeof cell === 'object' && cell !== null ? JSON.stringify(cell).length : 0);
  }, 0);

/** Works on a connection for so many seconds at most, and no longer than anybody waits for it. */
export async function inTime<T>(
  connection: DuckDBConnection,
  { seconds, allowed = seconds, signal, left }: Omit<QueryLimits, 'rows'>,
  work: () => Promise<T>,
): Promise<T> {
  let late = false;
  let deaf: NodeJS.Timeout | undefined;
  const interrupt = () => connection.interrupt();
  const timer = setTimeout(() => {
    late = true;
    interrupt();
    // It hears between two pieces of work, and one text of a gigabyte is one piece.
    deaf = setTimeout(() => left?.(tookLonger(allowed)), graceMs);
  }, seconds * 1000);
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    signal?.throwIfAborted();
    const done = await work();
    if (late) throw tookLonger(allowed);
    return done;
  } catch (error) {
    if (late) throw tookLonger(allowed, error);
    throw isOutOfMemory(error) ? tookMore(error) : error;
  } finally {
    clearTimeout(timer);
    clearTimeout(deaf);
    signal?.removeEventListener('abort', interrupt);
    await drained(connection);
  }
}

const isOutOfMemory = (error: unknown) => /out of memory|max_temp_directory_size/i.test(String(error));

export const tookMore = (cause: unknown) =>
  new Error(
    l10n.t(
      'The query needs more memory or disk than it may take, and was stopped. Narrow it, or allow more (flow2vec.database.memoryMiB and spillMiB; --memory and --spill).',
    ),
    { cause },
  );

export const tookLonger = (seconds: number, cause?: unknown) =>
  new Error(
    l10n.t('The query took longer than {0} s and was stopped. Narrow it, or allow it more time.', seconds),
    { cause },
  );

/** A result that was not read to its end keeps its connection busy until the next statement. */
async function drained(connection: DuckDBConnection): Promise<void> {
  await connection.run('SELECT 1').catch(() => undefined); // Interrupted a moment ago: the next will do.
}
