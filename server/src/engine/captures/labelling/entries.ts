import * as l10n from '@vscode/l10n';
import { parseFlowFilter } from '../../../../../shared/text/flowFilter';
import { addressKind } from '../addresses';
import { cellsOf } from '../cells';
import { columnNames, nameKey } from '../columnNames';
import { parseFlowTime } from '../time';
import { epochUnit, timeInForm } from '../timeForms';
import { eitherWay, type LabelRule, type Match } from './rule';

/** What a column of a table of labels, or a key of its JSON, can be. */
type Key =
  | 'host'
  | 'src'
  | 'dst'
  | 'sport'
  | 'dport'
  | 'port'
  | 'proto'
  | 'from'
  | 'until'
  | 'label'
  | 'detail'
  | 'lines'
  | 'where';

const named: Readonly<Record<Key, string>> = {
  host: 'host|ip|ipaddress|address|addr|network|net|subnet|cidr',
  src: columnNames.SrcAddr,
  dst: columnNames.DstAddr,
  sport: columnNames.Sport,
  dport: columnNames.Dport,
  port: 'port',
  proto: columnNames.Proto,
  from: `from|first|begin|since|${columnNames.StartTime}`,
  until: `until|to|last|stop|${columnNames.EndTime}`,
  label: columnNames.Label,
  detail: `detail|details|description|comment|${columnNames.DetailedLabel}`,
  lines: 'lines|line|records|rows',
  where: 'where|condition|filter',
};
const keyOf = new Map(
  (Object.entries(named) as [Key, string][]).flatMap(([key, names]) =>
    names.split('|').map(name => [name, key] as const),
  ),
);

/** Texts by what they are; what is unknown or empty is left out. */
type Entry = Partial<Record<Key, string>>;

/** Whether a first line names a label and something that it can be given for. */
export function isLabelTable(line: string): boolean {
  const keys = headerOf(line).keys;
  return keys.includes('label') && keys.some(key => key !== undefined && key !== 'label' && key !== 'detail');
}

function headerOf(line: string): { keys: (Key | undefined)[]; delimiter: string } {
  const delimiter = [',', '\t', ';'].find(each => line.includes(each)) ?? ',';
  const keys = cellsOf(line.replace(/^\uFEFF/, ''), { delimiter, columns: [] }).map(({ text }) =>
    keyOf.get(nameKey(text)),
  );
  return { keys, delimiter };
}

/** A table of labels with a header: hosts, conversations, ports or times, each with its label. */
export function readLabelTable(
  file: string,
  lines: readonly string[],
): { rules: LabelRule[]; notes: string[] } {
  const first = lines.findIndex(line => line.trim() !== '');
  const { keys, delimiter } = headerOf(lines[first] as string);
  return gather(file, function* () {
    for (const [i, text] of lines.entries()) {
      if (i <= first || text.trim() === '' || text.startsWith('#')) continue;
      const entry: Entry = {};
      for (const [c, cell] of cellsOf(text, { delimiter, columns: [] }).entries()) {
        const key = keys[c];
        if (key !== undefined && cell.text !== '') entry[key] ??= cell.text;
      }
      yield { entry, line: i + 1, text };
    }
  });
}

/** The same as JSON: a list of objects, or `{ "LABEL": ["10.0.0.1", …] }`. Throws where it is neither. */
export function readLabelJson(file: string, value: unknown): { rules: LabelRule[]; notes: string[] } {
  const said = listOf(value);
  if (!said)
    throw new Error(
      l10n.t(
        '{0}: is no list of labels. Write [{ "host": "10.0.0.1", "label": "Botnet" }, …] or { "Botnet": ["10.0.0.1", …] }.',
        file,
      ),
    );
  return gather(file, function* () {
    for (const [i, object] of said.entries()) {
      const entry: Entry = {};
      for (const [name, cell] of Object.entries(object)) {
        const key = keyOf.get(nameKey(name));
        if (key === undefined || cell === null || cell === '') continue;
        entry[key] ??= Array.isArray(cell) ? cell.map(String).join(',') : String(cell as string | number);
      }
      yield { entry, line: i + 1, text: JSON.stringify(object) };
    }
  });
}

function listOf(value: unknown): Record<string, unknown>[] | undefined {
  const isObject = (each: unknown): each is Record<string, unknown> =>
    typeof each === 'object' && each !== null && !Array.isArray(each);
  if (Array.isArray(value)) return value.every(isObject) ? value : undefined;
  if (!isObject(value)) return undefined;
  if (Array.isArray(value['rules'])) return listOf(value['rules']);
  const entries = Object.entries(value);
  if (!entries.every(([, hosts]) => Array.isArray(hosts) && hosts.every(host => typeof host === 'string')))
    return undefined;
  return entries.flatMap(([label, hosts]) => (hosts as string[]).map(host => ({ label, host })));
}

