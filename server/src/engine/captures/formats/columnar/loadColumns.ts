import * as l10n from '@vscode/l10n';
import type { DuckDBConnection } from '@duckdb/node-api';
import { storeColumns } from '../../columns';
import { keptRows, tooLargeNote } from '../../loadLines';
import type { Mapping, Target, Unit, Use, WholeMapping } from '../../mapping';
import { epochUnit, noTimesNote } from '../../timeForms';
import type { ColumnarRows, Loaded } from '../format';
import { emptyReason, noNumberReason, noTimeReason, unreadCell } from '../table/flowReader';
import { CellSql, identifier, protocolSql } from './cellSql';

const counts = ['TotPkts', 'SrcPkts', 'DstPkts', 'TotBytes', 'SrcBytes', 'DstBytes'] as const;

/** What keeps a row from being a flow, where the condition holds. */
interface Check {
  use: Use;
  fails: string;
  reason: () => string;
}

/** Makes the table of a file's flows; its record is the row's place, from 1. */
export async function loadColumns(
  connection: DuckDBConnection,
  rows: ColumnarRows,
  { mapping, table }: { mapping: WholeMapping; table: string },
): Promise<Loaded> {
  const cells = new CellSql(rows.types);
  const units = await unitsOf(connection, rows, mapping);
  const { from } = rows;
  const checks = checksOf(mapping, cells, units);
  const fine = checks.map(({ fails }) => `NOT (${fails})`).join(' AND ');
  await connection.run(
    `CREATE TABLE ${table} AS SELECT (file_row_number + 1)::UINTEGER AS record,
      ${expressionsOf(mapping, cells, units).join(', ')}, ${fine} AS is_flow FROM ${from}`,
  );
  const one = async (sql: string) => (await connection.runAndReadAll(sql)).getRows()[0] ?? [];
  const [rejected] = await one(`SELECT count(*)::DOUBLE FROM ${table} WHERE NOT is_flow`);
  return {
    firstRecord: 1,
    rejected: Number(rejected),
    problems: rejected === 0 ? [] : await problemsOf(connection, { from, table }, cells, checks),
    notes: [
      ...((mapping.StartTime ?? mapping.EndTime) ? [] : [noTimesNote()]),
      ...(await tooLarge(one, from, mapping, cells)),
    ],
  };
}

/** Each cell for which a row is left out, of the first such rows. */
async function problemsOf(
  connection: DuckDBConnection,
  { from, table }: { from: string; table: string },
  cells: CellSql,
  checks: readonly Check[],
): Promise<Loaded['problems']> {
  const seen = checks.map(
    ({ use, fails }) => `CASE WHEN ${fails} THEN coalesce(${cells.given(use.column)}, '') END`,
  );
  const found = await connection.runAndReadAll(
    `SELECT (file_row_number + 1)::DOUBLE, ${seen.join(', ')} FROM ${from}
     WHERE file_row_number + 1 IN (SELECT record FROM ${table} WHERE NOT is_flow ORDER BY record LIMIT ${keptRows})
     ORDER BY 1`,
  );
  return found.getRows().flatMap(([record, ...texts]) =>
    texts.flatMap((text, i) => {
      const check = checks[i];
      if (text === null || text === undefined || !check) return [];
      const message = unreadCell(check.use.column, String(text as string), check.reason());
      return [{ line: Number(record), message }];
    }),
  );
}

type Units = Readonly<Partial<Record<Target, Unit>>>;

/** Units of numbers, where the mapping says none: by the size of a time, and what the file says beside spans. */
async function unitsOf(
  connection: DuckDBConnection,
  { from, types, spanUnit }: ColumnarRows,
  mapping: Mapping,
): Promise<Units> {
  const units: Partial<Record<Target, Unit>> = {};
  for (const target of ['StartTime', 'EndTime'] as const) {
    const use = mapping[target];
    if (!use || use.as || /^TIMESTAMP|^DATE/.test(types.get(use.column) ?? '')) continue;
    const value = `TRY_CAST(${identifier(use.column)} AS DOUBLE)`;
    const sample = await connection.runAndReadAll(
      `SELECT ${value} FROM ${from} WHERE ${value} IS NOT NULL LIMIT 1`,
    );
    const unit = epochUnit(Number(sample.getRows()[0]?.[0] ?? NaN));
    if (unit) units[target] = unit;
  }
  const span = mapping.Dur && !mapping.Dur.as ? await spanUnit?.(mapping.Dur.column) : undefined;
  return span ? { ...units, Dur: span } : units;
}

