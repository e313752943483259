import * as l10n from '@vscode/l10n';
import type { ParsedLine } from '../../flow';
import type { Format, Words } from '../format';
import { headerNames, readRow, tableLayout, type TableLayout } from '../table/tableFormat';
import type { Mapping, Target } from '../../mapping';
import { readText, textLayout, isNfdumpHeader, type NfdumpLayout } from './text';

interface NfdumpCsvLayout extends TableLayout {
  kind: 'csv';
}

type Both = NfdumpLayout | NfdumpCsvLayout;

/** Short names of nfdump 1.6's `-o csv`, and the long ones of 1.7's and of `-o fmt:` with separators. */
const names: Readonly<Record<string, Target>> = {
  ts: 'StartTime',
  tsr: 'StartTime',
  firstseen: 'StartTime',
  first: 'StartTime',
  te: 'EndTime',
  lastseen: 'EndTime',
  td: 'Dur',
  duration: 'Dur',
  pr: 'Proto',
  proto: 'Proto',
  sa: 'SrcAddr',
  srcaddr: 'SrcAddr',
  da: 'DstAddr',
  dstaddr: 'DstAddr',
  sp: 'Sport',
  srcport: 'Sport',
  dp: 'Dport',
  dstport: 'Dport',
  flg: 'State',
  flags: 'State',
  stos: 'sTos',
  dtos: 'dTos',
  ipkt: 'SrcPkts',
  pkt: 'TotPkts',
  packets: 'TotPkts',
  ibyt: 'SrcBytes',
  byt: 'TotBytes',
  bytes: 'TotBytes',
  opkt: 'DstPkts',
  obyt: 'DstBytes',
};

/** nfdump's flags are those of TCP, by their places. */
const flagNames = ['CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN'];

function flagsText(_proto: string, state: string): string | undefined {
  if (!/^[CEUAPRSF.]{6,8}$/.test(state)) return undefined;
  const seen = [...state.padStart(8, '.')].flatMap((flag, i) => (flag === '.' ? [] : [flagNames[i]]));
  return seen.length === 0 ? l10n.t('no flags of TCP') : l10n.t('flags of TCP seen: {0}', seen.join(' '));
}

const words: Words = {
  tool: 'nfdump',
  state: flagsText,
  direction: text =>
    ({ '->': l10n.t('from source to destination, one way'), '<->': l10n.t('both ways, joined by nfdump') })[
      text
    ],
};

/** Listings of nfdump: line, long, extended, biline and its like, and comma-separated values of 1.6 and 1.7. */
export const nfdump: Format<Both> = {
  name: 'nfdump',
  get title() {
    return l10n.t('nfdump listings (line, long, extended, biline, csv)');
  },
  recognise(head) {
    const text = textLayout(head);
    if (text) return { layout: text };
    const at = head.lines.findIndex(line => line.includes(','));
    if (at < 0 || at > 5) return undefined;
    const { names: given, delimiter } = headerNames(head.lines[at] as string);
    const targets = given.map(name => names[name.toLowerCase().replace(/[^a-z]/g, '')]);
    if (!['StartTime', 'SrcAddr', 'DstAddr', 'Proto'].every(t => targets.includes(t as Target)))
      return undefined;
    // Names such as duration or proto are everybody's: the pair of addresses must be nfdump's.
    if (!given.some(name => /^(?:sa|srcaddr)$/i.test(name))) return undefined;
    const mapping: Partial<Record<Target, { column: string }>> = {};
    targets.forEach((target, i) => {
      if (target) mapping[target] ??= { column: given[i] as string };
    });
    const found = { delimiter, names: given, mapping: mapping as Mapping, unset: [] };
    const layout = tableLayout({ ...found, firstRow: head.firstLine + at + 1, ragged: true });
    return { layout: { ...layout, kind: 'csv' } };
  },
  lines: {
    header: /^Date f/i,
    read(text, line, layout) {
      if (layout.kind === 'text') return readText(text, line, layout);
      // What follows the flows: a summary of them, with a header of its own.
      if (
        /^(?:Summary|flows,bytes,packets|No matching)/i.test(text) ||
        /^\d+,\d+,\d+,\d+(?:\.\d+)?,/.test(text)
      )
        return { fields: [{ column: '', text, start: 0, end: text.length }], problems: [], aside: true };
      if (isNfdumpHeader(text)) return { fields: [], problems: [] };
      return readRow(text, line, layout) as ParsedLine<Both>;
    },
  },
  words,
};
