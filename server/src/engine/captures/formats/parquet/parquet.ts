import * as l10n from '@vscode/l10n';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quotedFile } from '../../../../base/database';
import { messageOf } from '../../../../base/errors';
import { identifier } from '../columnar/cellSql';
import { columnarLayout, loadColumnar, type ColumnarLayout } from '../columnar/columnar';
import { DataType, RecordBatchReader, TimeUnit, type Duration } from 'apache-arrow';
import type { Unit } from '../../mapping';
import type { Format, OpenColumns, Opening } from '../format';
import { plainWords } from '../table/tableFormat';

const openParquet: OpenColumns = async (opening, { rows } = {}) => {
  const { connection, source } = opening;
  const file = `read_parquet(${quotedFile(source.path)}, file_row_number = true)`;
  const columns = await columnsOf(connection, file).catch((error: unknown) => {
    const [why = ''] = messageOf(error)
      .replace(/^[\w ]+ Error: /, '')
      .split('\n');
    throw new Error(
      l10n.t('{0}: cannot be read as Parquet ({1}). Copy it again, or write it anew.', source.path, why),
    );
  });
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  types.delete('file_row_number');
  const isFlat = columns.every(({ path }) => path.length === 1);
  const chosen = isFlat
    ? '*'
    : columns.map(({ name, path }) => `${sqlPath(path)} AS ${identifier(name)}`).join(', ');
  const limit = rows === undefined ? '' : `LIMIT ${rows}`;
  const from = isFlat && limit === '' ? file : `(SELECT ${chosen} FROM ${file} ${limit})`;
  return { from, types, spanUnit: column => spanUnit(opening, column), dispose: () => Promise.resolve() };
};

interface Column {
  /** Of a field of a record in a column, as Zeek's `id.orig_h`, with its column's name before it. */
  name: string;
  path: readonly string[];
  type: string;
}

/** Columns of a file; a column of records stands as a column for each of their fields. */
async function columnsOf(
  connection: DuckDBConnection,
  file: string,
  within: readonly string[] = [],
): Promise<Column[]> {
  const described = await connection.runAndReadAll(
    `DESCRIBE SELECT ${within.length === 0 ? '*' : `unnest(${sqlPath(within)})`} FROM ${file}`,
  );
  const columns: Column[] = [];
  for (const [name, type] of described.getRows().map(row => row.map(String))) {
    const path = [...within, name ?? ''];
    if (/^STRUCT\(.*\)$/s.test(type ?? '')) columns.push(...(await columnsOf(connection, file, path)));
    else columns.push({ name: path.join('.'), path, type: type ?? '' });
  }
  return columns;
}

const sqlPath = (path: readonly string[]) => path.map(identifier).join('.');

/** Columnar files, which DuckDB reads; a record is a row of the file. */
export const parquet: Format<ColumnarLayout> = {
  name: 'parquet',
  get title() {
    return l10n.t('Parquet, with columns that name both ends of a flow');
  },
  recognise({ bytes }, mapping) {
    if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== 'PAR1') return undefined;
    return { layout: columnarLayout(mapping) };
  },
  load: loading => loadColumnar(loading, openParquet),
  columns: openParquet,
  words: plainWords('The file'),
};

const units: Readonly<Record<TimeUnit, Unit>> = {
  [TimeUnit.SECOND]: 'seconds',
  [TimeUnit.MILLISECOND]: 'milliseconds',
  [TimeUnit.MICROSECOND]: 'microseconds',
  [TimeUnit.NANOSECOND]: 'nanoseconds',
};

/** Parquet has no spans: pandas and Arrow write numbers, and their unit in a schema of theirs. Undefined without one. */
async function spanUnit({ connection, source }: Opening, column: string): Promise<Unit | undefined> {
  const found = await connection.runAndReadAll(
    `SELECT decode(value) FROM parquet_kv_metadata(${quotedFile(source.path)}) WHERE key = 'ARROW:schema'::BLOB`,
  );
  const text = found.getRows()[0]?.[0];
  if (typeof text !== 'string') return undefined;
  try {
    const { schema } = RecordBatchReader.from(Buffer.from(text, 'base64')).open();
    const type = schema.fields.find(({ name }) => name === column)?.type as DataType | undefined;
    return DataType.isDuration(type) ? units[(type as Duration).unit] : undefined;
  } catch {
    return undefined; // What another program wrote there is no reason to refuse the flows.
  }
}
