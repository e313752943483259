import * as l10n from '@vscode/l10n';
import type { FlowCondition, FlowFilter } from '../../../../shared/text/flowFilter';
import { visibleText } from '../../../../shared/text/visibleText';
import { quoted } from '../../base/database';
import { storeColumns, type StoreColumn } from './columns';
import { labelClassSql } from './labels';
import { parseFlowTime } from './time';

/** A condition for `WHERE` over the view `flows`, and what is bound to its $1, $2, … in order. */
export interface FilterSql {
  sql: string;
  values: (string | number)[];
}

/** Names that stand for several columns, or for what is derived of one. */
const others = ['Host', 'Port', 'Class', 'Line', 'Any'] as const;

/** Columns that a filter can ask for: those of the store, and either end's address or port, the label's class, the line, any column's text. */
export const filterColumns: readonly string[] = [...storeColumns.map(({ name }) => name), ...others];

/** A filter as SQL. Values are bound, never pasted. Throws where a column or value is none. */
export function filterSql(filter: FlowFilter): FilterSql {
  const values: (string | number)[] = [];
  const bind = (value: string | number) => `$${values.push(value)}`;
  return { sql: sqlOf(filter, bind), values };
}

/** The same for a view, which takes no bound values: they stand in it as literals. */
export function plainFilterSql(filter: FlowFilter): string {
  return sqlOf(filter, value => (typeof value === 'number' ? String(value) : quoted(value)));
}

type Bind = (value: string | number) => string;

function sqlOf(filter: FlowFilter, bind: Bind): string {
  if ('all' in filter) return filter.all.map(part => `(${sqlOf(part, bind)})`).join(' AND ') || 'TRUE';
  if ('any' in filter) return filter.any.map(part => `(${sqlOf(part, bind)})`).join(' OR ') || 'FALSE';
  // What is not given satisfies no condition, so it satisfies every negated one.
  if ('not' in filter) return `NOT coalesce(${sqlOf(filter.not, bind)}, FALSE)`;
  const wanted = filter.column.toLowerCase();
  if (wanted === 'host') return eitherOf(['src_addr', 'dst_addr'], filter, bind);
  if (wanted === 'port') return eitherOf(['sport', 'dport'], filter, bind);
  if (wanted === 'class') return textSql(labelClassSql('label'), filter, bind);
  if (wanted === 'line') return numberSql('record', filter, bind);
  if (wanted === 'any') return eitherOf(columnsWith(filter), filter, bind);
  const column = storeColumns.find(({ name, sql }) => name.toLowerCase() === wanted || sql === wanted);
  if (!column)
    throw new Error(
      l10n.t(
        '"{0}" is no column of flows: choose from {1}.',
        visibleText(filter.column, 60),
        filterColumns.join(', '),
      ),
    );
  return columnSql(column, filter, bind);
}

/** Columns as texts, times as captures write them; without those in which a text that is looked for cannot be. */
function columnsWith({ values }: FlowCondition): string[] {
  const could = (part: RegExp) => values.every(value => part.test(value));
  const [asTime, asNumber] = [could(/^[\d/: ]*\.?\d*$/), could(/^[\de+-]*\.?[\de+-]*$/i)];
  return storeColumns.flatMap(({ sql, type }) => {
    if (type === 'VARCHAR') return [sql];
    if (type === 'TIMESTAMP') return asTime ? [`coalesce(strftime(${sql}, '%Y/%m/%d %H:%M:%S.%f'), '')`] : [];
    return asNumber ? [`coalesce(${sql}::VARCHAR, '')`] : [];
  });
}

/** Of either end, or of any column; a negated comparison holds when it holds at both. */
function eitherOf(columns: readonly string[], condition: FlowCondition, bind: Bind): string {
  const parts = columns.map(column => `(${textSql(column, condition, bind)})`);
  return parts.join(condition.is === '!=' || condition.is === 'empty' ? ' AND ' : ' OR ');
}

function columnSql({ sql, type }: StoreColumn, condition: FlowCondition, bind: Bind): string {
  switch (type) {
    case 'VARCHAR':
      return textSql(sql, condition, bind);
    case 'TIMESTAMP':
      return compared(sql, condition, value => `make_timestamp(${bind(timeOf(value))}::BIGINT)`);
    default:
      return numberSql(sql, condition, bind);
  }
}

