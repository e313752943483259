import '../../../webviews/src/base/panel.css';
import type { Column } from '../../../webviews/src/base/table/columns';
import { DataTable } from '../../../webviews/src/base/table/dataTable';
import { PagedRows, type RowView } from '../../../webviews/src/base/table/rowSource';
import { TableBar } from '../../../webviews/src/base/table/tableBar';

/** A row of a made capture: everything follows from its number. */
interface Flow {
  n: number;
  host: string;
  label: string;
}

const rows = 5_000_000;
const hostile = '<img src=x onerror=alert(1)>\u202E=HYPERLINK("http://x")';

const flowOf = (n: number): Flow => ({
  n,
  host: `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
  label: n === 3 ? hostile : n % 2 === 0 ? 'background' : 'botnet',
});

const columns: Column<Flow>[] = [
  { key: 'n', title: '#', kind: 'number', value: ({ n }) => n },
  {
    key: 'host',
    title: 'SrcAddr',
    hover: 'Who began the flow.',
    className: 'code',
    value: ({ host }) => host,
  },
  { key: 'label', title: hostile, value: ({ label }) => label },
  { key: 'share', title: 'Share', kind: 'share', value: ({ n }) => n / rows },
];

const told: { asked: number[]; opened: number[]; handed: { to: string; text: string }[]; failed: string[] } =
  {
    asked: [],
    opened: [],
    handed: [],
    failed: [],
  };
Object.assign(window, { told });

const read = async ({ order }: RowView, from: number, count: number) => {
  told.asked.push(from);
  await new Promise(resolve => setTimeout(resolve, 5));
  const at = (place: number) => flowOf(order.key === 'n' && order.descending ? rows - 1 - place : place);
  const length = Math.max(0, Math.min(count, rows - from));
  return { rows: Array.from({ length }, (_, i) => at(from + i)), count: rows, total: rows };
};

const large = new DataTable<Flow>({
  name: 'large',
  caption: 'Flows of a large capture',
  columns,
  rows: new PagedRows(read),
  open: ({ n }) => told.opened.push(n),
  hand: (text, to) => told.handed.push({ to, text }),
  failed: error => told.failed.push(error.message),
  changed: () => largeBar.update(),
});
const largeBar = new TableBar(large, { name: 'large' });

const small = new DataTable<Flow>({
  name: 'small',
  caption: 'A few flows',
  columns,
  rows: Array.from({ length: 900 }, (_, i) => flowOf(i)),
  hand: (text, to) => told.handed.push({ to, text }),
  changed: () => smallBar.update(),
});
const smallBar = new TableBar(small, { name: 'small', filter: 'Filter', drawnOf: rows });

const content = document.createElement('div');
content.className = 'content';
content.append(largeBar.element, large.element, smallBar.element, small.element);
document.getElementById('page')?.append(content);
