import { csvText, tsvText, type Cell } from '../../../shared/text/tableText';
import { labelShares } from '../base/labelShares';
import type { Row } from './rows';

/** The rows as comma-separated values with a header (RFC 4180). */
export function toCsv(columns: readonly string[], rows: readonly Row[]): string {
  return csvText(table(columns, rows));
}

/** The rows as tab-separated values with a header, for pasting into a spreadsheet. */
export function toTsv(columns: readonly string[], rows: readonly Row[]): string {
  return tsvText(table(columns, rows));
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
