import * as l10n from '@vscode/l10n';
import { portNumber } from '../../captures/addresses';
import { columnNamed, flowColumns, storeColumn, type FlowColumn } from '../../captures/columns';
import { parseFlowTime } from '../../captures/time';
import { binOf, binSql, doublings, tenfoldSeconds } from './bins';
import { ipv4Prefixes, ipv6Prefixes, subnetOf } from './subnets';

/** A part of a token: a column, or what is derived of one, named `Column/kind` as in `SrcAddr/24`. */
export interface ColumnPart {
  name: string;
  column: FlowColumn;
  /** The part for a cell's text, as the capture has it. Store and row must agree: `sql` and this are one rule. */
  of(cell: string): string;
  /** The same over the store; undefined where the store asks `of` once for each distinct value of the column. */
  sql: string | undefined;
}

type Rule = Pick<ColumnPart, 'of' | 'sql'>;

const ports: readonly FlowColumn[] = ['Sport', 'Dport'];
const addresses: readonly FlowColumn[] = ['SrcAddr', 'DstAddr'];
const amounts: readonly FlowColumn[] = ['TotPkts', 'TotBytes', 'SrcBytes', 'SrcPkts'];
const prefixes = [...ipv4Prefixes, ...ipv6Prefixes];

/** Parts that mean the same in every network. */
export const behaviourColumns: readonly string[] = ['Proto', 'State/class', 'TotPkts/bin', 'Dport/class'];

/** Kinds of parts that can be derived of a column. */
export function kindsOf(column: FlowColumn): readonly string[] {
  if (ports.includes(column) || column === 'State') return ['class'];
  if (addresses.includes(column)) return prefixes.map(String);
  return amounts.includes(column) || column === 'Dur' ? ['bin'] : [];
}

/** Names of all parts: the columns, each followed by what can be derived of it. */
export const partNames: readonly string[] = flowColumns.flatMap(column => [
  column,
  ...kindsOf(column).map(kind => `${column}/${kind}`),
]);

const known = new Map<string, ColumnPart>();

/** The part of a name, in any case. Throws with the names that can be chosen. */
export function columnPart(name: string): ColumnPart {
  const found = known.get(name);
  if (found) return found;
  const [wanted = '', ...rest] = name.trim().toLowerCase().split('/');
  const column = flowColumns.find(c => c.toLowerCase() === wanted);
  if (!column)
    throw new Error(l10n.t('"{0}" is no flow column: choose from {1}.', name, flowColumns.join(', ')));
  const kind = rest.join('/');
  const kinds = kindsOf(column);
  if (rest.length > 0 && !kinds.includes(kind))
    throw new Error(
      kinds.length > 0
        ? l10n.t(
            '"{0}" is no part of a token: of {1} there are {2}.',
            name,
            column,
            [column, ...kinds.map(k => `${column}/${k}`)].join(', '),
          )
        : l10n.t('"{0}" is no part of a token: nothing is derived of {1}; write {2}.', name, column, column),
    );
  const part = { name: kind === '' ? column : `${column}/${kind}`, column, ...ruleOf(column, kind) };
  known.set(part.name, part);
  return part;
}

function ruleOf(column: FlowColumn, kind: string): Rule {
  const stored = storeColumn(column);
  switch (kind) {
    case '':
      return plainRule(column);
    case 'bin':
      return column === 'Dur'
        ? { of: cell => binOf(secondsOf(cell), tenfoldSeconds), sql: binSql(finite(stored), tenfoldSeconds) }
        : { of: cell => binOf(wholeOf(cell), doublings), sql: binSql(stored, doublings) };
    case 'class':
      return { of: column === 'State' ? stateClass : portClass, sql: undefined };
    default: {
      const prefix = Number(kind);
      return { of: cell => subnetOf(cell, prefix), sql: undefined };
    }
  }
}

/** Numbers and times are written one way, however the file writes them. */
function plainRule(column: FlowColumn): Rule {
  const { sql: stored = '', type = 'VARCHAR' } = columnNamed(column) ?? {};
  if (type === 'TIMESTAMP')
    return { of: timeText, sql: `coalesce(strftime(${stored}, '%Y/%m/%d %H:%M:%S.%f'), '')` };
  if (type === 'DOUBLE')
    return {
      of: cell => secondsOf(cell)?.toFixed(6) ?? '',
      sql: `coalesce(printf('%.6f', ${finite(stored)}), '')`,
    };
  if (type === 'BIGINT')
    return {
      of: cell => {
        const whole = wholeOf(cell);
        return whole === undefined ? '' : String(BigInt(whole));
      },
      sql: `coalesce(${stored}::VARCHAR, '')`,
    };
  return { of: cell => cell, sql: stored };
}

const finite = (stored: string) => `CASE WHEN isfinite(${stored}) THEN ${stored} END`;

function secondsOf(cell: string): number | undefined {
  const value = cell === '' ? NaN : Number(cell);
  return Number.isFinite(value) ? value : undefined;
}

/** A count as the store holds it: whole, and not given when 64 bits cannot hold it. */
function wholeOf(cell: string): number | undefined {
  const value = secondsOf(cell);
  return value === undefined || Math.abs(value) >= 2 ** 63 ? undefined : Math.round(value);
}

function timeText(cell: string): string {
  const micros = parseFlowTime(cell);
  if (micros === undefined) return '';
  const seconds = Math.floor(micros / 1e6);
  const rest = String(micros - seconds * 1e6).padStart(6, '0');
  const [day = '', time = ''] = new Date(seconds * 1000).toISOString().slice(0, 19).split('T');
  return `${day.replaceAll('-', '/')} ${time}.${rest}`;
}

/**
 * Ports by IANA's ranges (RFC 6335): a system port (below 1,024) tells a service and is kept; `registered` and
 * `ephemeral` are ranges. What is no decimal number is kept: ICMP's hexadecimal types, names, nothing.
 */
function portClass(cell: string): string {
  const port = /^\d+$/.test(cell) ? portNumber(cell) : undefined;
  if (port === undefined || port < 1024) return cell;
  return port < 49_152 ? 'registered' : 'ephemeral';
}

/** TCP flags of both sides (`FSPA_FSPA`) by how the connection went; other states are few and kept. */
function stateClass(cell: string): string {
  const [, source, destination] = /^([FSRPAUEC]*)_([FSRPAUEC]*)$/.exec(cell) ?? [];
  if (source === undefined || destination === undefined) return cell;
  if (destination === '' || source === '') return 'one-sided';
  if (source.includes('S') && destination.includes('R') && !destination.includes('S')) return 'refused';
  if (cell.includes('R')) return 'reset';
  return source.includes('F') && destination.includes('F') ? 'closed' : 'open';
}
