import {
  Binary,
  Dictionary,
  Float32,
  Float64,
  Int32,
  Int64,
  makeData,
  Table,
  tableFromIPC,
  tableToIPC,
  type TimestampMicrosecond,
  Utf8,
  Vector,
  vectorFromArray,
  type Data,
} from 'apache-arrow';

/** A text column as its distinct values, and the number of each row's value; -1 where the row has none. */
export interface Texts {
  values: readonly string[];
  numbers: Int32Array;
}

/** Columns of one batch of rows that came as an Arrow stream. */
export class Rows {
  private readonly table: Table;

  constructor(stream: Uint8Array) {
    this.table = tableFromIPC(stream);
  }

  get length(): number {
    return this.table.numRows;
  }

  /** A column of texts, dictionary-encoded as it was sent. */
  texts(name: string): Texts {
    const values: string[] = [];
    const numbers = new Int32Array(this.length);
    let at = 0;
    for (const data of this.column(name).data as readonly Data<Dictionary<Utf8, Int32>>[]) {
      const first = values.length;
      for (const value of (data.dictionary as Vector<Utf8>).toArray() as Iterable<string>) values.push(value);
      const codes = data.values;
      if (first === 0 && data.nullCount === 0) numbers.set(codes.subarray(0, data.length), at);
      else
        for (let i = 0; i < data.length; i++)
          numbers[at + i] = data.getValid(i) ? first + (codes[i] as number) : -1;
      at += data.length;
    }
    return { values, numbers };
  }

  /** Numbers of a column without nulls. */
  numbers(name: string): Int32Array {
    return Int32Array.from(this.column(name).toArray() as Int32Array);
  }

  floats(name: string): Float64Array {
    return Float64Array.from(this.column(name).toArray() as Float64Array);
  }

  /** Whole numbers of 64 bits, as they are used: below 2⁵³. */
  wholes(name: string): Float64Array {
    return Float64Array.from(this.column(name).toArray() as BigInt64Array, Number);
  }

  /** Times without nulls, as microseconds since 1970. */
  micros(name: string): Float64Array {
    const out = new Float64Array(this.length);
    let at = 0;
    for (const { values, length } of this.column(name).data as readonly Data<TimestampMicrosecond>[])
      for (let i = 0; i < length; i++) out[at++] = Number(values[i]);
    return out;
  }

  bytes(name: string, row: number): Uint8Array | undefined {
    return (this.column(name).get(row) as Uint8Array | null) ?? undefined;
  }

  private column(name: string): Vector {
    const column = this.table.getChild(name);
    if (!column) throw new Error(`The rows have no column ${name}.`);
    return column;
  }
}

/** What a column of an answer can be. Texts that are undefined, and numbers that are NaN in `Float64Array`, are nulls. */
export type Answer =
  | Int32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | readonly (string | undefined)[]
  | readonly Uint8Array[];

/** A batch of rows as an Arrow stream of its own. */
export function streamOf(columns: Readonly<Record<string, Answer>>): Uint8Array {
  const vectors = Object.entries(columns).map(([name, values]) => [name, vectorOf(values)] as const);
  return tableToIPC(new Table(Object.fromEntries(vectors)), 'stream');
}

function vectorOf(values: Answer): Vector {
  if (values instanceof Int32Array) return new Vector([makeData({ type: new Int32(), data: values })]);
  if (values instanceof Float32Array) return new Vector([makeData({ type: new Float32(), data: values })]);
  if (values instanceof BigInt64Array) return new Vector([makeData({ type: new Int64(), data: values })]);
  if (values instanceof Float64Array) {
    const { nullBitmap, nullCount } = bitmapOf(values.length, i => !Number.isNaN(values[i]));
    return new Vector([makeData({ type: new Float64(), data: values, nullBitmap, nullCount })]);
  }
  if (values[0] instanceof Uint8Array) return binaryVector(values as readonly Uint8Array[]);
  return textVector(values as readonly (string | undefined)[]);
}

/** Large values are copied once; Arrow's own builder does it several times. */
function binaryVector(values: readonly Uint8Array[]): Vector {
  const valueOffsets = new Int32Array(values.length + 1);
  for (const [i, { length }] of values.entries()) valueOffsets[i + 1] = (valueOffsets[i] as number) + length;
  const [only] = values;
  const data = values.length === 1 && only ? only : new Uint8Array(valueOffsets[values.length] as number);
  if (data !== only) for (const [i, value] of values.entries()) data.set(value, valueOffsets[i]);
  return new Vector([
    makeData({ type: new Binary(), length: values.length, nullCount: 0, valueOffsets, data }),
  ]);
}

/** By a dictionary: columns of flows have few values, and each is encoded once. */
function textVector(texts: readonly (string | undefined)[]): Vector {
  const numbers = new Map<string, number>();
  const indices = new Int32Array(texts.length);
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i];
    if (text === undefined) continue;
    let number = numbers.get(text);
    if (number === undefined) numbers.set(text, (number = numbers.size));
    indices[i] = number;
  }
  const { nullBitmap, nullCount } = bitmapOf(texts.length, i => texts[i] !== undefined);
  const dictionary = vectorFromArray([...numbers.keys(), ...(numbers.size === 0 ? [''] : [])], new Utf8());
  const type = new Dictionary(new Utf8(), new Int32());
  return new Vector([makeData({ type, data: indices, dictionary, nullBitmap, nullCount })]);
}

function bitmapOf(length: number, isThere: (i: number) => boolean) {
  const nullBitmap = new Uint8Array(Math.ceil(length / 64) * 8);
  let there = 0;
  for (let i = 0; i < length; i++)
    if (isThere(i)) {
      nullBitmap[i >> 3] = (nullBitmap[i >> 3] as number) | (1 << (i & 7));
      there++;
    }
  return { nullBitmap, nullCount: length - there };
}
