import * as l10n from '@vscode/l10n';
import { visibleText } from '../../../../shared/text/visibleText';
import type { FlowColumn, FurtherColumn } from './columns';

/**
 * What a cell's text means. Times are read as UTC where they name no zone; epochs and spans may have a
 * fraction. `time` is one of a clock, the two after it say what comes first in dates such as `7/5/2017`,
 * and `serial` is a spreadsheet's number of days.
 */
export const units = [
  'text',
  'address',
  'port',
  'protocol',
  'number',
  'seconds',
  'milliseconds',
  'microseconds',
  'nanoseconds',
  'time',
  'day-first',
  'month-first',
  'serial',
] as const;
export type Unit = (typeof units)[number];

/** What a file's column can be: a canonical one, or what canonical ones follow from. */
export const targets = [
  'StartTime',
  'EndTime',
  'Dur',
  'Proto',
  'SrcAddr',
  'Sport',
  'Dir',
  'DstAddr',
  'Dport',
  'State',
  'sTos',
  'dTos',
  'TotPkts',
  'SrcPkts',
  'DstPkts',
  'TotBytes',
  'SrcBytes',
  'DstBytes',
  'Label',
  'DetailedLabel',
  'Service',
  'History',
  'Severity',
  'Signature',
  'FlowId',
] as const satisfies readonly (FlowColumn | FurtherColumn | 'EndTime' | 'DstPkts' | 'DstBytes')[];
export type Target = (typeof targets)[number];

/** A column of the file, what it is, and in which unit; without one, that of the target. */
export interface Use {
  column: string;
  as?: Unit;
  /** Names for values: `{ "0": "normal", "1": "attack" }`. */
  values?: Readonly<Record<string, string>>;
}

export type Mapping = Readonly<Partial<Record<Target, Use>>>;

/** Targets without which a row is no flow. */
export const neededTargets = ['SrcAddr', 'DstAddr'] as const;

/** A mapping that names both ends of a flow. */
export type WholeMapping = Mapping & Required<Pick<Mapping, (typeof neededTargets)[number]>>;

export const isWhole = (mapping: Mapping | undefined): mapping is WholeMapping =>
  mapping !== undefined && neededTargets.every(target => mapping[target] !== undefined);

/** The unit that a target is read in when the mapping says none. */
export function usualUnit(target: Target): Unit {
  switch (target) {
    case 'StartTime':
    case 'EndTime':
      return 'time';
    case 'Dur':
      return 'seconds';
    case 'Proto':
      return 'protocol';
    case 'SrcAddr':
    case 'DstAddr':
      return 'address';
    case 'Sport':
    case 'Dport':
      return 'port';
    case 'TotPkts':
    case 'SrcPkts':
    case 'DstPkts':
    case 'TotBytes':
    case 'SrcBytes':
    case 'DstBytes':
      return 'number';
    default:
      return 'text';
  }
}

/** Throws where a mapping names a column that a file does not have. */
export function refuseUnknown(mapping: Mapping, names: readonly string[]): void {
  for (const [target, { column }] of Object.entries(mapping))
    if (!names.includes(column))
      throw new Error(
        l10n.t(
          'the mapping reads {0} from "{1}", and the file has no such column: it has {2}',
          target,
          visibleText(column, 60),
          names
            .slice(0, 40)
            .map(name => visibleText(name, 40))
            .join(', '),
        ),
      );
}

/**
 * A mapping from its JSON: `{ "StartTime": { "column": "Stime", "as": "seconds" }, "SrcAddr": "srcip", … }`. Throws,
 * saying what is wrong with which entry; one that is still being made (`isWhole` false) may lack what a flow needs.
 */
export function parseMapping(
  text: string,
  { isWhole: needsBoth = true }: { isWhole?: boolean } = {},
): Mapping {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new Error(l10n.t('the mapping is no JSON ({0})', (error as Error).message), { cause: error });
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw new Error(l10n.t('the mapping is no object of columns, like { "SrcAddr": "srcip" }'));
  const mapping: Partial<Record<Target, Use>> = {};
  for (const [target, said] of Object.entries(raw as Record<string, unknown>)) {
    if (!targets.includes(target as Target))
      throw new Error(l10n.t('"{0}" is no column of a flow: choose from {1}', target, targets.join(', ')));
    const use = (typeof said === 'string' ? { column: said } : said) as Partial<Use> | null;
    if (typeof use !== 'object' || use === null || typeof use.column !== 'string')
      throw new Error(l10n.t('"{0}" names no column of the file', target));
    if (use.as !== undefined && !units.includes(use.as))
      throw new Error(
        l10n.t('"{0}" is read as "{1}": choose from {2}', target, String(use.as), units.join(', ')),
      );
    mapping[target as Target] = use as Use;
  }
  const missing = neededTargets.filter(target => !mapping[target]);
  if (needsBoth && missing.length > 0)
    throw new Error(l10n.t('the mapping names no {0}', missing.join(', ')));
  return mapping;
}
