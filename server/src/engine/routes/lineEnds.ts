import type { RouteReader } from './sink';

/** `\n` for every end of a line there is in the editor: `\r\n`, `\n`, and a carriage return alone. */
export function oneLineEnd(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** Hands a text on with `\n` alone, so that lines are counted as the editor counts them. */
export class LineEnds implements RouteReader {
  /** The last piece ended with a carriage return, which may be half of an end. */
  private held = false;

  constructor(private readonly reader: RouteReader) {}

  push(text: string): void {
    if (text === '') return;
    const whole = this.held ? `\r${text}` : text;
    this.held = whole.endsWith('\r');
    this.reader.push(oneLineEnd(this.held ? whole.slice(0, -1) : whole));
  }

  end(): void {
    if (this.held) this.reader.push('\n');
    this.held = false;
    this.reader.end();
  }
}
