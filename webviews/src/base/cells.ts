export type Cell = string | number;

/** A table, its header first, as comma-separated values (RFC 4180). */
export function csvText(table: readonly (readonly Cell[])[]): string {
  return table
    .map(cells => cells.map(csvCell).join(','))
    .join('\r\n')
    .concat('\r\n');
}

/** The table as tab-separated values, for pasting into a spreadsheet. */
export function tsvText(table: readonly (readonly Cell[])[]): string {
  return table
    .map(cells => cells.map(cell => String(defused(cell)).replace(/[\t\r\n]+/g, ' ')).join('\t'))
    .join('\n')
    .concat('\n');
}

/** The table in Markdown. Text from captures is escaped: no link, no HTML, no further column comes of it. */
export function markdownText(table: readonly (readonly Cell[])[]): string {
  const [head = [], ...rows] = table;
  const line = (cells: readonly Cell[]) => `| ${cells.map(markdownCell).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line), ''].join('\n');
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

function markdownCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  return cell.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>()#!|&~:]/g, '\\$&');
}
