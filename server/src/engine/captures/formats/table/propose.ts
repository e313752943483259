import { addressKind } from '../../addresses';
import { columnNames, nameKey } from '../../columnNames';
import { neededTargets, targets, type Mapping, type Target, type Use } from '../../mapping';
import { epochUnit, serialTime, timeFormOf } from '../../timeForms';
import { numberOf, timeOf } from './units';

/** Units of names that say them. */
function unitOf(target: Target, name: string): Pick<Use, 'as'> {
  if (!/Time$|^Dur$/.test(target)) return {};
  if (/milli|_ms$|msec/i.test(name)) return { as: 'milliseconds' };
  if (/micro|_us$|usec/i.test(name)) return { as: 'microseconds' };
  // The Elastic Common Schema has its spans so, without saying it.
  if (/nano|_ns$|^event\.duration$/i.test(name)) return { as: 'nanoseconds' };
  return {};
}

/** A date with its year behind day and month, in whichever order. */
const ordered = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}[ T]/;

type Found = Partial<Record<Target, Use>>;
type Rows = readonly (readonly string[])[];

/**
 * What a file's columns probably are, by their names and, where there are, by the values of some rows. Undefined when
 * both ends of a flow are not to be found.
 */
export function proposeMapping(columns: readonly string[], rows: Rows = []): Mapping | undefined {
  const found = byNames(columns);
  for (const target of neededTargets) {
    const use = found[target];
    if (!use || areOthers(valuesOf(columns, rows, use.column))) return undefined;
  }
  return judged(found, columns, rows);
}

/**
 * The same for whoever looks at it before it is used: ends, time, protocol and ports are told by values alone where names do
 * not tell them, and may lack.
 */
export function draftMapping(columns: readonly string[], rows: Rows): Mapping {
  const found = byNames(columns);
  const values = (column: string) => valuesOf(columns, rows, column);
  for (const target of neededTargets)
    if (areOthers(values(found[target]?.column ?? ''))) delete found[target];
  const fill = (target: Target, isIt: (values: readonly string[]) => boolean, from = columns) => {
    const taken = new Set(Object.values(found).map(({ column }) => column));
    const column = from.find(each => {
      const seen = values(each);
      return !taken.has(each) && seen.length > 0 && isIt(seen);
    });
    if (!found[target] && column !== undefined) found[target] = { column };
  };
  fill('SrcAddr', areAddresses);
  fill('DstAddr', areAddresses);
  fill('StartTime', areTimes);
  fill('Proto', seen =>
    seen.every(value => /^(?:tcp|udp|icmp|icmp6|ipv6-icmp|igmp|arp|sctp|gre|esp)$/i.test(value)),
  );
  // Ports stand behind their addresses, or behind both.
  const behind = (target: Target) => columns.slice(columns.indexOf(found[target]?.column ?? '') + 1);
  if (found.SrcAddr && found.DstAddr) {
    fill('Sport', arePorts, behind('SrcAddr').slice(0, 2));
    fill('Dport', arePorts, behind('DstAddr').slice(0, 2));
  }
  return judged(found, columns, rows);
}

function byNames(columns: readonly string[]): Found {
  const found: Found = {};
  const taken = new Set<string>();
  for (const target of targets) {
    const wanted = columnNames[target].split('|');
    const column = wanted
      .map(name => columns.find(each => nameKey(each) === name && !taken.has(each)))
      .find(each => each !== undefined);
    if (column === undefined) continue;
    taken.add(column);
    found[target] = { column, ...unitOf(target, column) };
  }
  return found;
}

function valuesOf(columns: readonly string[], rows: Rows, column: string): string[] {
  const at = columns.indexOf(column);
  return rows.map(row => row[at]?.trim() ?? '').filter(value => value !== '' && value !== '-');
}

/** Most of them: one that is spoiled does not make the others none. */
const most = (some: readonly unknown[], all: readonly unknown[]) => some.length * 2 > all.length;

const areOthers = (values: readonly string[]) =>
  values.length > 0 && !values.some(value => addressKind(value) !== undefined);
const areAddresses = (values: readonly string[]) =>
  most(
    values.filter(value => addressKind(value) !== undefined),
    values,
  );
const arePorts = (values: readonly string[]) =>
  values.every(value => /^\d{1,5}(?:\.0)?$/.test(value) && Number(value) < 65_536) &&
  values.some(value => Number(value) > 1);
/** Epochs have nine digits and more; smaller numbers are counts. */
const areTimes = (values: readonly string[]) =>
  most(
    values.filter(value => {
      const number = numberOf(value);
      return number === undefined
        ? serialTime(value) !== undefined || timeOf(value, 'time') !== undefined
        : epochUnit(number) !== undefined;
    }),
    values,
  );

/** The units of times, and the names of labels that are codes, by their values. */
function judged(found: Found, columns: readonly string[], rows: Rows): Mapping {
  for (const target of ['StartTime', 'EndTime'] as const) {
    const use = found[target];
    const seen = use ? valuesOf(columns, rows, use.column) : [];
    if (!use || seen.length === 0) continue;
    const numbers = seen.map(numberOf).filter(n => n !== undefined);
    if (
      most(
        seen.filter(value => serialTime(value) !== undefined),
        seen,
      )
    )
      found[target] = { as: 'serial', ...use };
    else if (most(numbers, seen)) {
      const as = use.as ?? epochUnit(numbers[0] as number) ?? 'seconds';
      found[target] = { ...use, as };
    } else if (!seen.some(value => timeOf(value, 'time') !== undefined)) delete found[target];
    else {
      const form = timeFormOf(seen) ?? (seen.some(value => ordered.test(value)) ? 'day-first' : undefined);
      if (form === 'day-first' || form === 'month-first') found[target] = { ...use, as: form };
    }
  }
  // What the field's data sets call benign and attack.
  const labels = found.Label ? valuesOf(columns, rows, found.Label.column) : [];
  const flags = [
    [/^[01]$/, { 0: 'normal', 1: 'attack' }],
    [/^[01]\.0$/, { '0.0': 'normal', '1.0': 'attack' }],
    [
      /^(?:true|false)$/i,
      { False: 'normal', True: 'attack', false: 'normal', true: 'attack', FALSE: 'normal', TRUE: 'attack' },
    ],
  ] as const;
  const flag = flags.find(([shape]) => labels.length > 0 && labels.every(value => shape.test(value)));
  if (found.Label && flag) found.Label = { ...found.Label, values: flag[1] };
  return found;
}
