import { composeOne, fieldName, type FieldTable } from '../corpus/fields';

/** Vectors of the fields that tokens are composed of: gives a token that was never seen a vector too. */
export class FieldVectors {
  private readonly numbers: Map<string, number>;

  constructor(
    fields: FieldTable,
    private readonly matrix: Float32Array,
    private readonly size: number,
  ) {
    this.numbers = new Map(fields.names.map((name, number) => [name, number]));
  }

  /** The mean of the known fields' vectors, and the columns whose value is not known; undefined when none is. */
  compose(parts: readonly string[]): { vector: Float32Array; missing: number[] } | undefined {
    const numbers = parts.map((part, column) => this.numbers.get(fieldName(column, part)));
    const known = numbers.filter(number => number !== undefined);
    if (known.length === 0) return undefined;
    return {
      vector: composeOne(known, this.matrix, this.size),
      missing: numbers.flatMap((number, column) => (number === undefined ? [column] : [])),
    };
  }
}