const numberSql = (sql: string, condition: FlowCondition, bind: Bind) =>
  compared(sql, condition, value => `${bind(numberOf(value, condition))}::DOUBLE`);

/** Comparisons of what has an order and no parts. */
function compared(sql: string, condition: FlowCondition, bound: (value: string) => string): string {
  const { is, values } = condition;
  switch (is) {
    case 'empty':
      return `${sql} IS NULL`;
    case 'in':
      return `${sql} IN (${values.map(bound).join(', ')})`;
    case '!=':
      return `${sql} IS DISTINCT FROM ${bound(only(condition))}`;
    case 'contains':
    case 'starts with':
      throw new Error(
        l10n.t('{0} is a number or a time: compare it with =, !=, <, <=, > or >=.', condition.column),
      );
    default:
      return `${sql} ${is} ${bound(only(condition))}`;
  }
}

const isNumber = (value: string) => /^[+-]?\d+(?:\.\d+)?$/.test(value);

function textSql(sql: string, condition: FlowCondition, bind: Bind): string {
  const { is, values } = condition;
  switch (is) {
    case 'empty':
      return `${sql} = ''`;
    case '=':
      return `${sql} = ${bind(only(condition))}`;
    case '!=':
      return `${sql} <> ${bind(only(condition))}`;
    case 'in':
      return values.map(value => `(${memberSql(sql, value, bind)})`).join(' OR ') || 'FALSE';
    case 'contains':
      return `contains(lower(${sql}), lower(${bind(only(condition))}))`;
    case 'starts with':
      return `starts_with(${sql}, ${bind(only(condition))})`;
    default: {
      const value = only(condition);
      // Ports are texts, for some are names or hexadecimal; as numbers they have the order that is meant.
      return isNumber(value)
        ? `TRY_CAST(${sql} AS DOUBLE) ${is} ${bind(Number(value))}::DOUBLE`
        : `${sql} ${is} ${bind(value)}`;
    }
  }
}

/** A value, or a network such as 10.0.0.0/8. */
function memberSql(sql: string, value: string, bind: Bind): string {
  const [, address = '', prefix = ''] = /^((?:\d{1,3}\.){3}\d{1,3})\/(\d{1,2})$/.exec(value) ?? [];
  const bytes = address.split('.').map(Number);
  if (address === '') return `${sql} = ${bind(value)}`;
  if (Number(prefix) > 32 || bytes.some(byte => byte > 255))
    throw new Error(l10n.t('"{0}" is no network: write one like 10.0.0.0/8.', value));
  const size = 2 ** (32 - Number(prefix));
  const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const first = Math.floor(number / size) * size;
  const part = (i: number) => `TRY_CAST(split_part(${sql}, '.', ${i}) AS BIGINT)`;
  const asNumber = `((${part(1)} * 256 + ${part(2)}) * 256 + ${part(3)}) * 256 + ${part(4)}`;
  return `CASE WHEN regexp_full_match(${sql}, '\\d{1,3}(?:\\.\\d{1,3}){3}')
    THEN ${asNumber} BETWEEN ${bind(first)}::BIGINT AND ${bind(first + size - 1)}::BIGINT ELSE FALSE END`;
}

function only({ column, is, values }: FlowCondition): string {
  const [value] = values;
  if (value === undefined || values.length > 1)
    throw new Error(l10n.t('{0} {1} takes one value.', visibleText(column, 60), is));
  return value;
}

function numberOf(value: string, { column }: FlowCondition): number {
  const number = value.trim() === '' ? NaN : Number(value);
  if (!Number.isFinite(number))
    throw new Error(
      l10n.t(
        '{0} is compared with numbers, and "{1}" is none.',
        visibleText(column, 60),
        visibleText(value, 60),
      ),
    );
  return number;
}

/** Microseconds since 1970 of a time, or of a day, which stands for its beginning. Throws where it is neither. */
export function timeOf(value: string): number {
  const time = parseFlowTime(/^\d{4}[/-]\d{1,2}[/-]\d{1,2}$/.test(value) ? `${value} 00:00` : value);
  if (time === undefined)
    throw new Error(
      l10n.t('"{0}" is no time like 2011/08/16 10:01:46.972101 or 2011/08/16.', visibleText(value, 60)),
    );
  return time;
}
