import * as l10n from '@vscode/l10n';
import { absentTexts } from '../../cells';
import type { ParsedLine } from '../../flow';
import type { Format, Loading, Words } from '../format';
import { jsonLayout, keysOf, loadJson, readJson, type JsonLayout } from '../json/jsonTable';
import { headObjects, isSpread } from '../json/objects';
import type { Head } from '../../source';
import { headerNames, readRow, tableLayout, type TableLayout } from '../table/tableFormat';
import type { Mapping, Target } from '../../mapping';
import { isNfdumpHeader, isStatistics, readText, textLayout, type NfdumpLayout } from './text';

interface NfdumpCsvLayout extends TableLayout {
  kind: 'csv';
}

type AnyLayout = NfdumpLayout | NfdumpCsvLayout | JsonLayout;

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

/** Listings of nfdump: line and its like, those of `-o fmt:`, comma-separated values of 1.6 and 1.7, and JSON. */
export const nfdump: Format<AnyLayout> = {
  name: 'nfdump',
  get title() {
    return l10n.t('nfdump listings (line, long, extended, biline, fmt, csv, json)');
  },
  recognise(head) {
    const text = textLayout(head);
    if (text) return { layout: text };
    const json = recordLayout(head);
    if (json) return { layout: json };
    const csv = csvLayout(head);
    if (csv) return { layout: csv };
    const why = otherOutput(head);
    return why === undefined ? undefined : { almost: why };
  },
  lines: {
    header: /Src\s+IP\s+Addr/i,
    read(text, line, layout) {
      if (layout.kind === 'text') return readText(text, line, layout);
      if (layout.kind === 'json') return readJson(text, line, layout);
      // What follows the flows: a summary of them, with a header of its own.
      if (
        /^(?:Summary|flows,bytes,packets|No matching)/i.test(text) ||
        /^\d+,\d+,\d+,\d+(?:\.\d+)?,/.test(text)
      )
        return { fields: [{ column: '', text, start: 0, end: text.length }], problems: [], aside: true };
      if (isNfdumpHeader(text)) return { fields: [], problems: [] };
      return readRow(text, line, layout) as ParsedLine<AnyLayout>;
    },
  },
  load: async loading =>
    loading.layout.kind === 'json' ? loadJson(loading as Loading<JsonLayout>) : undefined,
  words,
};

/** The first columns of `-o csv` of 1.6, which tell them where `-q` leaves out the header. */
const csv16 = 'ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt'.split(',');

function csvLayout(head: Head): NfdumpCsvLayout | undefined {
  const at = head.lines.findIndex(line => line.includes(','));
  if (at < 0 || at > 5) return undefined;
  const line = head.lines[at] as string;
  const quiet =
    /^\d{4}-\d\d-\d\d [\d:.]+,\d{4}-\d\d-\d\d [\d:.]+,/.test(line) && line.split(',').length === 48;
  const { names: given, delimiter } = quiet
    ? {
        names: [...csv16, ...Array.from({ length: 48 - csv16.length }, (_, i) => `column${i + 16}`)],
        delimiter: ',',
      }
    : headerNames(line);
  const targets = given.map(name => names[name.toLowerCase().replace(/[^a-z]/g, '')]);
  if (!['StartTime', 'SrcAddr', 'DstAddr', 'Proto'].every(t => targets.includes(t as Target)))
    return undefined;
  // Names such as duration or proto are everybody's: the pair of addresses must be nfdump's.
  if (!given.some(name => /^(?:sa|srcaddr)$/i.test(name))) return undefined;
  const mapping: Partial<Record<Target, { column: string }>> = {};
  targets.forEach((target, i) => {
    if (target) mapping[target] ??= { column: given[i] as string };
  });
  const found = { delimiter, names: given, mapping: mapping as Mapping, unset: absentTexts };
  const firstRow = head.firstLine + at + (quiet ? 0 : 1);
  return { ...tableLayout({ ...found, firstRow, ragged: true }), kind: 'csv' };
}

/** Keys of `-o json` of 1.6 and 1.7, and of `-o ndjson`; those of IPv6 stand for those of IPv4. */
const keys = {
  also: {
    t_first: 'first',
    t_last: 'last',
    src6_addr: 'src4_addr',
    dst6_addr: 'dst4_addr',
    icmp_type: 'src_port',
    icmp_code: 'dst_port',
  },
  mapping: {
    StartTime: { column: 'first' },
    EndTime: { column: 'last' },
    Proto: { column: 'proto' },
    SrcAddr: { column: 'src4_addr' },
    Sport: { column: 'src_port' },
    DstAddr: { column: 'dst4_addr' },
    Dport: { column: 'dst_port' },
    State: { column: 'tcp_flags' },
    sTos: { column: 'src_tos' },
    dTos: { column: 'dst_tos' },
    SrcPkts: { column: 'in_packets' },
    SrcBytes: { column: 'in_bytes' },
    DstPkts: { column: 'out_packets' },
    DstBytes: { column: 'out_bytes' },
    Label: { column: 'label' },
  } satisfies Mapping,
};

function recordLayout(head: Head): JsonLayout | undefined {
  const objects = headObjects(head, 100).map(keysOf);
  const isRecord = (found: readonly string[]) =>
    found.some(key => /^src[46]_addr$/.test(key)) && found.some(key => /^(?:t_)?first$/.test(key));
  if (!objects.some(isRecord)) return undefined;
  const columns = Object.values(keys.mapping).map(({ column }) => column);
  const others = objects.flat().filter(key => !(key in keys.also));
  return jsonLayout(
    {
      names: [...new Set([...columns, ...others])],
      mapping: keys.mapping,
      unset: ['<none>'],
      firstRow: head.firstLine,
    },
    { spread: isSpread(head), also: keys.also, only: { type: 'FLOW' } },
  );
}

/** Comma-separated statistics, with their header and without: a count and its share. */
const statistics =
  /^ts,te,td,pr,val,fl,|^(?:\d{4}-\d\d-\d\d [\d:.]+,){2}[\d.]+,\w+,[^,]*,\d+,\s*[\d.]+,\d+,\s*[\d.]+,/;

/** Why what nfdump printed is no listing of flows, as a clause; undefined where nothing tells that it did. */
function otherOutput({ lines }: Head): string | undefined {
  const first = lines[0] ?? '';
  if (lines.slice(0, 5).some(isStatistics) || statistics.test(first))
    return l10n.t(
      'statistics of nfdump ("-s"), which are no flows: print these with "nfdump -o line" or "-o csv"',
    );
  if (/^Flow Record:/.test(first))
    return l10n.t('full records of nfdump ("-o raw"): print them with "nfdump -o json" or "-o csv"');
  if (/^(?:2|10)\|\d{10,13}\|(?:\d+\|){15,}\d+$/.test(first))
    return l10n.t(
      'records of nfdump separated by bars ("-o pipe"): print them with "nfdump -o json" or "-o csv"',
    );
  return undefined;
}
