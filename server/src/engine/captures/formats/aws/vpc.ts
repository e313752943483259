import * as l10n from '@vscode/l10n';
import { absentTexts, cellsOf } from '../../cells';
import type { Field, ParsedLine } from '../../flow';
import type { Format, Loaded, Loading } from '../format';
import { loadRecords } from '../json/jsonTable';
import type { Mapping, Target, Use } from '../../mapping';
import { flowOfCells, headerNames, tableLayout, type TableLayout } from '../table/tableFormat';

/** Fields of version 2, in which a log without a header line is written (Amazon VPC User Guide, "Flow log records"). */
const version2 = [
  'version',
  'account-id',
  'interface-id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log-status',
];

const fields: Readonly<Record<string, [Target, Use['as']?]>> = {
  srcaddr: ['SrcAddr'],
  dstaddr: ['DstAddr'],
  srcport: ['Sport'],
  dstport: ['Dport'],
  protocol: ['Proto'],
  packets: ['TotPkts'],
  bytes: ['TotBytes'],
  start: ['StartTime', 'seconds'],
  end: ['EndTime', 'seconds'],
  action: ['State'],
  'flow-direction': ['Dir'],
  'pkt-dst-aws-service': ['Service'],
};
/** What stands for an address where the log has only those of packets. */
const others: Readonly<Record<string, Target>> = { 'pkt-srcaddr': 'SrcAddr', 'pkt-dstaddr': 'DstAddr' };

interface VpcLayout extends TableLayout {
  /** What CloudWatch writes before a record when it exports one: its time, and a space or a comma. */
  prefixed?: true;
  /** CloudWatch exported the records as messages in JSON, in whatever that is wrapped. */
  messages?: true;
}

const row2 =
  /^2 (?:\d{12}|unknown) eni-\S+ \S+ \S+ (?:\d+|-) (?:\d+|-) (?:\d+|-) (?:\d+|-) (?:\d+|-) \d+ \d+ (?:ACCEPT|REJECT|-) (?:OK|NODATA|SKIPDATA)$/;
const prefix = /^(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?[ \t]+|"?\d{13}"?,"?)/;

/** A record of version 2 in what `aws logs` prints, a subscription delivers, or the console exports. */
const message = /"@?message"\s*:\s*"(2 (?:\d{12}|unknown) eni-[^"\\]+)"/g;

