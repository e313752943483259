import { columnPart } from '../training/corpus/columnParts';
import { subnetOf } from '../training/corpus/subnets';
import { tokenOfParts } from '../training/corpus/tokens';
import { readFile } from 'node:fs/promises';
import type { Operation } from './conversation';
import { Rows, type Texts } from './rows';

/** What a value of a column is called that has no vector of its own, nor a network to share one with. */
export const rareValue = '*';

/** Line ends too would end a token in a model's file; a table's cells can hold them, a line's cannot. */
export const partOf = (text: string) => tokenOfParts([text]).replace(/[\r\n]/g, '_');

/** The parts of tokens, from cells `c0`, `c1`, … of the columns that they are of; by the rule that the editor reads rows with. */
export const tokenParts: Operation = async function* (input, asked) {
  const parts = (asked['columns'] as string[]).map(columnPart);
  for await (const rows of input) {
    yield Object.fromEntries(
      parts.map(({ of }, i) => {
        const { values, numbers } = rows.texts(`c${i}`);
        const made = values.map(value => partOf(of(value)));
        const none = partOf(of(''));
        return [`p${i}`, Array.from(numbers, n => (n < 0 ? none : (made[n] as string)))];
      }),
    );
  }
};

/** For rare values (`place` of the column in the token, `value`) the name under which they share a vector. */
export const sharedNames: Operation = async function* (input, asked) {
  const share = (asked['columns'] as string[]).map(sharing);
  for await (const rows of input) {
    const places = rows.numbers('place');
    const { values, numbers } = rows.texts('value');
    yield { name: Array.from(numbers, (n, r) => share[places[r] as number]?.(values[n] ?? '') ?? rareValue) };
  }
};

/** Addresses share their network's vector, /24 or /48; anything else that of its column's rare values. */
function sharing(column: string): (value: string) => string {
  if (column !== 'SrcAddr' && column !== 'DstAddr') return () => rareValue;
  return value => {
    const network = [24, 48].map(prefix => subnetOf(value, prefix)).find(name => name !== value);
    return network ?? rareValue;
  };
}

/** The units of a file, as an Arrow stream. Its name is the digest of what it holds, and the next task has the same mostly. */
export async function readUnits(path: string, columns: readonly string[]): Promise<Units> {
  if (kept?.path !== path) kept = { path, units: new Units(new Rows(await readFile(path)), columns) };
  return kept.units;
}
let kept: { path: string; units: Units } | undefined;

/** What has a vector: values of columns, networks of rare ones; row r of the matrices is unit r. */
export class Units {
  readonly counts: Uint32Array;
  private readonly byColumn: Map<string, number>[];
  private readonly share: ((value: string) => string)[];

  /** `table`: `place`, `value`, `count`, commonest first. */
  constructor(
    table: Rows,
    readonly columns: readonly string[],
  ) {
    this.byColumn = columns.map(() => new Map<string, number>());
    this.share = columns.map(sharing);
    const places = table.numbers('place');
    const { values, numbers } = table.texts('value');
    for (const [row, place] of places.entries())
      this.byColumn[place]?.set(values[numbers[row] as number] as string, row);
    // A model counts in 32 bits. What stands above is as common as can be told.
    this.counts = Uint32Array.from(table.wholes('count'), count => Math.min(count, 0xffffffff));
  }

  get size(): number {
    return this.counts.length;
  }

  /** Column and value of each unit, as a model names its fields. */
  names(): string[] {
    const names: string[] = [];
    for (const [place, values] of this.byColumn.entries())
      for (const [value, row] of values) names[row] = `${place} ${value}`;
    return names;
  }

  /** The unit of each row's value in a column; -1 where there is none. */
  numbersOf(place: number, { values, numbers }: Texts): Int32Array {
    const known = values.map(value => this.numberOf(place, value));
    return numbers.map(n => (n < 0 ? -1 : (known[n] as number)));
  }

  /** The unit of a value of a column: its own, its network's, or that of rare values; -1 where there is none. */
  numberOf(place: number, value: string): number {
    const known = this.byColumn[place] as Map<string, number>;
    return (
      known.get(value) ?? known.get(this.share[place]?.(value) ?? rareValue) ?? known.get(rareValue) ?? -1
    );
  }
}
