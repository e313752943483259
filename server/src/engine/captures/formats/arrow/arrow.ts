import * as l10n from '@vscode/l10n';
import { BIGINT, DuckDBDataChunk, type DuckDBValue } from '@duckdb/node-api';
import type { RecordBatch } from 'apache-arrow';
import { columnarLayout, loadColumnar, type ColumnarLayout } from '../columnar/columnar';
import { identifier } from '../columnar/cellSql';
import type { Format, OpenColumns, Opening } from '../format';
import { plainWords } from '../table/tableFormat';
import { openBatches } from './batches';
import { stagingOf, type Staging } from './staging';

/** DuckDB's vectors hold so many values. */
const chunkRows = 2048;

/** A stream begins with a mark, and the size of its schema, which is a multiple of eight. */
function beginsStream(bytes: Uint8Array): boolean {
  if (bytes.length < 16 || bytes.subarray(0, 4).some(byte => byte !== 0xff)) return false;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true);
  return size > 0 && size % 8 === 0;
}

/** Stages the rows in a table of the database. */
const openArrow: OpenColumns = async (opening, { rows = Infinity, columns } = {}) => {
  const { connection, source, table, signal } = opening;
  const staged = `staged_${table}`;
  const dispose = async () => void (await connection.run(`DROP TABLE IF EXISTS ${staged}`));
  const batches = await openBatches(source);
  try {
    const { fields } = batches.schema;
    const used = fields.filter(({ name }) => columns?.has(name) ?? true).map(field => stagingOf(field));
    const made = used.map(({ name, type }) => `${identifier(name)} ${type.toString()}`);
    await connection.run(`CREATE TEMP TABLE ${staged} (file_row_number BIGINT, ${made.join(', ')})`);
    await fill(opening, staged, used, { batches, most: rows });
    signal?.throwIfAborted();
    const read = used.map(({ name, read }) => `${read(identifier(name))} AS ${identifier(name)}`);
    const from = `(SELECT file_row_number, ${read.join(', ')} FROM ${staged})`;
    const described = await connection.runAndReadAll(
      `DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${from}`,
    );
    const types = new Map(described.getRows().map(([name, type]) => [String(name), String(type)]));
    return { from, types, dispose };
  } catch (error) {
    await dispose();
    throw error;
  } finally {
    await batches.close();
  }
};

async function fill(
  { connection, signal }: Opening,
  staged: string,
  columns: readonly Staging[],
  { batches, most }: { batches: AsyncIterable<RecordBatch>; most: number },
): Promise<void> {
  const appender = await connection.createAppender(staged);
  try {
    const types = [BIGINT, ...columns.map(({ type }) => type)];
    let row = 0;
    for await (const batch of batches) {
      const vectors = columns.map(({ name }) => batch.getChild(name));
      const end = Math.min(batch.numRows, most - row);
      for (let from = 0; from < end; from += chunkRows) {
        signal?.throwIfAborted();
        const rows = Math.min(chunkRows, end - from);
        const values: DuckDBValue[][] = columns.map(({ cell }, i) =>
          Array.from({ length: rows }, (_, at) => {
            const value: unknown = vectors[i]?.get(from + at) ?? null;
            return value === null ? null : cell(value);
          }),
        );
        const chunk = DuckDBDataChunk.create(types, rows);
        const first = row;
        chunk.setColumns([Array.from({ length: rows }, (_, at) => BigInt(first + at)), ...values]);
        appender.appendDataChunk(chunk);
        row += rows;
      }
      if (row >= most) return;
    }
  } finally {
    appender.closeSync();
  }
}

/** Files and streams of Apache Arrow; files are also called Feather. A record is a row. */
export const arrow: Format<ColumnarLayout> = {
  name: 'arrow',
  get title() {
    return l10n.t('Apache Arrow (Feather), with columns that name both ends of a flow');
  },
  recognise({ bytes }, mapping) {
    const magic = Buffer.from(bytes.subarray(0, 6)).toString('latin1');
    if (magic.startsWith('FEA1'))
      return {
        almost: l10n.t(
          'the file is Feather of version 1: write it anew as version 2, as "to_feather" of pandas does',
        ),
      };
    return magic === 'ARROW1' || beginsStream(bytes) ? { layout: columnarLayout(mapping) } : undefined;
  },
  load: loading => loadColumnar(loading, openArrow),
  columns: openArrow,
  words: plainWords('The file'),
};