/** A record as it was written, what CloudWatch put around it left off. */
const record = (line: string) => line.trim().replace(prefix, '').replace(/"$/, '');

const keyOf = (name: string) => name.replaceAll('_', '-');

function mappingOf(names: readonly string[]): Mapping {
  const mapping: Partial<Record<Target, Use>> = {};
  for (const column of names) {
    const [target, as] = fields[keyOf(column)] ?? [];
    if (target) mapping[target] ??= { column, ...(as ? { as } : {}) };
  }
  for (const column of names) {
    const target = others[keyOf(column)];
    if (target) mapping[target] ??= { column };
  }
  return mapping;
}

function layoutOf(names: readonly string[], delimiter: string, firstRow: number): VpcLayout {
  return tableLayout({ delimiter, names, mapping: mappingOf(names), unset: ['-', ...absentTexts], firstRow });
}

/** Flow logs of an Amazon VPC: version 2 without a header, and any fields that a header names. */
export const awsVpc: Format<VpcLayout> = {
  name: 'aws-vpc',
  get title() {
    return l10n.t('flow logs of an Amazon VPC (version 2, or with a header of their fields)');
  },
  recognise(head) {
    const [line = '', second = ''] = head.lines.map(text => text.replace(/^\uFEFF/, '').replace(/\r$/, ''));
    if (row2.test(line.trim())) return { layout: layoutOf(version2, ' ', head.firstLine) };
    if (row2.test(record(line)))
      return { layout: { ...layoutOf(version2, ' ', head.firstLine), prefixed: true } };
    // CloudWatch's "Download as CSV": timestamp,message.
    if (/^"?timestamp"?,"?message"?$/i.test(line) && row2.test(record(second)))
      return { layout: { ...layoutOf(version2, ' ', head.firstLine + 1), prefixed: true } };
    if (/^[[{]/.test(line) && head.lines.some(text => text.match(message)))
      return { layout: { ...layoutOf(version2, ' ', head.firstLine), messages: true } };
    const spaced = line.trim().split(/ +/);
    const { names, delimiter } =
      spaced.includes('srcport') || spaced.includes('protocol') || spaced.length > 3
        ? { names: spaced, delimiter: ' ' }
        : headerNames(line);
    const has = (...some: string[]) => some.some(name => names.some(each => keyOf(each) === name));
    const isHeader = has('srcaddr', 'pkt-srcaddr') && has('dstaddr', 'pkt-dstaddr') && has('start', 'end');
    if (isHeader && (delimiter === ' ' || has('interface-id', 'action', 'log-status')))
      return { layout: layoutOf(names, delimiter, head.firstLine + 1) };
    // Names of its own, which no other log has.
    if (
      has('srcaddr', 'pkt-srcaddr') &&
      has('dstaddr', 'pkt-dstaddr') &&
      has('interface-id', 'vpc-id', 'flow-direction', 'pkt-srcaddr')
    )
      return {
        almost: l10n.t(
          'a flow log of an Amazon VPC that says no times: have it written with the fields start and end',
        ),
      };
    return /^[3-9] (?:\S+ ){10,}/.test(line) && /\beni-[0-9a-z]+\b/.test(line)
      ? {
          almost: l10n.t(
            'a flow log of an Amazon VPC with fields of its own and no header: write the names of its fields into the first line',
          ),
        }
      : undefined;
  },
  load: async loading => (loading.layout.messages ? loadMessages(loading) : undefined),
  lines: {
    read(text, line, layout) {
      if (layout.messages) return readMessage(text, line, layout);
      const row = text.replace(/^\uFEFF/, '').replace(/\r$/, '');
      if (row.trim() === '') return { fields: [], problems: [] };
      const before = layout.prefixed ? (prefix.exec(row)?.[0].length ?? 0) : 0;
      const said = layout.prefixed ? row.slice(before).replace(/"$/, '') : row;
      const fields = cellsOf(said, layout, before);
      // An interval in which nothing was seen, or not everything was kept, has no flow.
      if (isGap(fields, layout)) return { fields, problems: [], aside: true };
      return flowOfCells(fields, line, layout, row.length) as ParsedLine<VpcLayout>;
    },
  },
  words: {
    tool: 'AWS',
    state: (_proto, state) =>
      state === 'ACCEPT'
        ? l10n.t('security groups and network lists let it through')
        : state === 'REJECT'
          ? l10n.t('refused by a security group or a network list')
          : undefined,
    direction: text =>
      ({ ingress: l10n.t('into the interface'), egress: l10n.t('out of the interface') })[text],
  },
};

/** The first record on a line of JSON; what has none is beside the flows. */
function readMessage(text: string, line: number, layout: VpcLayout): ParsedLine<VpcLayout> {
  const [found] = text.matchAll(message);
  const said = found?.[1];
  if (!found || said === undefined) {
    const fields = text.trim() === '' ? [] : [{ column: '', text, start: 0, end: text.length }];
    return { fields, problems: [], aside: true };
  }
  const fields = cellsOf(said, layout, found.index + found[0].length - said.length - 1);
  if (isGap(fields, layout)) return { fields, problems: [], aside: true };
  return flowOfCells(fields, line, layout, text.length) as ParsedLine<VpcLayout>;
}

/** All records of a file, of which one line may hold many: each is numbered by its line, or next to the one before. */
function loadMessages(loading: Loading<VpcLayout>): Promise<Loaded> {
  const { source, layout } = loading;
  async function* records() {
    let [line, last] = [0, 0];
    for await (const some of source.lines())
      yield some.flatMap(text => {
        line++;
        const found = text === undefined ? [undefined] : (text.match(message) ?? []);
        return found.map(each => ({ text: each, line: (last = Math.max(line, last + 1)) }));
      });
  }
  return loadRecords(loading, records(), (text, line) => readMessage(text, line, layout));
}

/** By its status wherever that stands, or by ends that are not told. */
function isGap(cells: readonly Field[], { names, mapping }: VpcLayout): boolean {
  const cell = (name: string | undefined) => cells[names.indexOf(name ?? '')]?.text;
  const status = cell(names.find(name => keyOf(name) === 'log-status'));
  if (status === 'NODATA' || status === 'SKIPDATA') return true;
  return cell(mapping.SrcAddr?.column) === '-' && cell(mapping.DstAddr?.column) === '-';
}
