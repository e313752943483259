import { largest } from '../../base/largest';

/** Tokens split into numbered field values, to find the ones that share most fields with any other. */
export class TokenParts {
  private readonly numbers: Map<string, number>[];
  /** columns arrays of vocabulary numbers. */
  private readonly values: Uint32Array[];
  private readonly frequency: number[][];

  constructor(
    private readonly tokens: readonly string[],
    columns: number,
  ) {
    this.numbers = Array.from({ length: columns }, () => new Map<string, number>());
    // A token of fewer parts has no value in the columns that it lacks.
    this.values = Array.from({ length: columns }, () => new Uint32Array(tokens.length).fill(0xffffffff));
    this.frequency = Array.from({ length: columns }, () => []);
    for (const [row, token] of tokens.entries()) {
      for (const [c, value] of token.split(' ').slice(-columns).entries()) {
        const seen = this.numbers[c] as Map<string, number>;
        const counts = this.frequency[c] as number[];
        let number = seen.get(value);
        if (number === undefined) {
          number = seen.size;
          seen.set(value, number);
          counts.push(0);
        }
        counts[number] = (counts[number] as number) + 1;
        (this.values[c] as Uint32Array)[row] = number;
      }
    }
  }

  get rows(): number {
    return this.tokens.length;
  }

  /** Puts `mark` into the places of `rows` whose token has that value in the column (zero-based). */
  mark(rows: Uint8Array, column: number, value: string, mark: 0 | 1): void {
    const number = this.numbers[column]?.get(value);
    const values = this.values[column];
    if (number === undefined || !values) return;
    for (let row = 0; row < values.length; row++) if (values[row] === number) rows[row] = mark;
  }

  /** Rows (of those `allowed`) that share at least one field with `parts`, those that share most, or the rarest values, first. */
  sharingMost(parts: readonly string[], top: number, allowed?: Uint8Array): number[] {
    const score = new Float64Array(this.tokens.length);
    for (const [c, part] of parts.entries()) {
      const number = this.numbers[c]?.get(part);
      if (number === undefined) continue;
      const values = this.values[c] as Uint32Array;
      const weight = 1 + Math.log(this.tokens.length / ((this.frequency[c] as number[])[number] as number));
      for (let row = 0; row < values.length; row++)
        if (values[row] === number && allowed?.[row] !== 0) score[row] = (score[row] as number) + weight;
    }
    return largest(score, Math.min(top, score.length)).filter(row => (score[row] as number) > 0);
  }
}
