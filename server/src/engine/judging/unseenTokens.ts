import { fieldName } from '../training/corpus/fields';
import type { Model } from '../training/models/model';

/** Rows of a model's matrices that make up a token, -1 where the model has none; columns × tokens, by token. */
export interface Composition {
  columns: number;
  rows: Int32Array;
}

/** The rows of known tokens (numbers into the vocabulary): their fields, or of plain vectors their own row. */
export function compositionOf(model: Model, tokens: ArrayLike<number>): Composition {
  const columns = model.fields?.columns ?? 1;
  const rows = new Int32Array(tokens.length * columns);
  for (let i = 0; i < tokens.length; i++)
    for (let c = 0; c < columns; c++) {
      const token = tokens[i] as number;
      rows[i * columns + c] = model.fields ? (model.fields.ofTokens[token * columns + c] as number) : token;
    }
  return { columns, rows };
}

/** Writes the mean of a token's rows into `target`; zeros, and false, when it has none. */
export function compose(
  { columns, rows }: Composition,
  token: number,
  matrix: Float32Array,
  target: Float32Array,
): boolean {
  const size = target.length;
  target.fill(0);
  let known = 0;
  for (let c = 0; c < columns; c++) {
    const row = rows[token * columns + c] as number;
    if (row < 0) continue;
    known++;
    for (let k = 0, at = row * size; k < size; k++, at++)
      target[k] = (target[k] as number) + (matrix[at] as number);
  }
  if (known > 1) for (let k = 0; k < size; k++) target[k] = (target[k] as number) / known;
  return known > 0;
}

/** tokens × size vectors of a composition. */
export function composeRows(composition: Composition, matrix: Float32Array, size: number): Float32Array {
  const tokens = composition.rows.length / composition.columns;
  const out = new Float32Array(tokens * size);
  for (let t = 0; t < tokens; t++) compose(composition, t, matrix, out.subarray(t * size, (t + 1) * size));
  return out;
}

/** Rows of the model's matrices for tokens as texts: known ones, else the fields that are known. */
export function lookedUp({ vocabulary, fields }: Model, tokens: readonly string[]): Composition {
  if (!fields) {
    const numbers = new Map(vocabulary.tokens.map((token, row) => [token, row]));
    return { columns: 1, rows: Int32Array.from(tokens, token => numbers.get(token) ?? -1) };
  }
  const numbers = new Map(fields.names.map((name, number) => [name, number]));
  const { columns } = fields;
  const rows = new Int32Array(tokens.length * columns);
  for (const [t, token] of tokens.entries()) {
    const parts = token.split(' ');
    for (let c = 0; c < columns; c++) rows[t * columns + c] = numbers.get(fieldName(c, parts[c] ?? '')) ?? -1;
  }
  return { columns, rows };
}
