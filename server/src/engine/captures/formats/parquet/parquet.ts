import * as l10n from '@vscode/l10n';
import { quotedFile } from '../../../../base/database';
import { columnarLayout, columnarMapping, loadColumns, type ColumnarLayout } from '../columnar/columnar';
import { DataType, RecordBatchReader, TimeUnit, type Duration } from 'apache-arrow';
import type { Unit } from '../../mapping';
import type { Format, Loaded, Loading } from '../format';
import { plainWords } from '../table/tableFormat';

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
  load,
  words: plainWords('The file'),
};

async function load(loading: Loading<ColumnarLayout>): Promise<Loaded> {
  const { connection, source, layout, table } = loading;
  const from = `read_parquet(${quotedFile(source.path)}, file_row_number = true)`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`);
  const types = new Map(described.getRows().map(([name, type]) => [String(name), String(type)]));
  types.delete('file_row_number');
  const told = columnarMapping([...types.keys()], layout, source.path);
  const unit = told.Dur && !told.Dur.as ? await spanUnit(loading, told.Dur.column) : undefined;
  const mapping = told.Dur && unit ? { ...told, Dur: { ...told.Dur, as: unit } } : told;
  return loadColumns(connection, { from, types, mapping, table });
}

const units: Readonly<Record<TimeUnit, Unit>> = {
  [TimeUnit.SECOND]: 'seconds',
  [TimeUnit.MILLISECOND]: 'milliseconds',
  [TimeUnit.MICROSECOND]: 'microseconds',
  [TimeUnit.NANOSECOND]: 'nanoseconds',
};

/** Parquet has no spans: pandas and Arrow write numbers, and their unit in a schema of theirs. Undefined without one. */
async function spanUnit(
  { connection, source }: Loading<ColumnarLayout>,
  column: string,
): Promise<Unit | undefined> {
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