function gather(
  file: string,
  entries: () => Iterable<{ entry: Entry; line: number; text: string }>,
): { rules: LabelRule[]; notes: string[] } {
  const rules: LabelRule[] = [];
  const wrong: string[] = [];
  for (const { entry, line, text } of entries()) {
    try {
      const { label = '', detail = '' } = entry;
      if (label === '') throw new Error(l10n.t('has no label'));
      rules.push({ label, detail, file, line, text, any: matchesOf(entry) });
    } catch (error) {
      wrong.push(l10n.t('{0}, line {1}: {2}; it is passed over.', file, line, (error as Error).message));
    }
  }
  const more = wrong.length - 20;
  return {
    rules,
    notes: more > 0 ? [...wrong.slice(0, 20), l10n.t('… and {0} more lines of {1}.', more, file)] : wrong,
  };
}

function matchesOf(entry: Entry): Match[] {
  const { host, src, dst, sport, dport, port, proto, from, until, lines, where } = entry;
  for (const address of [host, src, dst]) if (address !== undefined) refuseNoAddress(address);
  const base: Match = {
    ...(src === undefined ? {} : { src }),
    ...(dst === undefined ? {} : { dst }),
    ...(sport === undefined ? {} : { sport }),
    ...(dport === undefined ? {} : { dport }),
    ...(proto === undefined ? {} : { proto: protocolOf(proto) }),
    ...(from === undefined ? {} : { from: timeOf(from, 'first') }),
    ...(until === undefined ? {} : { until: timeOf(until, 'last') }),
    ...(lines === undefined ? {} : { lines: linesOf(lines) }),
    ...(where === undefined ? {} : { others: parseFlowFilter(where) }),
  };
  if (Object.keys(base).length === 0 && host === undefined && port === undefined)
    throw new Error(l10n.t('names no host, port, time or line that the label is for'));
  // Which end is the source is a tool's guess: a conversation is its flows in both directions.
  const both = src !== undefined && dst !== undefined ? eitherWay(base) : [base];
  const ends =
    host === undefined
      ? both
      : both.flatMap(match => [
          { ...match, src: host },
          { ...match, dst: host },
        ]);
  return port === undefined
    ? ends
    : ends.flatMap(match => [
        { ...match, sport: port },
        { ...match, dport: port },
      ]);
}

/** Numbers of the commonest protocols, as tables of flows have them. */
const protocolOf = (text: string) =>
  ({ 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'ipv6-icmp' })[text] ?? text.toLowerCase();

function refuseNoAddress(text: string): void {
  const [address = '', bits] = text.split('/');
  const kind = addressKind(address);
  const most = kind === 'IPv4' ? 32 : 128;
  if (kind === undefined || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most)))
    throw new Error(l10n.t('"{0}" is no address, and no network like 10.0.0.0/8', text.slice(0, 60)));
}

/** A day stands for its beginning, or for its end. */
function timeOf(text: string, which: 'first' | 'last'): number {
  const isDay = /^\d{4}[/-]\d{1,2}[/-]\d{1,2}$/.test(text);
  const time = isDay
    ? parseFlowTime(`${text} ${which === 'first' ? '00:00:00' : '23:59:59.999999'}`)
    : (parseFlowTime(text) ?? otherTime(text));
  if (time === undefined)
    throw new Error(l10n.t('"{0}" is no time like 2011/08/16 10:01:46.972101', text.slice(0, 60)));
  return time;
}

/** Epochs in smaller units than seconds, and days of a spreadsheet, whose points stand behind days. */
function otherTime(text: string): number | undefined {
  const unit = /^\d+(?:\.\d+)?$/.test(text) ? epochUnit(Number(text)) : undefined;
  if (unit !== undefined && unit !== 'seconds') return timeInForm(text, unit);
  return /^\d{1,2}\.\d{1,2}\.\d/.test(text) ? timeInForm(text, 'day-first') : undefined;
}

/** `1,5-9`. */
function linesOf(text: string): [number, number][] {
  return text
    .split(/[,\s]+/)
    .filter(Boolean)
    .map(part => {
      const [, first = '', last = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
      if (first === '') throw new Error(l10n.t('"{0}" is no line, and no lines like 5-9', part.slice(0, 60)));
      return [Number(first), Number(last)];
    });
}
