import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  HUGEINT,
  VARCHAR,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { DataType, TimeUnit, type Dictionary, type Duration, type Field } from 'apache-arrow';

/** How a column of Arrow comes into DuckDB. */
export interface Staging {
  name: string;
  type: DuckDBType;
  /** A value that is not null. */
  cell(value: unknown): DuckDBValue;
  /** SQL of what the file means by the column. */
  read(name: string): string;
}

const same = (name: string) => name;
const asText = (value: unknown) =>
  value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);

const perSecond: Readonly<Record<TimeUnit, number>> = {
  [TimeUnit.SECOND]: 1,
  [TimeUnit.MILLISECOND]: 1e3,
  [TimeUnit.MICROSECOND]: 1e6,
  [TimeUnit.NANOSECOND]: 1e9,
};

/** Spans become seconds; what is neither number, time nor flag becomes text. */
export function stagingOf({ name, type: declared }: Field): Staging {
  const type: DataType = DataType.isDictionary(declared)
    ? (declared as Dictionary<DataType>).dictionary
    : declared;
  // Both come as milliseconds since 1970, with a fraction; they cross as numbers, without an object each.
  if (DataType.isTimestamp(type) || DataType.isDate(type))
    return {
      name,
      type: DOUBLE,
      cell: value => Number(value) * 1e3,
      read: column => `make_timestamp(${column}::BIGINT)`,
    };
  if (DataType.isDuration(type)) {
    const unit = perSecond[(type as Duration).unit];
    return { name, type: DOUBLE, cell: value => Number(value) / unit, read: same };
  }
  if (DataType.isInt(type)) {
    // Unsigned ones of 64 bits do not all fit.
    const wide = type.bitWidth === 64 && !type.isSigned;
    return {
      name,
      type: wide ? HUGEINT : BIGINT,
      cell: value => BigInt(value as number | bigint),
      read: same,
    };
  }
  if (DataType.isDecimal(type)) {
    const unit = 10 ** type.scale;
    return { name, type: DOUBLE, cell: value => Number(String(value)) / unit, read: same };
  }
  if (DataType.isFloat(type)) return { name, type: DOUBLE, cell: value => Number(value), read: same };
  if (DataType.isBool(type)) return { name, type: BOOLEAN, cell: value => Boolean(value), read: same };
  return { name, type: VARCHAR, cell: asText, read: same };
}
