import { largest } from './largest';

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
    this.values = Array.from({ length: columns }, () => new Uint32Array(tokens.length));
    this.frequency = Array.from({ length: columns }, () => []);
    for (const [row, token] of tokens.entries()) {
      for (const [c, value] of token.split(' ').entries()) {
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

  /** Rows that share at least one field with `parts`, those that share most, or the rarest values, first. */
  sharingMost(parts: readonly string[], top: number): number[] {
    const score = new Float64Array(this.tokens.length);
    for (const [c, part] of parts.entries()) {
      const number = this.numbers[c]?.get(part);
      if (number === undefined) continue;
      const values = this.values[c] as Uint32Array;
      const weight = 1 + Math.log(this.tokens.length / ((this.frequency[c] as number[])[number] as number));
      for (let row = 0; row < values.length; row++)
        if (values[row] === number) score[row] = (score[row] as number) + weight;
    }
    return largest(score, Math.min(top, score.length)).filter(row => (score[row] as number) > 0);
  }
}
