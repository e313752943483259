import type { FieldTable, Vocabulary } from './corpus';
import { phraseArrow, tokensOfEntry } from './phraseTokens';

export const fieldName = (column: number, value: string) => `${column} ${value}`;

/** Splits every token, or every token of a phrase, into its fields. Field order is that of counts, then of first occurrence. */
export function fieldsOf(
  vocabulary: Pick<Vocabulary, 'tokens' | 'counts' | 'size'>,
  columns: number,
): FieldTable {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  const repeats = placesOfTokens(vocabulary.tokens, columns);
  const ofTokens = new Uint32Array(vocabulary.size * columns * repeats);
  const numberOf = (column: number, value: string, count: number): number => {
    const name = fieldName(column, value);
    let number = numbers.get(name);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(name, number);
      counts.push(0);
    }
    counts[number] = (counts[number] as number) + count;
    return number;
  };
  for (const [row, entry] of vocabulary.tokens.entries()) {
    const count = vocabulary.counts[row] as number;
    const tokens = repeats === 1 ? [entry.split(' ')] : (tokensOfEntry(entry, columns) ?? []);
    const fields = tokens.map(token => token.map((value, c) => numberOf(c, value, count)));
    for (let place = 0; place < repeats; place++)
      ofTokens.set(
        fields[Math.floor((place * fields.length) / repeats)] as number[],
        (row * repeats + place) * columns,
      );
  }
  const order = [...counts.keys()].sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
  const rank = new Uint32Array(order.length);
  order.forEach((number, i) => (rank[number] = i));
  const names = [...numbers.keys()];
  return {
    size: order.length,
    names: order.map(number => names[number] as string),
    counts: Uint32Array.from(order, number => counts[number] as number),
    columns: columns * repeats,
    ofTokens: ofTokens.map(number => rank[number] as number),
  };
}

/** Phrases of up to four tokens are told apart exactly; each token of a longer one has nearly the same share. */
const placesAtMost = 12;

/** Places in which the tokens of every entry have an equal share. */
function placesOfTokens(entries: readonly string[], columns: number): number {
  const lengths = new Set([1]);
  for (const entry of entries)
    if (entry.includes(phraseArrow)) lengths.add(tokensOfEntry(entry, columns)?.length ?? 1);
  const common = [...lengths].reduce(leastCommonMultiple);
  return Math.max(Math.min(common, placesAtMost), ...lengths);
}

function leastCommonMultiple(a: number, b: number): number {
  let common = a;
  while (common % b !== 0) common += a;
  return common;
}

/** tokens × size vectors, each the mean of its fields' vectors (`matrix`: fields × size, row-major). */
export function composeAll(fields: FieldTable, matrix: Float32Array, size: number): Float32Array {
  const tokens = fields.ofTokens.length / fields.columns;
  const out = new Float32Array(tokens * size);
  for (let t = 0; t < tokens; t++) {
    const numbers = fields.ofTokens.subarray(t * fields.columns, (t + 1) * fields.columns);
    out.set(composeOne(numbers, matrix, size), t * size);
  }
  return out;
}

/** The mean of some fields' vectors; zeros when there are none. */
export function composeOne(numbers: ArrayLike<number>, matrix: Float32Array, size: number): Float32Array {
  const out = new Float32Array(size);
  for (let j = 0; j < numbers.length; j++) {
    const at = (numbers[j] as number) * size;
    for (let k = 0; k < size; k++) out[k] = (out[k] as number) + (matrix[at + k] as number) / numbers.length;
  }
  return out;
}
