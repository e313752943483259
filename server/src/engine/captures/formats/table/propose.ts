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
  if (/nano|_ns$/i.test(name)) return { as: 'nanoseconds' };
  return {};
}

/** A date with its year behind day and month, in whichever order. */
const ordered = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}[ T]/;

/**
 * What a file's columns probably are, by their names and, where there are, by the values of some rows. Undefined when
 * both ends of a flow are not to be found.
 */
export function proposeMapping(
  columns: readonly string[],
  rows: readonly (readonly string[])[] = [],
): Mapping | undefined {
  const found: Partial<Record<Target, Use>> = {};
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
  const values = (target: Target) => {
    const at = columns.indexOf(found[target]?.column ?? '');
    return rows.map(row => row[at]?.trim() ?? '').filter(value => value !== '' && value !== '-');
  };
  for (const target of neededTargets) {
    if (!found[target]) return undefined;
    const seen = values(target);
    if (seen.length > 0 && !seen.some(value => addressKind(value) !== undefined)) return undefined;
  }
  for (const target of ['StartTime', 'EndTime'] as const) {
    const use = found[target];
    const seen = use ? values(target) : [];
    if (!use || seen.length === 0) continue;
    // Most of them: one that is spoiled does not make the others none.
    const most = (found: readonly unknown[]) => found.length * 2 > seen.length;
    const numbers = seen.map(numberOf).filter(n => n !== undefined);
    if (most(seen.filter(value => serialTime(value) !== undefined))) found[target] = { as: 'serial', ...use };
    else if (most(numbers)) {
      const as = use.as ?? epochUnit(numbers[0] as number) ?? 'seconds';
      found[target] = { ...use, as };
    } else if (!seen.some(value => timeOf(value, 'time') !== undefined)) delete found[target];
    else {
      const form = timeFormOf(seen) ?? (seen.some(value => ordered.test(value)) ? 'day-first' : undefined);
      if (form === 'day-first' || form === 'month-first') found[target] = { ...use, as: form };
    }
  }
  // What the field's data sets call benign and attack.
  const labels = values('Label');
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
