import type { Cell, Table } from '../../../../shared/text/tableText';
import type { Column } from './columns';
import { DataTable, type DataTableOptions } from './dataTable';

type Cells = readonly Cell[];

/** Cells as a table, the first row its header: the equivalent of a picture, or of a file. */
export function cellsTable(
  [head = [], ...rows]: Table,
  options: Pick<DataTableOptions<Cells>, 'name' | 'caption' | 'hand'>,
): DataTable<Cells> {
  const columns = head.map((title, i): Column<Cells> => ({
    key: `column${i}`,
    title: String(title),
    kind: rows.every(row => typeof row[i] === 'number' || row[i] === '') ? 'number' : 'text',
    value: row => row[i],
    cell: row => String(row[i] ?? ''),
    exports: [{ name: String(title), value: row => row[i] }],
  }));
  return new DataTable<Cells>({ ...options, columns, rows });
}
