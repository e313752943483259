import * as l10n from '@vscode/l10n';
import type { DuckDBConnection } from '@duckdb/node-api';
import { storeColumns } from '../../columns';
import type { ColumnarRows, Layout, Loaded, Loading, OpenColumns } from '../format';
import { isWhole, refuseUnknown, type Mapping } from '../../mapping';
import { proposeMapping } from '../table/propose';
import { identifier } from './cellSql';
import { loadColumns } from './loadColumns';

/** Rows by which columns are told. */
const sampled = 200;

/** Columns of a file that holds columns and no text. */
export interface ColumnarLayout extends Layout {
  /** What was said of the columns. */
  mapping?: Mapping;
}

export function columnarLayout(mapping: Mapping | undefined): ColumnarLayout {
  return { columns: storeColumns.map(({ name }) => name), firstRow: 1, ...(mapping ? { mapping } : {}) };
}

/** The texts of rows, as whoever tells columns by their values reads them. */
export async function textsOf(
  connection: DuckDBConnection,
  { from, types }: ColumnarRows,
): Promise<string[][]> {
  const columns = [...types].map(([name, type]) => {
    const column = identifier(name);
    return `${/^TIMESTAMP|^DATE/.test(type) ? `${column}::TIMESTAMP` : column}::VARCHAR`;
  });
  const found = await connection.runAndReadAll(
    `SELECT ${columns.join(', ')} FROM ${from} ORDER BY file_row_number LIMIT ${sampled}`,
  );
  return found.getRows().map(row => row.map(value => (value === null ? '' : (value as string))));
}

/** What columns are without being said: canonical, or by their names and values. */
export function proposeColumns(
  names: readonly string[],
  rows: readonly (readonly string[])[],
): Mapping | undefined {
  // Its own canonical columns first, by either of their names: that is what is written for others.
  const canonical = Object.fromEntries(
    storeColumns.flatMap(({ name, sql }) => {
      const column = names.find(each => each === name) ?? names.find(each => each === sql);
      return column ? [[name, { column }]] : [];
    }),
  );
  if (canonical['SrcAddr']) return canonical;
  // Addresses that are numbers look like none.
  return proposeMapping(names, rows) ?? proposeMapping(names);
}

/** Reads a file by what was said of its columns, or they say by themselves. Rejects where they do not name both ends. */
export async function loadColumnar(loading: Loading<ColumnarLayout>, open: OpenColumns): Promise<Loaded> {
  const { connection, source, layout, table } = loading;
  const first = await open(loading, { rows: sampled });
  let mapping: Mapping | undefined;
  const names = [...first.types.keys()];
  try {
    if (layout.mapping) refuseUnknown(layout.mapping, names);
    mapping = layout.mapping ?? proposeColumns(names, await textsOf(connection, first));
  } finally {
    await first.dispose();
  }
  if (!isWhole(mapping))
    throw new Error(
      l10n.t(
        '{0}: has no columns that name both ends of a flow (it has {1}). Name them SrcAddr and DstAddr, or say with --mapping which they are.',
        source.path,
        names.slice(0, 30).join(', '),
      ),
    );
  const columns = new Set(Object.values(mapping).map(({ column }) => column));
  const rows = await open(loading, { columns });
  try {
    return await loadColumns(connection, rows, { mapping, table });
  } finally {
    await rows.dispose();
  }
}
