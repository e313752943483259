import { CsvError, parse } from 'csv-parse/sync';
import type { Field } from './flow';

const space = 32;

/** What tools and libraries write for a cell without a value. */
export const absentTexts = [
  'nan',
  'NaN',
  'NaT',
  'NA',
  'N/A',
  '<NA>',
  'None',
  'none',
  'NULL',
  'null',
] as const;

/**
 * A number in its plain form: rid of the commas between its thousands where commas separate cells, and with a point where
 * they do not and it has a comma for its fraction. Other text is left as it is.
 */
export function plainNumber(text: string, delimiter: string): string {
  if (!text.includes(',')) return text;
  if (delimiter === ',') return /^\d{1,3}(?:,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text;
  return /^[+-]?\d+,\d+(?:e[+-]?\d+)?$/i.test(text) ? text.replace(',', '.') : text;
}

/** How a row is cut into cells: by what, and what the columns are called. */
export interface RowShape {
  readonly delimiter: string;
  readonly columns: readonly string[];
}

/**
 * The cells of a row with their places in it. `text` has neither BOM nor line ending, `offset` is added to
 * each place. A cell beyond the layout's columns has an empty column name.
 */
export function cellsOf(text: string, layout: RowShape, offset = 0): Field[] {
  const quoted = text.includes('"') ? quotedCells(text, layout, offset) : undefined;
  return quoted ?? plainCells(text, layout, offset);
}

function plainCells(text: string, layout: RowShape, offset: number): Field[] {
  const cells: Field[] = [];
  for (let start = 0; ;) {
    const next = text.indexOf(layout.delimiter, start);
    const end = next === -1 ? text.length : next;
    cells.push(cell(text, start, end, layout.columns[cells.length] ?? '', offset));
    if (next === -1) return cells;
    start = next + layout.delimiter.length;
  }
}

/** Tools pad with spaces only, and so trims the store's SQL. */
function cell(text: string, from: number, to: number, column: string, offset: number): Field {
  let start = from;
  let end = to;
  while (start < end && text.charCodeAt(start) === space) start++;
  while (end > start && text.charCodeAt(end - 1) === space) end--;
  return { column, text: text.slice(start, end), start: offset + start, end: offset + end };
}

interface Parsed {
  value: string;
  quoted: boolean;
}

/**
 * csv-parse says what the cells are, not where: a cell's raw length follows from its value and whether it was
 * quoted. Undefined when the quotes are not those of CSV (never closed, text after them): then a quote is text.
 */
function quotedCells(text: string, layout: RowShape, offset: number): Field[] | undefined {
  const row = parseQuoted(text, layout.delimiter);
  if (!row) return undefined;
  const cells: Field[] = [];
  let start = 0;
  for (const { value, quoted } of row) {
    const inner = quoted ? value.replaceAll('"', '""') : value;
    const edge = quoted ? 1 : 0;
    const end = start + inner.length + 2 * edge;
    if (!text.startsWith(inner, start + edge)) return undefined;
    const column = layout.columns[cells.length] ?? '';
    const place = cell(text, start + edge, end - edge, column, offset);
    cells.push(quoted ? { ...place, text: place.text.replaceAll('""', '"') } : place);
    start = end + 1;
  }
  return start === text.length + 1 ? cells : undefined;
}

function parseQuoted(text: string, delimiter: string): Parsed[] | undefined {
  try {
    const rows = parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      cast: (value, context): Parsed => ({ value, quoted: context.quoting }),
    }) as unknown as Parsed[][];
    return rows.length === 1 ? rows[0] : undefined;
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}
