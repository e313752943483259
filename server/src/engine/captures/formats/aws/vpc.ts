import * as l10n from '@vscode/l10n';
import type { Format } from '../format';
import type { Target, Use } from '../../mapping';
import { readRow, tableLayout, type TableFound, type TableLayout } from '../table/tableFormat';

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

const row2 =
  /^2 (?:\d{12}|unknown) eni-\S+ \S+ \S+ (?:\d+|-) (?:\d+|-) (?:\d+|-) (?:\d+|-) (?:\d+|-) \d+ \d+ (?:ACCEPT|REJECT|-) (?:OK|NODATA|SKIPDATA)$/;

function found(names: readonly string[], delimiter: string, firstRow: number): TableFound {
  const mapping = Object.fromEntries(
    names.flatMap(name => {
      const use = fields[name.replaceAll('_', '-')];
      return use ? [[use[0], { column: name, ...(use[1] ? { as: use[1] } : {}) }]] : [];
    }),
  );
  return { delimiter, names, mapping, unset: ['-'], firstRow };
}

/** Flow logs of an Amazon VPC: version 2 without a header, and any fields that a header names. */
export const awsVpc: Format<TableLayout> = {
  name: 'aws-vpc',
  get title() {
    return l10n.t('flow logs of an Amazon VPC (version 2, or with a header of their fields)');
  },
  recognise(head) {
    const line = (head.lines[0] ?? '')
      .replace(/^\uFEFF/, '')
      .replace(/\r$/, '')
      .trim();
    if (row2.test(line)) return { layout: tableLayout(found(version2, ' ', head.firstLine)) };
    const delimiter = line.includes(',') ? ',' : ' ';
    const names = line.split(delimiter).map(name => name.trim());
    const has = (name: string) => names.some(each => each.replaceAll('_', '-') === name);
    if (
      !has('srcaddr') ||
      !has('dstaddr') ||
      !has('start') ||
      !(has('interface-id') || has('action') || has('log-status'))
    )
      return undefined;
    return { layout: tableLayout(found(names, delimiter, head.firstLine + 1)) };
  },
  lines: {
    read(text, line, layout) {
      // An interval in which nothing was seen, or not everything was kept, has no flow.
      if (/\b(?:NODATA|SKIPDATA)\s*$/.test(text) || /\b(?:NODATA|SKIPDATA)\b/.test(text.slice(-40)))
        return { fields: [{ column: '', text, start: 0, end: text.length }], problems: [], aside: true };
      return readRow(text, line, layout);
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
  },
};
