/**
 * Finds tokens by what is typed of them, in time that does not depend on how many strings there are: all
 * tokens stand in one text, in the vocabulary's order, so that the first hits are the commonest tokens.
 */
export class Completion {
  private readonly text: string;
  /** Where each token begins in the text. */
  private readonly starts: Uint32Array;

  /** `tokens`: commonest first. */
  constructor(private readonly tokens: readonly string[]) {
    const folded = tokens.map(token => token.toLowerCase());
    this.starts = new Uint32Array(tokens.length);
    let at = 1;
    for (const [row, token] of folded.entries()) {
      this.starts[row] = at;
      at += token.length + 1;
    }
    this.text = `\n${folded.join('\n')}\n`;
  }

  /** Tokens that begin with what is typed, then others that contain it; each commonest first, `top` in all. */
  find(typed: string, top: number): string[] {
    const wanted = typed.trimStart().replace(/\s+/g, ' ').toLowerCase();
    const rows = this.search(`\n${wanted}`, top, () => true);
    if (rows.length < top && wanted !== '') {
      const begins = new Set(rows);
      rows.push(...this.search(wanted, top - rows.length, row => !begins.has(row)));
    }
    return rows.map(row => this.tokens[row] as string);
  }

  private search(pattern: string, top: number, accept: (row: number) => boolean): number[] {
    const rows: number[] = [];
    let from = 0;
    while (rows.length < top) {
      const at = this.text.indexOf(pattern, from);
      // The newline that ends the text begins no token.
      if (at < 0 || at >= this.text.length - 1) break;
      const row = this.rowAt(pattern.startsWith('\n') ? at + 1 : at);
      if (accept(row)) rows.push(row);
      // On to the newline before the next token: one token is found once.
      from = (this.starts[row + 1] ?? this.text.length) - 1;
    }
    return rows;
  }

  /** The token that stands at a position of the text. */
  private rowAt(position: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
