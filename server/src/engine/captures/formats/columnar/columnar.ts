import * as l10n from '@vscode/l10n';
import type { DuckDBConnection } from '@duckdb/node-api';
import { storeColumns } from '../../columns';
import type { Layout, Loaded } from '../format';
import { refuseUnknown, type Mapping, type Target, type Use } from '../../mapping';
import { epochUnit, noTimesNote } from '../../timeForms';
import { proposeMapping } from '../table/propose';

/** A name in SQL. */
export const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

const perMicrosecond: Readonly<Record<string, number>> = {
  seconds: 1e6,
  milliseconds: 1e3,
  microseconds: 1,
  nanoseconds: 1e-3,
};

/** Columns of a file that holds columns and no text. */
export interface ColumnarLayout extends Layout {
  /** What was said of the columns. */
  mapping?: Mapping;
}

export function columnarLayout(mapping: Mapping | undefined): ColumnarLayout {
  return { columns: storeColumns.map(({ name }) => name), firstRow: 1, ...(mapping ? { mapping } : {}) };
}

/**
 * What the columns of a file are: as it was said, or they are canonical, or by their names. Throws, naming the file,
 * where they do not name both ends of a flow.
 */
export function columnarMapping(
  names: readonly string[],
  layout: ColumnarLayout,
  path: string,
): Mapping & Required<Pick<Mapping, 'SrcAddr' | 'DstAddr'>> {
  // Its own canonical columns first, by either of their names: that is what is written for others.
  const canonical = Object.fromEntries(
    storeColumns.flatMap(({ name, sql }) => {
      const column = names.find(each => each === name) ?? names.find(each => each === sql);
      return column ? [[name, { column }]] : [];
    }),
  );
  if (layout.mapping) refuseUnknown(layout.mapping, names);
  const mapping: Mapping | undefined =
    layout.mapping ?? (canonical['SrcAddr'] ? canonical : proposeMapping(names));
  if (!mapping?.SrcAddr || !mapping.DstAddr)
    throw new Error(
      l10n.t(
        '{0}: has no columns that name both ends of a flow (it has {1}). Name them SrcAddr and DstAddr, or say with --mapping which they are.',
        path,
        names.slice(0, 30).join(', '),
      ),
    );
  return mapping as ReturnType<typeof columnarMapping>;
}

/** Rows that DuckDB reads, with what their columns are. */
export interface ColumnarRows {
  /** What stands behind FROM: the file's columns, and `file_row_number` from 0. */
  from: string;
  /** DuckDB's types of the file's columns, by name. */
  types: ReadonlyMap<string, string>;
  mapping: ReturnType<typeof columnarMapping>;
  table: string;
}