function checksOf(mapping: WholeMapping, cells: CellSql, units: Units): Check[] {
  const isGiven = ({ column }: Use) => `(${cells.given(column)}) IS NOT NULL`;
  const ends = [mapping.SrcAddr, mapping.DstAddr].map(use => ({
    use,
    fails: `NOT (${isGiven(use)})`,
    reason: emptyReason,
  }));
  const start = mapping.StartTime;
  const time = start ?? mapping.EndTime;
  const times = time
    ? [
        { use: time, fails: `NOT (${isGiven(time)})`, reason: emptyReason },
        {
          use: time,
          fails: `${isGiven(time)} AND (${cells.time(time, units[start ? 'StartTime' : 'EndTime'])}) IS NULL`,
          reason: noTimeReason,
        },
      ]
    : [];
  // What has a type of numbers holds nothing else.
  const numbers = (['Dur', ...counts] as const).flatMap(target => {
    const use = mapping[target];
    if (!use || cells.type(use.column) !== 'VARCHAR') return [];
    return [{ use, fails: `${isGiven(use)} AND ${cells.number(use)} IS NULL`, reason: noNumberReason }];
  });
  return [...ends, ...times, ...numbers];
}

/** What has to be said of counts that do not fit the store. */
async function tooLarge(
  one: (sql: string) => Promise<readonly unknown[]>,
  from: string,
  mapping: Mapping,
  cells: CellSql,
): Promise<string[]> {
  const wide = counts.flatMap(target => {
    const use = mapping[target];
    // Whole numbers of up to 64 bits with a sign fit.
    return use && !/^(?:U?(?:TINY|SMALL)INT|U?INTEGER|BIGINT)$/.test(cells.type(use.column))
      ? [`abs(${cells.number(use)}) >= 9223372036854775808 AND isfinite(${cells.number(use)})`]
      : [];
  });
  if (wide.length === 0) return [];
  const [rows, first] = await one(
    `SELECT count(*)::DOUBLE, (min(file_row_number) + 1)::DOUBLE FROM ${from} WHERE ${wide.map(each => `(${each})`).join(' OR ')}`,
  );
  return rows === 0 ? [] : [tooLargeNote(Number(rows), l10n.t('record {0}', Number(first)))];
}

/** `expression AS column` for each column of the store that the file fills. */
function expressionsOf(mapping: Mapping, cells: CellSql, units: Units): string[] {
  const number = (target: Target) => {
    const use = mapping[target];
    return use && cells.number(use);
  };
  const sum = (all: Target, ...parts: Target[]) => {
    const total = number(all);
    if (total !== undefined) return total;
    const known = parts.map(number).filter(part => part !== undefined);
    if (known.length === 0) return undefined;
    const both = known.map(part => `coalesce(${part}, 0)`).join(' + ');
    return `CASE WHEN coalesce(${known.join(', ')}) IS NOT NULL THEN ${both} END`;
  };
  const end = mapping.EndTime && cells.time(mapping.EndTime, units.EndTime);
  const given = mapping.Dur && cells.span(mapping.Dur, units.Dur);
  const began =
    end && `make_timestamp(epoch_us(${end}) - (coalesce(${given ?? 'NULL'}, 0) * 1000000)::BIGINT)`;
  const start = mapping.StartTime
    ? cells.time(mapping.StartTime, units.StartTime)
    : (began ?? 'make_timestamp((file_row_number + 1)::BIGINT * 1000000)');
  const lasted = end && mapping.StartTime && `greatest(0, epoch_us(${end}) - epoch_us(${start})) / 1e6`;
  const filled: Record<string, string | undefined> = {
    StartTime: start,
    Dur: given && lasted ? `coalesce(${given}, ${lasted})` : (given ?? lasted),
    TotPkts: sum('TotPkts', 'SrcPkts', 'DstPkts'),
    SrcPkts: number('SrcPkts'),
    TotBytes: sum('TotBytes', 'SrcBytes', 'DstBytes'),
    SrcBytes: number('SrcBytes'),
  };
  return storeColumns.flatMap(({ name, sql, type }) => {
    const use = mapping[name as Target];
    const expression = name in filled ? filled[name] : use && cells.text(name as Target, use);
    if (expression === undefined) return [];
    const cast = type === 'BIGINT' ? `TRY_CAST(${expression} AS BIGINT)` : expression;
    return [`${name === 'Proto' ? protocolSql(cast) : cast} AS ${sql}`];
  });
}
