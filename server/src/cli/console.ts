import { escapedInvisible, visibleText } from '../../../shared/text/visibleText';

/** Where the command line writes. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  /** Whether progress can be drawn over itself. */
  isTerminal: boolean;
  /** Has another process put captures into the store, which goes on when the command has ended; absent where none may. */
  storeLater?(files: readonly string[]): void;
}

const barWidth = 30;
/** Progress is drawn at most so often. */
const redrawMs = 100;

/**
 * All that the command line says goes through here. File names, labels and tokens are text of anybody's choice: what
 * a terminal would act on is shown, never sent, and nothing but a line of ours ends a line.
 */
export class Console {
  private drawn = -Infinity;

  constructor(private readonly terminal: Terminal) {}

  /** Lines of a result. */
  lines(...lines: readonly string[]): void {
    this.terminal.out(lines.map(line => `${visibleLine(line)}\n`).join(''));
  }

  /** A result as one JSON object on a line, in which invisible characters are escaped. */
  json(value: object): void {
    this.terminal.out(`${escapedInvisible(JSON.stringify(value))}\n`);
  }

  /** Lines beside the result: failures, and what should be known. */
  say(...lines: readonly string[]): void {
    this.clear();
    this.terminal.error(lines.map(line => `${visibleLine(line)}\n`).join(''));
  }

  /** A line that draws over itself, a bar before it where the share that is done is known; nothing where errors go to a file. */
  progress(what: string, fraction?: number): void {
    const now = performance.now();
    if (!this.terminal.isTerminal || now - this.drawn < redrawMs) return;
    this.drawn = now;
    const full = Math.round(barWidth * Math.min(1, Math.max(0, fraction ?? 0)));
    const bar = fraction === undefined ? '' : `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}] `;
    this.terminal.error(`\r\u001b[K${bar}${visibleLine(what)}`);
  }

  /** Whether captures can be put into the store when the command has ended. */
  get storesLater(): boolean {
    return this.terminal.storeLater !== undefined;
  }

  storeLater(files: readonly string[]): void {
    this.terminal.storeLater?.(files);
  }

  /** Takes the progress away. */
  clear(): void {
    if (this.terminal.isTerminal && this.drawn > -Infinity) this.terminal.error('\r\u001b[K');
    this.drawn = -Infinity;
  }
}

const visibleLine = (line: string) => visibleText(line, Infinity);

export const count = (n: number) => n.toLocaleString('en');

/** Shares of a whole, largest first: "background 98.0 %, normal 1.2 %"; of what has no name, "(not given) 0.8 %". */
export function shares(counts: Readonly<Record<string, number | undefined>>): string {
  const entries = Object.entries(counts).map(([name, n]) => [name, n ?? 0] as const);
  const total = entries.reduce((sum, [, n]) => sum + n, 0);
  return entries
    .sort((a, b) => b[1] - a[1])
    .map(([name, n]) => `${visibleLine(name) || '(not given)'} ${((100 * n) / total).toFixed(1)} %`)
    .join(', ');
}

/** A cell of a table: text of a capture made visible before it is filled up, so that columns stay straight. */
export const cell = (text: string, width: number) => visibleLine(text).padEnd(width);
