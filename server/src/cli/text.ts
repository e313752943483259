// C0, C1, bidirectional and zero-width controls: a label must not steer the terminal it is printed on.
const controls = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text of a capture as it can safely be printed on a terminal. */
export function printable(text: string): string {
  return text.replace(controls, escaped);
}

/** What a progress bar begins with: it draws over itself. */
const redraw = '\r\u001b[K';

/** A whole output without what a terminal acts on, but for ends of lines, tabs and our own redrawing. JSON stays JSON. */
export function harmless(text: string): string {
  if (text.startsWith(redraw)) return redraw + harmless(text.slice(redraw.length));
  return text.replace(controls, c => (c === '\n' || c === '\t' ? c : escaped(c)));
}

const escaped = (c: string) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;

export const count = (n: number) => n.toLocaleString('en');

/** Shares of a whole, largest first: "background 98.0 %, normal 1.2 %". */
export function shares(counts: Readonly<Record<string, number | undefined>>): string {
  const entries = Object.entries(counts).map(([name, n]) => [name, n ?? 0] as const);
  const total = entries.reduce((sum, [, n]) => sum + n, 0);
  return entries
    .sort((a, b) => b[1] - a[1])
    .map(([name, n]) => `${printable(name)} ${((100 * n) / total).toFixed(1)} %`)
    .join(', ');
}
