import { csvCell, tsvCell } from './spreadsheetCell';

export type Cell = string | number;
/** Rows of cells, the header first. */
export type Table = readonly (readonly Cell[])[];

/** A table as comma-separated values (RFC 4180). */
export function csvText(table: Table): string {
  return table.map(cells => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** The table as tab-separated values, for pasting into a spreadsheet. */
export function tsvText(table: Table): string {
  return table.map(cells => `${cells.map(tsvCell).join('\t')}\n`).join('');
}

/** The table as JSON: an array of objects, a line each. Names that stand twice are numbered, so that none is lost. */
export function jsonText([head = [], ...rows]: Table): string {
  const seen = new Map<string, number>();
  const names = head.map(cell => {
    const times = (seen.get(String(cell)) ?? 0) + 1;
    seen.set(String(cell), times);
    return times === 1 ? String(cell) : `${cell} ${times}`;
  });
  const objects = rows.map(row => JSON.stringify(Object.fromEntries(names.map((name, i) => [name, row[i]]))));
  return `[\n${objects.join(',\n')}\n]\n`;
}

/** The table in Markdown. Text from captures is escaped: no link, no HTML, no further column comes of it. */
export function markdownText([head = [], ...rows]: Table): string {
  const line = (cells: readonly Cell[]) => `| ${cells.map(markdownCell).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line), ''].join('\n');
}

function markdownCell(cell: Cell): string {
  return typeof cell === 'number' ? String(cell) : markdownInline(cell);
}

/** Text on one line of Markdown, of which nothing is markup. */
export function markdownInline(text: string): string {
  // A dot before a letter would make a name of a host a link.
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>()#!|&~:]|\.(?=\p{L})/gu, '\\$&');
}
