import * as l10n from '@vscode/l10n';
import { BIGINT, DuckDBDataChunk, type DuckDBValue } from '@duckdb/node-api';
import type { RecordBatch } from 'apache-arrow';
import {
  columnarLayout,
  columnarMapping,
  identifier,
  loadColumns,
  type ColumnarLayout,
} from '../columnar/columnar';
import type { Format, Loaded, Loading } from '../format';
import { plainWords } from '../table/tableFormat';
import { openBatches } from './batches';
import { stagingOf, type Staging } from './staging';

/** DuckDB's vectors hold so many values. */
const chunkRows = 2048;

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
  load,
  words: plainWords('The file'),
};

/** A stream begins with a mark, and the size of its schema, which is a multiple of eight. */
function beginsStream(bytes: Uint8Array): boolean {
  if (bytes.length < 16 || bytes.subarray(0, 4).some(byte => byte !== 0xff)) return false;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true);
  return size > 0 && size % 8 === 0;
}

async function load(loading: Loading<ColumnarLayout>): Promise<Loaded> {
  const { connection, source, layout, table, signal } = loading;
  const staged = `staged_${table}`;
  const batches = await openBatches(source);
  try {
    const { fields } = batches.schema;
    const mapping = columnarMapping(
      fields.map(({ name }) => name),
      layout,
      source.path,
    );
    const used = new Set(Object.values(mapping).map(({ column }) => column));
    const columns = fields.filter(({ name }) => used.has(name)).map(field => stagingOf(field));
    const made = columns.map(({ name, type }) => `${identifier(name)} ${type.toString()}`);
    await connection.run(`CREATE TEMP TABLE ${staged} (file_row_number BIGINT, ${made.join(', ')})`);
    await fill(loading, staged, columns, batches);
    signal?.throwIfAborted();
    const read = columns.map(({ name, read }) => `${read(identifier(name))} AS ${identifier(name)}`);
    const from = `(SELECT file_row_number, ${read.join(', ')} FROM ${staged})`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`);
    const types = new Map(described.getRows().map(([name, type]) => [String(name), String(type)]));
    return await loadColumns(connection, { from, types, mapping, table });
  } finally {
    await batches.close();
    await connection.run(`DROP TABLE IF EXISTS ${staged}`);
  }
}

async function fill(
  { connection, signal }: Loading<ColumnarLayout>,
  staged: string,
  columns: readonly Staging[],
  batches: AsyncIterable<RecordBatch>,
): Promise<void> {
  const appender = await connection.createAppender(staged);
  try {
    const types = [BIGINT, ...columns.map(({ type }) => type)];
    let row = 0;
    for await (const batch of batches) {
      const vectors = columns.map(({ name }) => batch.getChild(name));
      for (let from = 0; from < batch.numRows; from += chunkRows) {
        signal?.throwIfAborted();
        const rows = Math.min(chunkRows, batch.numRows - from);
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
    }
  } finally {
    appender.closeSync();
  }
}
