import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted } from '../../base/database';
import { fileBytes } from '../../base/files/compression';
import { temporaryName, workFolder } from '../../base/files/temporary';
import { writeOut } from '../../base/files/writeDraft';
import { storeColumns } from '../captures/columns';
import { filterSql } from '../captures/filterSql';
import { readOnlyQuery } from '../captures/readOnlyQuery';
import type { Capture, CaptureStore } from '../captures/store';
import type { QueryAnswers, TableFormat, Written } from './answers';

/** What the engine answers in SQL. `folder` is the cache's of captures, the only one that their databases write in. */
export function queryAnswers(captures: CaptureStore, folder: string): QueryAnswers {
  return {
    query: (files, sql, options) =>
      captures.using(files, options.signal, async capture => {
        await nameColumns(capture);
        return readOnlyQuery(capture, sql, options);
      }),
    writeQuery: (files, sql, out, options) =>
      captures.using(files, options.signal, async capture => {
        await nameColumns(capture);
        // What is refused, wrong or too slow is told before anything is written.
        await readOnlyQuery(capture, sql, { ...options, rows: 1 });
        return write(capture.connection, sql, [], out, folder);
      }),
    convert: (files, out, { where, signal } = {}) =>
      captures.using(files, signal, capture => {
        const columns = storeColumns.map(({ name, sql }) => `${sql} AS "${name}"`);
        const condition = where ? filterSql(where) : undefined;
        const sql = `SELECT ${columns.join(', ')} FROM flows ${condition ? `WHERE ${condition.sql}` : ''} ORDER BY file, record`;
        return write(capture.connection, sql, condition?.values ?? [], out, folder);
      }),
  };
}

/** Lets SQL call the columns by their canonical names, and by the store's where these are more than other capitals. */
async function nameColumns({ connection }: Capture): Promise<void> {
  const columns = storeColumns.flatMap(({ name, sql }) => [
    `${sql} AS "${name}"`,
    ...(name.toLowerCase() === sql ? [] : [sql]),
  ]);
  await connection.run(
    `CREATE OR REPLACE TEMP VIEW flows AS SELECT file, record, record AS "Line", ${columns.join(', ')} FROM memory.main.flows`,
  );
}

/** DuckDB writes where it may; from there the bytes go where the user wants them. */
async function write(
  connection: DuckDBConnection,
  sql: string,
  values: (string | number)[],
  { path, format }: { path: string; format: TableFormat },
  folder: string,
): Promise<Written> {
  const copy = join(await workFolder(folder), temporaryName('copy'));
  const form = format === 'parquet' ? 'FORMAT parquet' : 'FORMAT csv, HEADER';
  try {
    // On a line of its own, the end of the query ends a comment in it too.
    const written = await connection.runAndReadAll(`COPY (${sql}\n) TO ${quoted(copy)} (${form})`, values);
    await writeOut(path, async put => {
      for await (const part of fileBytes(copy)) await put(Uint8Array.from(part));
    });
    return { path, rows: Number(written.getRows()[0]?.[0]) };
  } finally {
    await rm(copy, { force: true });
  }
}
