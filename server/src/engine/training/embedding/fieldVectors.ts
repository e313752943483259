import type { FieldTable } from '../corpus/corpus';
import { composeOne, fieldName } from '../corpus/fields';
import { textsOf } from '../corpus/texts';

/** Vectors of the fields that tokens are composed of: gives a token that was never seen a vector too. */
export class FieldVectors {
  constructor(
    private readonly fields: FieldTable,
    private readonly matrix: Float32Array,
    private readonly size: number,
  ) {}

  /**
   * The mean of the vectors of all known fields of a token, or of a phrase's tokens, each given as its parts; and
   * what is not known. Undefined when nothing is.
   */
  compose(
    tokens: readonly (readonly string[])[],
  ): { vector: Float32Array; missing: { column: number; value: string }[] } | undefined {
    const numbers = textsOf(this.fields, ({ names }) => names);
    const fields = tokens.flatMap(parts =>
      parts.map((value, column) => ({ column, value, number: numbers.row(fieldName(column, value)) })),
    );
    const known = fields.flatMap(({ number }) => number ?? []);
    if (known.length === 0) return undefined;
    return {
      vector: composeOne(known, this.matrix, this.size),
      missing: fields.filter(({ number }) => number === undefined),
    };
  }
}
