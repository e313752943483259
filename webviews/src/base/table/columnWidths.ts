/** What a column needs, in pixels. */
export interface ColumnNeed {
  /** Its widest content of the rows looked at. */
  natural: number;
  /** Whether its content can be cut: texts can, numbers cannot. */
  elastic: boolean;
  /** A text is not cut shorter than this; the table is then scrolled. */
  least?: number | undefined;
  /** Set by the user. */
  fixed?: number | undefined;
}

/** A text is given more than this only where there is room. */
const wide = 420;
export const narrow = 100;

/**
 * Widths of columns that share what there is: all of it, and no more unless even the least is more. Only texts give
 * way, and only texts take what is left; what the user set stays.
 */
export function columnWidths(needs: readonly ColumnNeed[], available: number): number[] {
  const widths = needs.map(({ natural, elastic, fixed }) =>
    Math.ceil(fixed ?? (elastic ? Math.min(natural, wide) : natural)),
  );
  const free = (i: number) => needs[i]?.elastic === true && needs[i]?.fixed === undefined;
  const left = available - sum(widths);
  const spare = (width: number, i: number) => Math.max(0, width - (needs[i]?.least ?? narrow));
  if (left < 0) return spread(widths, left, (width, i) => (free(i) ? spare(width, i) : 0));
  // First to those that were cut, then to all texts, else to every column, so that the table has no ragged edge.
  const wanted = widths.map((width, i) =>
    free(i) ? Math.max(0, Math.ceil(needs[i]?.natural ?? 0) - width) : 0,
  );
  const first = Math.min(left, sum(wanted));
  const filled = first > 0 ? spread(widths, first, (_, i) => wanted[i] as number) : widths;
  const rest = available - sum(filled);
  const takers = needs.some((_, i) => free(i)) ? free : (i: number) => needs[i]?.fixed === undefined;
  return spread(filled, rest, (width, i) => (takers(i) ? width : 0), 'beyond');
}

/** Changes widths by their weights; a width loses no more than its weight, and gains more only `beyond`. */
function spread(
  widths: readonly number[],
  change: number,
  weightOf: (width: number, i: number) => number,
  how?: 'beyond',
): number[] {
  const weights = widths.map(weightOf);
  const all = sum(weights);
  if (all === 0 || change === 0) return [...widths];
  const share = how === 'beyond' ? change / all : Math.max(-1, Math.min(1, change / all));
  // Rounded down, so that the whole never gets wider than it may be.
  return widths.map((width, i) => Math.floor(width + share * (weights[i] as number)));
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
