import * as l10n from '@vscode/l10n';
import type { Comparison, FlowFilter } from '../../../../../shared/text/flowFilter';
import type { LabelRule, Match } from './rule';

/** `Malicious, From_Malware:`: a label, and behind the comma what it is in detail. */
const heading = /^([^\s#-][^:]*):\s*$/;
const item = /^\s*-\s*(.+)$/;
const condition = /^\s*([A-Za-z_]+)\s*(!=|<=|>=|=|<|>)\s*(.*?)\s*$/;

/** Its fields, as far as flows of other tools than Zeek have them too. */
const columns: Readonly<Record<string, string>> = {
  date: 'StartTime',
  start: 'StartTime',
  duration: 'Dur',
  proto: 'Proto',
  srcip: 'SrcAddr',
  srcport: 'Sport',
  dstip: 'DstAddr',
  dstport: 'Dport',
  state: 'State',
  tos: 'sTos',
  packets: 'TotPkts',
  bytes: 'TotBytes',
  srcbytes: 'SrcBytes',
  sbytes: 'SrcBytes',
  srcpackets: 'SrcPkts',
  spkts: 'SrcPkts',
  service: 'Service',
};

const plain: Readonly<Record<string, 'src' | 'dst' | 'sport' | 'dport' | 'proto'>> = {
  srcip: 'src',
  dstip: 'dst',
  srcport: 'sport',
  dstport: 'dport',
  proto: 'proto',
};

/** Whether lines are rules of the Stratosphere Laboratory's netflowlabeler, `labels.config`. */
export function isLabelsConfig(lines: readonly string[]): boolean {
  const said = lines.map(uncommented).filter(line => line.trim() !== '');
  const first = said.findIndex(line => heading.test(line));
  return first === 0 && item.test(said[1] ?? '') && (said[1] ?? '').includes('=');
}

/** Rules from top to bottom; conditions on one line hold together, those on several each alone. */
export function readLabelsConfig(
  file: string,
  lines: readonly string[],
): { rules: LabelRule[]; notes: string[] } {
  const rules: LabelRule[] = [];
  const notes: string[] = [];
  let [label, detail] = ['', ''];
  for (const [i, raw] of lines.entries()) {
    const text = uncommented(raw).trimEnd();
    if (text.trim() === '') continue;
    const head = heading.exec(text);
    const said = item.exec(text)?.[1];
    if (head) [label, detail] = labelOf(head[1] as string);
    else if (said !== undefined && label !== '') {
      const found = matchOf(said);
      if (typeof found === 'string')
        notes.push(l10n.t('{0}, line {1}: {2}; the line is passed over.', file, i + 1, found));
      else rules.push({ label, detail, file, line: i + 1, text: said, any: [found] });
    } else
      notes.push(
        l10n.t(
          '{0}, line {1}: is neither "Label:" nor "- field=value"; the line is passed over.',
          file,
          i + 1,
        ),
      );
  }
  return { rules, notes };
}

const uncommented = (line: string) => line.replace(/(^|\s)#.*$/, '');

function labelOf(text: string): [string, string] {
  const [label = '', ...detail] = text.split(',');
  return [label.trim(), detail.join(',').trim()];
}

function matchOf(text: string): Match | string {
  const match: Match = {};
  const others: FlowFilter[] = [];
  for (const part of text.split('&')) {
    const [, field = '', is = '', value = ''] = condition.exec(part) ?? [];
    const key = field.toLowerCase();
    if (field === '') return l10n.t('"{0}" is no condition like srcIP=10.0.0.1', part.trim());
    const column = columns[key];
    if (column === undefined)
      return l10n.t('"{0}" is no field of flows here ({1})', field, Object.keys(columns).join(', '));
    if (value.toLowerCase() === 'all') continue;
    const end = plain[key];
    // Rules are written in capitals (TCP), flows mostly not.
    const meant = key === 'proto' ? value.toLowerCase() : value;
    if (is === '=' && end !== undefined && match[end] === undefined) match[end] = meant;
    else if (is === '!=' && value.includes('/')) others.push({ not: { column, is: 'in', values: [value] } });
    else if (is === '=' && value.includes('/')) others.push({ column, is: 'in', values: [value] });
    else others.push({ column, is: is as Comparison, values: [meant] });
  }
  return others.length > 0 ? { ...match, others: { all: others } } : match;
}
