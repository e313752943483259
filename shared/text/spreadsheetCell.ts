// What spreadsheets begin a formula with, also in full width and small forms, after whatever they skip or do not show.
const formula = /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠﹦﹢﹣﹫]|^[\t\r\n]/u;

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe before it. Captures are written by whoever
 * is being watched, so a field may well be a formula.
 */
export function defused(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** A cell of comma-separated values (RFC 4180). Numbers stay numbers. */
export function csvCell(cell: string | number): string {
  if (typeof cell === 'number') return String(cell);
  const text = defused(cell);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** A cell of tab-separated values, which know no quoting. */
export function tsvCell(cell: string | number): string {
  return typeof cell === 'number' ? String(cell) : defused(cell).replace(/[\t\r\n]+/g, ' ');
}