/** Makes the table of a file's flows; its record is the row's place, from 1. */
export async function loadColumns(
  connection: DuckDBConnection,
  { from, types, mapping, table }: ColumnarRows,
): Promise<Loaded> {
  const expressions = await expressionsOf(mapping, types, async column => {
    const sample = await connection.runAndReadAll(
      `SELECT ${identifier(column)}::DOUBLE FROM ${from} WHERE ${identifier(column)} IS NOT NULL LIMIT 1`,
    );
    return Number(sample.getRows()[0]?.[0] ?? NaN);
  });
  await connection.run(
    `CREATE TABLE ${table} AS SELECT (file_row_number + 1)::UINTEGER AS record, ${expressions.join(', ')},
      src_ok AND time_ok AS is_flow FROM (SELECT *,
        coalesce(${identifier(mapping.SrcAddr.column)}::VARCHAR, '') <> '' AS src_ok,
        ${mapping.StartTime ? `${identifier(mapping.StartTime.column)} IS NOT NULL` : 'true'} AS time_ok FROM ${from})`,
  );
  const bad = await connection.runAndReadAll(
    `SELECT record::DOUBLE FROM ${table} WHERE NOT is_flow OR start_time IS NULL ORDER BY record LIMIT 1000`,
  );
  const counted = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE FROM ${table} WHERE NOT is_flow OR start_time IS NULL`,
  );
  await connection.run(`UPDATE ${table} SET is_flow = false WHERE start_time IS NULL`);
  const message = l10n.t(
    'The row has no source address, or no time: correct it; until then it is left out of the capture.',
  );
  return {
    firstRecord: 1,
    rejected: Number(counted.getRows()[0]?.[0]),
    problems: bad.getRows().map(([record]) => ({ line: Number(record), message })),
    notes: mapping.StartTime ? [] : [noTimesNote()],
  };
}

/** `expression AS column` for each column of the store that the file fills. */
async function expressionsOf(
  mapping: Mapping,
  types: ReadonlyMap<string, string>,
  sampleOf: (column: string) => Promise<number>,
): Promise<string[]> {
  const time = async ({ column, as }: Use): Promise<string> => {
    const [name, type = ''] = [identifier(column), types.get(column)];
    if (/^TIMESTAMP|^DATE/.test(type)) return `${name}::TIMESTAMP`;
    if (type === 'VARCHAR') return `TRY_CAST(replace(${name}, '/', '-') AS TIMESTAMP)`;
    const unit = as ?? epochUnit(await sampleOf(column)) ?? 'seconds';
    return `make_timestamp((${name}::DOUBLE * ${perMicrosecond[unit] ?? 1e6})::BIGINT)`;
  };
  const number = (target: Target) => {
    const use = mapping[target];
    return use && `TRY_CAST(${identifier(use.column)} AS DOUBLE)`;
  };
  const sum = (all: Target, ...parts: Target[]) => {
    const total = number(all);
    const known = parts.map(number).filter(part => part !== undefined);
    if (total !== undefined) return total;
    return known.length > 0 ? known.map(part => `coalesce(${part}, 0)`).join(' + ') : undefined;
  };
  const start = mapping.StartTime
    ? await time(mapping.StartTime)
    : 'make_timestamp((file_row_number + 1)::BIGINT * 1000000)';
  const end = mapping.EndTime ? await time(mapping.EndTime) : undefined;
  const spans: Readonly<Record<string, number>> = { milliseconds: 1e3, microseconds: 1e6, nanoseconds: 1e9 };
  const given = number('Dur');
  const duration = given
    ? `${given} / ${spans[mapping.Dur?.as ?? ''] ?? 1}`
    : end && `greatest(0, epoch_us(${end}) - epoch_us(${start})) / 1e6`;
  const filled: Record<string, string | undefined> = {
    StartTime: start,
    Dur: duration,
    TotPkts: sum('TotPkts', 'SrcPkts', 'DstPkts'),
    SrcPkts: number('SrcPkts'),
    TotBytes: sum('TotBytes', 'SrcBytes', 'DstBytes'),
    SrcBytes: number('SrcBytes'),
  };
  return storeColumns.flatMap(({ name, sql, type }) => {
    const use = mapping[name as Target];
    const found = types.get(use?.column ?? '');
    const text = use && `coalesce(${cellSql(name, identifier(use.column), found)}, '')`;
    const isFlag = name === 'Label' && use && /INT|BOOL/.test(found ?? '');
    const expression = name in filled ? filled[name] : isFlag && text ? flagSql(text) : text;
    if (expression === undefined) return [];
    const cast = type === 'BIGINT' ? `(${expression})::BIGINT` : expression;
    return [`${name === 'Proto' ? protocolSql(cast) : cast} AS ${sql}`];
  });
}

/** A column as text; addresses that are numbers, as NetFlow sends them, as they are read by people. */
const cellSql = (column: string, name: string, type = '') =>
  /^(?:Src|Dst)Addr$/.test(column) && /^(?:U?INTEGER|U?BIGINT|HUGEINT)$/.test(type)
    ? `concat_ws('.', ${[24, 16, 8, 0].map(shift => `(${name}::BIGINT >> ${shift}) & 255`).join(', ')})`
    : textSql(name, type);

/** A column as text; whole numbers that stand as fractions, as where some are missing, without their `.0`. */
const textSql = (name: string, type = '') =>
  /^(?:FLOAT|DOUBLE)$/.test(type)
    ? `CASE WHEN isnan(${name}) THEN NULL WHEN ${name} = floor(${name}) THEN TRY_CAST(${name} AS BIGINT)::VARCHAR ELSE ${name}::VARCHAR END`
    : `${name}::VARCHAR`;

/** A label of 0 and 1, as data sets write it. */
const flagSql = (expression: string) =>
  `CASE ${expression} WHEN '0' THEN 'normal' WHEN 'false' THEN 'normal' WHEN '' THEN '' ELSE 'attack' END`;

/** Names for the commonest numbers of protocols. */
const protocolSql = (expression: string) =>
  `CASE ${expression} WHEN '6' THEN 'tcp' WHEN '17' THEN 'udp' WHEN '1' THEN 'icmp' WHEN '58' THEN 'ipv6-icmp' ELSE lower(${expression}) END`;
