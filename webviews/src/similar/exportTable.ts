import { labelShares } from '../shared/labelShares';
import type { Row } from './rows';

type Cell = string | number;

/** The rows as comma-separated values with a header (RFC 4180). */
export function toCsv(columns: readonly string[], rows: readonly Row[]): string {
  return table(columns, rows)
    .map(cells => cells.map(csvCell).join(','))
    .join('\r\n')
    .concat('\r\n');
}

/** The rows as tab-separated values with a header, for pasting into a spreadsheet. */
export function toTsv(columns: readonly string[], rows: readonly Row[]): string {
  return table(columns, rows)
    .map(cells => cells.map(cell => String(defused(cell)).replace(/[\t\r\n]+/g, ' ')).join('\t'))
    .join('\n')
    .concat('\n');
}

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe before it. Captures are written by
 * whoever is being watched, so a label may well be a formula. Our own numbers stay numbers.
 */
export function defused(cell: Cell): Cell {
  return typeof cell === 'string' && /^[\s]*[=+\-@]|^[\t\r\n]/.test(cell) ? `'${cell}` : cell;
}

function csvCell(cell: Cell): string {
  const text = String(defused(cell));
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function table(columns: readonly string[], rows: readonly Row[]): Cell[][] {
  const classes = [
    ...new Set(rows.flatMap(({ neighbour }) => labelShares(neighbour.labels).map(s => s.name))),
  ];
  const header = ['rank', 'similarity', ...columns, 'shared', 'different', 'flows', ...classes, 'first line'];
  return [header, ...rows.map(row => cellsOf(row, classes))];
}

function cellsOf({ rank, neighbour }: Row, classes: readonly string[]): Cell[] {
  const { fields, similarity, count, labels, firstLine } = neighbour;
  const names = (shared: boolean) => fields.filter(f => f.shared === shared).map(f => f.column);
  return [
    rank,
    Number(similarity.toFixed(6)),
    ...fields.map(field => field.value),
    names(true).join(' '),
    names(false).join(' '),
    count,
    ...classes.map(name => labels[name] ?? 0),
    firstLine,
  ];
}
