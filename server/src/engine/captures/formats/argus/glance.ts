import { quotedFile, quoted } from '../../../../base/database';
import { columnNamed, storeColumns } from '../../columns';
import { Findings } from '../../loadLines';
import { isReadDirectly, siftRows } from '../../siftRows';
import type { Glancing, Loaded } from '../format';
import type { ArgusLayout } from './layout';
import { isReadByLines } from './load';
import { rowJudge, type RowJudge } from './rowJudge';

/**
 * Reads some columns of a file whose every row is as `ra` prints it, while the judge still passes over the rows; what
 * was read counts where it found none to be odd.
 */
export async function glanceArgus(glancing: Glancing<ArgusLayout>): Promise<Loaded | undefined> {
  const { source, layout } = glancing;
  if (
    isReadByLines(layout) ||
    layout.epoch === true ||
    layout.lax === true ||
    !(await isReadDirectly(source))
  )
    return undefined;
  const rows = await rowJudge(layout);
  try {
    return await glanceJudged(glancing, rows);
  } finally {
    rows.dispose();
  }
}

async function glanceJudged(glancing: Glancing<ArgusLayout>, rows: RowJudge): Promise<Loaded | undefined> {
  const { source, layout, connection, table, columns, signal } = glancing;
  // It is waited for in any case: what is asked of the connection next would wait anyhow.
  const read = connection.run(readSome(table, source.content, layout, columns)).then(
    () => true,
    () => false, // A row that DuckDB does not take: the judge finds it too, or the line reader has the word.
  );
  const sifted = await siftRows(source, {
    judge: rows.judge,
    firstRow: layout.firstRow,
    placeholder: '',
    signal,
    onOdd: () => {
      throw new Odd();
    },
  }).catch(async (error: unknown) => {
    connection.interrupt();
    await read;
    if (!(error instanceof Odd)) throw error;
    return undefined;
  });
  const wasRead = await read;
  await sifted?.dispose();
  if (!wasRead || !sifted || sifted.odd.length > 0) return undefined;
  if (layout.columns.some((name, i) => rows.isPadded(i) && columns.includes(name))) return undefined;
  const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${table}`);
  if (counted.getRows()[0]?.[0] !== sifted.rows) return undefined;
  return { firstRecord: layout.firstRow, ...new Findings().found() };
}

/** A row that is not in its plainest form. */
class Odd extends Error {}

function readSome(table: string, path: string, layout: ArgusLayout, wanted: readonly string[]): string {
  const read = layout.columns.map((name, i) => {
    const column = columnNamed(name);
    // What nobody asks for is not cast either.
    return column && wanted.includes(name) ? `'${column.sql}': '${column.type}'` : `'unread_${i}': 'VARCHAR'`;
  });
  const made = storeColumns
    .filter(({ name }) => wanted.includes(name))
    .map(({ name, sql, type }) => {
      const has = layout.columns.includes(name);
      if (type === 'VARCHAR') return has ? `coalesce(${sql}, '') AS ${sql}` : `'' AS ${sql}`;
      return has ? sql : `NULL::${type} AS ${sql}`;
    });
  return `CREATE TEMP TABLE ${table} AS SELECT ${made.join(', ')}
    FROM read_csv(${quotedFile(path)}, auto_detect = false, header = false, skip = ${layout.firstRow - 1},
      delim = ${quoted(layout.delimiter)}, quote = '', escape = '', strict_mode = true,
      null_padding = false, columns = { ${read.join(', ')} })`;
}
