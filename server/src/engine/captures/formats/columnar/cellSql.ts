import { quoted } from '../../../../base/database';
import { absentTexts } from '../../cells';
import { usualUnit, type Target, type Unit, type Use } from '../../mapping';
import { flowTimes } from '../../time';

/** DuckDB's types of a file's columns, by name. */
type ColumnTypes = ReadonlyMap<string, string>;

/** A name in SQL. */
export const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

const perMicrosecond: Readonly<Partial<Record<Unit, string>>> = {
  seconds: '1000000',
  milliseconds: '1000',
  microseconds: '1',
  nanoseconds: '0.001',
};
const spans: Readonly<Partial<Record<Unit, number>>> = {
  milliseconds: 1e3,
  microseconds: 1e6,
  nanoseconds: 1e9,
};

/** A column as SQL of its types: NULL for what stands for nothing, and for what cannot be read. */
export class CellSql {
  constructor(private readonly types: ColumnTypes) {}

  type(column: string): string {
    return this.types.get(column) ?? '';
  }

  /** The text in a cell, for people; NULL where it stands for nothing. */
  given(column: string): string {
    const text = `trim(${identifier(column)}::VARCHAR)`;
    const nothing = ['', '-', ...absentTexts].map(quoted).join(', ');
    return `CASE WHEN ${text} NOT IN (${nothing}) THEN ${text} END`;
  }

  number({ column }: Use): string {
    return `TRY_CAST(${identifier(column)} AS DOUBLE)`;
  }

  /** Seconds. */
  span(use: Use, told: Unit | undefined): string {
    return `${this.number(use)} / ${spans[use.as ?? told ?? 'seconds'] ?? 1}`;
  }

  /** `unit` is that of numbers where the use says none. */
  time({ column, as }: Use, unit: Unit | undefined): string {
    const [name, type] = [identifier(column), this.type(column)];
    if (/^TIMESTAMP|^DATE/.test(type)) return `${name}::TIMESTAMP`;
    if (as === 'serial')
      return `make_timestamp(round((TRY_CAST(${name} AS DOUBLE) - 25569) * 86400000)::BIGINT * 1000)`;
    const scale = perMicrosecond[as ?? unit ?? 'seconds'] ?? perMicrosecond.seconds;
    const isWhole = /^U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?$/.test(type) && scale !== '0.001';
    const number = isWhole
      ? `TRY_CAST(${name} AS HUGEINT) * ${scale}`
      : `TRY_CAST(${name} AS DOUBLE) * ${scale}`;
    const epoch = `CASE WHEN ${number} >= ${flowTimes.first} AND ${number} < ${flowTimes.end} THEN make_timestamp((${number})::BIGINT) END`;
    if (type !== 'VARCHAR') return epoch;
    const clock =
      as === 'day-first' || as === 'month-first'
        ? dated(name, as)
        : `TRY_CAST(replace(${name}, '/', '-') AS TIMESTAMP)`;
    return `coalesce(${clock}, ${epoch})`;
  }

  /** A column as text, with the names that its values were given; addresses that are numbers, as NetFlow sends them, as they are read by people. */
  text(target: Target, { column, values, as }: Use): string {
    const [name, type] = [identifier(column), this.type(column)];
    const isAddress = (as ?? usualUnit(target)) === 'address';
    if (isAddress && /^(?:U?INTEGER|U?BIGINT|HUGEINT)$/.test(type))
      return `concat_ws('.', ${[24, 16, 8, 0].map(shift => `(${name}::BIGINT >> ${shift}) & 255`).join(', ')})`;
    const text =
      type === 'VARCHAR' ? `coalesce(${this.given(column)}, '')` : `coalesce(${plain(name, type)}, '')`;
    if (values) return named(text, values);
    return target === 'Label' && /INT|BOOL/.test(type) ? flag(text) : text;
  }
}

/** Whole numbers that stand as fractions, as where some are missing, without their `.0`. */
const plain = (name: string, type: string) =>
  /^(?:FLOAT|DOUBLE)$/.test(type)
    ? `CASE WHEN isnan(${name}) THEN NULL WHEN ${name} = floor(${name}) THEN coalesce(TRY_CAST(${name} AS BIGINT)::VARCHAR, ${name}::VARCHAR) ELSE ${name}::VARCHAR END`
    : `${name}::VARCHAR`;

const named = (text: string, values: Readonly<Record<string, string>>) =>
  `CASE ${text} ${Object.entries(values)
    .flatMap(([from, to]) => [...new Set([from, from.replace(/\.0$/, '')])].map(key => [key, to] as const))
    .map(([from, to]) => `WHEN ${quoted(from)} THEN ${quoted(to)}`)
    .join(' ')} ELSE ${text} END`;

/** A label of 0 and 1, as data sets write it. */
const flag = (text: string) =>
  named(text, { '0': 'normal', false: 'normal', '': '', '1': 'attack', true: 'attack' });

/** A date whose year stands behind day and month. */
function dated(name: string, as: 'day-first' | 'month-first'): string {
  const day = as === 'day-first' ? '%d/%m/' : '%m/%d/';
  const years = ['%Y', '%y'];
  const clocks = ['%H:%M:%S.%f', '%H:%M:%S', '%H:%M', '%I:%M:%S.%f %p', '%I:%M:%S %p', '%I:%M %p'];
  const forms = years.flatMap(year => clocks.map(clock => quoted(`${day}${year} ${clock}`)));
  return `try_strptime(regexp_replace(${name}, '^(\\d{1,2})[/.-](\\d{1,2})[/.-]', '\\1/\\2/'), [${forms.join(', ')}])`;
}

/** Names for the commonest numbers of protocols. */
export const protocolSql = (text: string) =>
  `CASE ${text} WHEN '6' THEN 'tcp' WHEN '17' THEN 'udp' WHEN '1' THEN 'icmp' WHEN '58' THEN 'ipv6-icmp' ELSE lower(${text}) END`;
