import { cellsOf, type RowShape } from '../../cells';
import type { Field } from '../../flow';

/** The cells of a row; a space as delimiter stands for columns padded with spaces. */
export function argusCells(text: string, layout: RowShape, offset = 0): Field[] {
  if (layout.delimiter !== ' ') return cellsOf(text, layout, offset);
  const whole = { column: '', text: text.trim(), start: offset, end: offset + text.length };
  return alignedCells(text, layout.columns, offset) ?? [whole];
}

/**
 * Cells of a row as `ra` prints it for reading, in columns padded with spaces, where a port hangs on its address by a
 * point; with `-c ' '` it stands apart. Undefined when the row does not fit its columns.
 */
function alignedCells(text: string, columns: readonly string[], offset: number): Field[] | undefined {
  const { hanging, apart } = expressionsOf(columns);
  const match = hanging.exec(text);
  const other = match ? undefined : apart.exec(text);
  const places = (match ?? other)?.indices;
  if (!places) return undefined;
  const cells: Field[] = [];
  for (let i = 0, group = 1; i < columns.length; i++, group++) {
    const column = columns[i] as string;
    const [start, end] = places[group] ?? [0, 0];
    const place = { start: offset + start, end: offset + end };
    const port = portColumns[column];
    if (other || port === undefined || columns[i + 1] !== port) {
      cells.push({ column, text: text.slice(start, end), ...place });
      continue;
    }
    const point = pointBeforePort(text.slice(start, end));
    const until = point < 0 ? end : start + point;
    cells.push({ column, text: text.slice(start, until), start: place.start, end: offset + until });
    const from = Math.min(until + 1, end);
    cells.push({ column: port, text: text.slice(from, end), start: offset + from, end: place.end });
    i++;
  }
  return cells;
}

const portColumns: Readonly<Record<string, string>> = { SrcAddr: 'Sport', DstAddr: 'Dport' };

/** Where the address ends and its port begins; -1 when there is no port. */
function pointBeforePort(text: string): number {
  const last = text.lastIndexOf('.');
  const isPlainAddress = /^(?:\d+\.){3}\d+$/.test(text) || /:(?:\d+\.){3}\d+$/.test(text);
  return isPlainAddress || last <= 0 ? -1 : last;
}

/** Rows whose ports hang on their addresses, and rows whose ports stand apart. */
interface Expressions {
  hanging: RegExp;
  apart: RegExp;
}
const expressions = new WeakMap<readonly string[], Expressions>();

function expressionsOf(columns: readonly string[]): Expressions {
  const known = expressions.get(columns);
  if (known) return known;
  const last = columns.length - 1;
  const shapes = columns.map((column, i) => `(${shapeOf(column, i === last)})`);
  const isHanging = (i: number) => i > 0 && portColumns[columns[i - 1] as string] === columns[i];
  const of = (parts: readonly string[]) => new RegExp(`^\\s*${parts.join('\\s+')}\\s*$`, 'd');
  const made = { hanging: of(shapes.filter((_, i) => !isHanging(i))), apart: of(shapes) };
  expressions.set(columns, made);
  return made;
}

function shapeOf(column: string, last: boolean): string {
  if (/time$/i.test(column)) return String.raw`\d{4}[/-]\d\d[/-]\d\d[ T]\S+|\S+`;
  // Flags of the flow stand at fixed places among spaces, and there may be none.
  if (/^flgs$/i.test(column)) return '.{0,12}?';
  if (/^label$/i.test(column) && last) return '.*?';
  return String.raw`\S+`;
}
