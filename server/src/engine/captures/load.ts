import type { DuckDBConnection } from '@duckdb/node-api';
import { scanFile, type Scan } from './captureFile';
import type { Layout } from './flow';
import { detectLayout } from './formats/argus/layout';
import { fastLoad, longestLine, rawLines, typedRecords } from './formats/argus/loadSql';

/** What is known of a capture file once it is loaded; kept beside its flows in the store. */
export interface FileFacts {
  path: string;
  digest: string;
  layout: Layout;
  /** One-based line of the header, 0 without one. Row r of the store is line headerLine + 1 + r. */
  headerLine: number;
  /** Rows that are no flows: how many, and the first of them with their reasons. */
  rejected: number;
  problems: readonly { line: number; message: string }[];
  /** Bytes that are not UTF-8 were read as Latin-1. */
  latin1: boolean;
}

export interface LoadedFile {
  facts: FileFacts;
  /** Qualified name of its table of records. */
  table: string;
  /** Whether the table is already on disk. */
  stored: boolean;
}

/** Reasons kept for display; `rejected` counts them all. */
const keptProblems = 1000;

/**
 * Loads one file into table `memory.file_I_records`. A clean file goes straight into typed columns; any
 * irregularity (blank line, rejected row, quote, bad bytes) takes the careful way, line by line, so that
 * each row keeps its line number and each rejected one its reason.
 */
export async function loadFile(
  connection: DuckDBConnection,
  path: string,
  digest: string,
  index: number,
  folder: string,
): Promise<LoadedFile> {
  const scan = await scanFile(path, folder);
  try {
    const layout = detectLayout(scan.firstLine);
    if ('error' in layout)
      throw new Error(
        `${path}, line ${scan.firstLineNumber}: ${layout.error}. Is it an Argus flow listing (ra -c ,)?`,
      );
    const headerLine = layout.hasHeader ? scan.firstLineNumber : 0;
    const facts: FileFacts = { path, digest, layout, headerLine, rejected: 0, problems: [], latin1: false };
    const fast = await tryFast(connection, scan, layout, headerLine);
    const careful =
      fast ?? (await loadCarefully(connection, { path, plainPath: scan.plainPath }, layout, headerLine));
    const table = `file_${index}_records`;
    await connection.run(`ALTER TABLE records RENAME TO ${table}`);
    return { facts: { ...facts, ...careful }, table: `memory.${table}`, stored: false };
  } finally {
    await scan.dispose();
  }
}

type Irregular = Pick<FileFacts, 'rejected' | 'problems' | 'latin1'>;

async function tryFast(
  connection: DuckDBConnection,
  scan: Scan,
  layout: Layout,
  headerLine: number,
): Promise<Irregular | undefined> {
  // DuckDB's casts take a number with a tab before it; the editor does not.
  const oddTabs = scan.hasTabs && layout.delimiter !== '\t';
  if (scan.blankLines > 0 || scan.hasQuotes || oddTabs) return undefined;
  const usualTimes = scan.usualTimes && layout.hasHeader && layout.columns[0] === 'StartTime';
  try {
    await connection.run(fastLoad(scan.plainPath, layout, headerLine, usualTimes));
  } catch {
    // A row that does not fit its column: the careful way says which, and why.
    return undefined;
  }
  const [counts] = (
    await connection.runAndReadAll(
      `SELECT count(*)::DOUBLE, count(start_time)::DOUBLE, count(*) FILTER (trim(proto, ' ') = 'man' OR NOT isfinite(duration))::DOUBLE FROM records`,
    )
  ).getRows();
  const [rows, times, odd] = (counts ?? []) as number[];
  if (rows === scan.lines - headerLine && times === rows && odd === 0)
    return { rejected: 0, problems: [], latin1: false };
  await connection.run('DROP TABLE records');
  return undefined;
}

async function loadCarefully(
  connection: DuckDBConnection,
  { path, plainPath }: { path: string; plainPath: string },
  layout: Layout,
  headerLine: number,
): Promise<Irregular> {
  let latin1 = false;
  try {
    await connection.run(rawLines(plainPath, layout.delimiter, 'utf-8'));
  } catch (error) {
    if (isTooLong(error)) throw tooLong(path, error);
    if (!/unicode|utf-?8|encod/i.test((error as Error).message)) throw error;
    latin1 = true;
    await connection.run(rawLines(plainPath, layout.delimiter, 'latin-1')).catch(again => {
      throw isTooLong(again) ? tooLong(path, again) : again;
    });
  }
  await connection.run(typedRecords(layout, headerLine));
  await connection.run('DROP TABLE raw');
  const rejected = await connection.runAndReadAll('SELECT count(problem)::DOUBLE FROM records');
  const problems = await connection.runAndReadAll(
    `SELECT raw_line::DOUBLE, problem FROM records WHERE problem IS NOT NULL ORDER BY raw_line LIMIT ${keptProblems}`,
  );
  await connection.run('ALTER TABLE records DROP COLUMN raw_line');
  return {
    rejected: Number(rejected.getRows()[0]?.[0]),
    problems: problems.getRows().map(([line, message]) => ({ line: Number(line), message: String(message) })),
    latin1,
  };
}

const isTooLong = (error: unknown) => /maximum line size/i.test((error as Error).message);

function tooLong(path: string, cause: unknown): Error {
  const line = /CSV Error on Line: (\d+)/.exec((cause as Error).message)?.[1];
  return new Error(
    `${path}${line ? `, line ${line}` : ''}: is longer than ${longestLine / 2 ** 20} MiB. Is it an Argus flow listing (ra -c ,)?`,
    { cause },
  );
}
