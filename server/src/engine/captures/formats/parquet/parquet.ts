import * as l10n from '@vscode/l10n';
import { quotedFile } from '../../../../base/database';
import { columnarLayout, loadColumnar, type ColumnarLayout } from '../columnar/columnar';
import { DataType, RecordBatchReader, TimeUnit, type Duration } from 'apache-arrow';
import type { Unit } from '../../mapping';
import type { Format, OpenColumns, Opening } from '../format';
import { plainWords } from '../table/tableFormat';

const openParquet: OpenColumns = async (opening, { rows } = {}) => {
  const { connection, source } = opening;
  const file = `read_parquet(${quotedFile(source.path)}, file_row_number = true)`;
  const from = rows === undefined ? file : `(SELECT * FROM ${file} LIMIT ${rows})`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${file}`);
  const types = new Map(described.getRows().map(([name, type]) => [String(name), String(type)]));
  types.delete('file_row_number');
  return { from, types, spanUnit: column => spanUnit(opening, column), dispose: () => Promise.resolve() };
};

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
