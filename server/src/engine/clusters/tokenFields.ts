import type { Vocabulary } from '../training/corpus/corpus';
import { lastFields } from '../training/corpus/phraseTokens';
import type { Turns } from '../../base/threads/turns';

/** Stands in `numbers` for a part that a token lacks. */
export const absent = 0xffffffff;

/** One column of the tokens, its values numbered in order of appearance. */
export interface FieldColumn {
  name: string;
  values: readonly string[];
  /** Of each row, the number of its value. */
  numbers: Uint32Array;
  /** Flows of each value, over all rows. */
  flows: Float64Array;
}

/** The tokens of a vocabulary as columns of values; a phrase has the fields of its last token. */
export interface TokenFields {
  columns: readonly FieldColumn[];
  /** Of all rows. */
  flows: number;
}

/** Splits the tokens of a vocabulary into their columns, named in token order. */
export async function tokenFields(
  { tokens, counts, size }: Pick<Vocabulary, 'tokens' | 'counts' | 'size'>,
  names: readonly string[],
  turns: Turns,
): Promise<TokenFields> {
  const known = names.map(() => new Map<string, number>());
  const numbers = names.map(() => new Uint32Array(size).fill(absent));
  const flows = names.map(() => [] as number[]);
  let total = 0;
  for (let row = 0; row < size; row++) {
    const count = counts[row] as number;
    total += count;
    for (const [c, value] of lastFields(tokens[row] as string, names.length).entries()) {
      const seen = known[c] as Map<string, number>;
      const sums = flows[c] as number[];
      let number = seen.get(value);
      if (number === undefined) {
        number = seen.size;
        seen.set(value, number);
        sums.push(0);
      }
      sums[number] = (sums[number] as number) + count;
      (numbers[c] as Uint32Array)[row] = number;
    }
    await turns.after(names.length);
  }
  const columns = names.map((name, c) => ({
    name,
    values: [...(known[c] as Map<string, number>).keys()],
    numbers: numbers[c] as Uint32Array,
    flows: Float64Array.from(flows[c] as number[]),
  }));
  return { columns, flows: total };
}

/** Flows of the values that some rows have in a column, most flows first, then first met. */
export function valuesAmong(
  column: FieldColumn,
  rows: Iterable<number>,
  counts: ArrayLike<number>,
): { number: number; flows: number }[] {
  const sums = new Map<number, number>();
  for (const row of rows) {
    const number = column.numbers[row] as number;
    if (number !== absent) sums.set(number, (sums.get(number) ?? 0) + (counts[row] as number));
  }
  return Array.from(sums, ([number, flows]) => ({ number, flows })).sort((a, b) => b.flows - a.flows);
}
