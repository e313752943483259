import { bar, captureText } from '../dom';
import { formatCosine, formatCount } from '../numbers';
import type { Order, Ordering } from '../order';
import type { Cell } from '../../../../shared/text/tableText';

/** A column of a table, as a value: what it is called, shows, orders by, is searched for and exports. */
export interface Column<Row> {
  /** Ends the test ids of its header and cells. */
  key: string;
  /** In the user's language, or from a capture. */
  title: string;
  /** `share`: 0 to 1 with a bar. `actions`: buttons; its title is spoken only. */
  kind?: 'text' | 'number' | 'share' | 'actions';
  /** What the column means, in a sentence, on hover. */
  hover?: string;
  /** What rows are ordered by, searched for and exported as, and what is shown unless there is `cell`. */
  value?(row: Row): Cell | undefined;
  cell?(row: Row): Node | string;
  /** Orders rows; by value unless given. `false`: cannot be ordered by. */
  compare?: ((a: Row, b: Row) => number) | false;
  /** Never cut, as numbers are not: what of it is cut off is what is looked for. */
  whole?: boolean;
  /** Pixels that a text has at least, where it is no use without: the table is scrolled for what else there is. */
  least?: number;
  /** Of amounts the large ones are looked for. */
  largestFirst?: boolean;
  /** What the filter looks into; the value unless given. */
  texts?(row: Row): readonly string[];
  /** Columns of the exported table; one of the value, called by the key, unless given. */
  exports?: readonly ExportColumn<Row>[];
  className?: string;
}

/** A column as files and the clipboard have it; names of columns are not translated, for programs read them. */
export interface ExportColumn<Row> {
  name: string;
  value(row: Row): Cell | undefined;
}

/** Characters of a text that is never cut: those of an address, a service or a state. */
export const longestWhole = 24;

// Digits are compared as numbers: 10.0.0.2 stands before 10.0.0.10, port 53 before 443.
const collator = new Intl.Collator('en', { numeric: true });

/** Orders values; none stands before any, a number before a text. */
export function compareValues(a: Cell | undefined, b: Cell | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return collator.compare(String(a), String(b));
}

/** How rows can be ordered. */
export function orderingsOf<Row>(columns: readonly Column<Row>[]): Ordering<Row>[] {
  return columns.flatMap(({ key, kind, value, compare, largestFirst = kind === 'share' }) => {
    if (compare === false || kind === 'actions' || (!compare && !value)) return [];
    const byValue = (a: Row, b: Row) => compareValues(value?.(a), value?.(b));
    return [{ key, compare: compare ?? byValue, largestFirst }];
  });
}

/** What the filter looks into. */
export function searchedTexts<Row>(columns: readonly Column<Row>[], row: Row): string[] {
  return columns.flatMap(({ texts, value }) => texts?.(row) ?? [String(value?.(row) ?? '')]);
}

/** Rows as a table for files and the clipboard, its header first. */
export function exportTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Cell[][] {
  const exported = columns.flatMap(({ key, value, exports }): readonly ExportColumn<Row>[] =>
    exports ? exports : value ? [{ name: key, value: row => value(row) }] : [],
  );
  return [
    exported.map(({ name }) => name),
    ...rows.map(row => exported.map(({ value }) => value(row) ?? '')),
  ];
}

/** What a cell shows. Text of a capture goes through the guard. */
export function cellContent<Row>({ kind, value, cell }: Column<Row>, row: Row): Node | string {
  if (cell) return cell(row);
  const found = value?.(row);
  if (found === undefined) return '–';
  if (typeof found === 'string') return captureText(found);
  if (kind === 'share') return bar(found, formatCosine(found));
  return Number.isInteger(found) ? formatCount(found) : formatCosine(found);
}

export const unordered: Order = { key: '', descending: false };

/** The classes of a column's cells. */
export function cellClass<Row>({ kind, className }: Column<Row>): string | undefined {
  return [kind === 'number' ? 'number' : undefined, className].filter(Boolean).join(' ') || undefined;
}
