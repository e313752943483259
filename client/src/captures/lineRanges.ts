import type { Selection } from 'vscode';

/** One-based lines, both included. */
export interface LineRange {
  first: number;
  last: number;
}

/** The lines of an editor's selections. A selection that ends at the beginning of a line does not mean it. */
export function chosenLines(selections: readonly Selection[]): LineRange[] {
  return selections.map(({ start, end, isEmpty }) => ({
    first: start.line + 1,
    last: !isEmpty && end.character === 0 && end.line > start.line ? end.line : end.line + 1,
  }));
}

/** One-based lines of selections as a text, `5,7-9`: each line once. */
export function linesText(ranges: readonly LineRange[]): string {
  const sorted = [...ranges].sort((a, b) => a.first - b.first);
  const joined: LineRange[] = [];
  for (const { first, last } of sorted) {
    const before = joined.at(-1);
    if (before && first <= before.last + 1) before.last = Math.max(before.last, last);
    else joined.push({ first, last });
  }
  return joined.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}
