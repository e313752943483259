import * as l10n from '@vscode/l10n';
import { quotedFile } from '../../../../base/database';
import { columnarLayout, columnarMapping, loadColumns, type ColumnarLayout } from '../columnar/columnar';
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

async function load({ connection, source, layout, table }: Loading<ColumnarLayout>): Promise<Loaded> {
  const from = `read_parquet(${quotedFile(source.path)}, file_row_number = true)`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`);
  const types = new Map(described.getRows().map(([name, type]) => [String(name), String(type)]));
  types.delete('file_row_number');
  const mapping = columnarMapping([...types.keys()], layout, source.path);
  return loadColumns(connection, { from, types, mapping, table });
}
