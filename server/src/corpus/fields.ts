import type { Vocabulary } from './corpus';

/** The distinct field values of a vocabulary's tokens; the same text in two columns is two fields. */
export interface FieldTable {
  size: number;
  /** Column (zero-based, in token order) and value, joined by a space. */
  names: readonly string[];
  /** Flows with the field, commonest first. */
  counts: Uint32Array;
  /** Fields of a token. */
  columns: number;
  /** vocabulary × columns field numbers. */
  ofTokens: Uint32Array;
}

export const fieldName = (column: number, value: string) => `${column} ${value}`;

/** Splits every token into its fields. Field order is that of counts, then of first occurrence. */
export function fieldsOf(
  vocabulary: Pick<Vocabulary, 'tokens' | 'counts' | 'size'>,
  columns: number,
): FieldTable {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  const ofTokens = new Uint32Array(vocabulary.size * columns);
  for (const [row, token] of vocabulary.tokens.entries()) {
    for (const [c, value] of token.split(' ').entries()) {
      const name = fieldName(c, value);
      let number = numbers.get(name);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(name, number);
        counts.push(0);
      }
      counts[number] = (counts[number] as number) + (vocabulary.counts[row] as number);
      ofTokens[row * columns + c] = number;
    }
  }
  const order = [...counts.keys()].sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
  const rank = new Uint32Array(order.length);
  order.forEach((number, i) => (rank[number] = i));
  const names = [...numbers.keys()];
  return {
    size: order.length,
    names: order.map(number => names[number] as string),
    counts: Uint32Array.from(order, number => counts[number] as number),
    columns,
    ofTokens: ofTokens.map(number => rank[number] as number),
  };
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
