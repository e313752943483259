import * as l10n from '@vscode/l10n';
import { usualAddress } from '../../addresses';
import type { Field, Flow, ParsedLine, Problem } from '../../flow';
import type { Head } from '../../source';
import type { Layout } from '../format';
import { numberOf, secondsOf, timeOf, protocolOf } from '../table/units';
import { elementsOf, rowExpression, type What } from './elements';

/**
 * nfdump's listings for people (nfdump(1), `-o line`, `long`, `extended`, `biline`, `bilong`, and what `-o fmt:` asks for):
 * columns are told by their header, values by their shape, for widths differ from version to version.
 */
export interface NfdumpLayout extends Layout {
  kind: 'text';
  /** The line that names the columns, or one like it. */
  header: string;
}

const headerStart = /^(?:Date f|Date l|First seen|Event time)/i;
const footer =
  /^(?:Summary:|Time window:|Total (?:flows|records)|Sys:|Blocks|No matching|Top \d+|Aggregated|IP addresses anon)/i;

/** A line that names both ends and a time, in any order. */
export function isNfdumpHeader(line: string): boolean {
  return (
    /\bSrc\s+IP\s+Addr/i.test(line) &&
    /\bDst\s+IP\s+Addr/i.test(line) &&
    /\bseen\b|Date\s+flow\s+start|Event\s+time/i.test(line)
  );
}

/** Whether a line is the header of statistics (`-s`), which are no flows. */
export const isStatistics = (line: string) => headerStart.test(line.trim()) && line.includes('(%)');

/** What `-q` leaves out: the header of the usual listings, by what stands in their rows. */
const quiet: readonly (readonly [RegExp, string])[] = (() => {
  const ends = 'Date first seen Duration Proto Src IP Addr:Port Dst IP Addr:Port';
  const all = [
    `${ends} Flags Tos Packets Bytes pps bps Bpp Flows`,
    `${ends} Flags Tos Out Pkt In Pkt Out Byte In Byte Flows`,
    `${ends} Flags Tos Packets Bytes Flows`,
    `${ends} Out Pkt In Pkt Out Byte In Byte Flows`,
    `${ends} Packets Bytes Flows`,
  ];
  // To the end: fewer columns fit the beginning of more, too.
  return all.map(header => {
    const elements = elementsOf(header).map(
      ([what, shape]) => [what === 'other' ? 'bytes' : what, shape] as const,
    );
    return [new RegExp(`${rowExpression(elements).source}\\s*$`), header] as const;
  });
})();

export function textLayout(head: Head): NfdumpLayout | undefined {
  const at = head.lines.findIndex(isNfdumpHeader);
  if (at >= 0 && at <= 20) return layoutOf(head.lines[at] as string, head.firstLine + at);
  const first = (head.lines[0] ?? '').replace(/\r$/, '');
  if (!/\s(?:<->|->|<-)\s/.test(first)) return undefined;
  const header = quiet.find(([rows]) => rows.test(first))?.[1];
  return header === undefined ? undefined : layoutOf(header, head.firstLine - 1);
}

const columnOf: Readonly<Partial<Record<What, readonly string[]>>> = {
  start: ['StartTime'],
  startRaw: ['StartTime'],
  duration: ['Dur'],
  end: ['LastTime'],
  endRaw: ['LastTime'],
  proto: ['Proto'],
  source: ['SrcAddr', 'Sport', 'Dir'],
  sourceAddress: ['SrcAddr'],
  sourcePort: ['Sport'],
  destination: ['DstAddr', 'Dport'],
  destinationAddress: ['DstAddr'],
  destinationPort: ['Dport'],
  flags: ['State'],
  tos: ['sTos'],
  dTos: ['dTos'],
  packets: ['TotPkts'],
  bytes: ['TotBytes'],
  inPackets: ['InPkts'],
  inBytes: ['InBytes'],
  outPackets: ['OutPkts'],
  outBytes: ['OutBytes'],
};

function layoutOf(header: string, number: number): NfdumpLayout {
  const whats = elementsOf(header).map(([what]) => what);
  const has = (...some: What[]) => some.some(what => whats.includes(what));
  const columns = whats.flatMap(what => columnOf[what] ?? []);
  if (!has('duration') && has('end', 'endRaw')) columns.push('Dur');
  if (has('outPackets', 'inPackets')) columns.push('TotPkts', 'SrcPkts');
  if (has('outBytes', 'inBytes')) columns.push('TotBytes', 'SrcBytes');
  const noTimes = /Event\s+time/i.test(header)
    ? [
        l10n.t(
          'The listing tells the times of events of firewalls (NSEL): print times of flows with "nfdump -o line".',
        ),
      ]
    : [];
  return {
    kind: 'text',
    columns: [...new Set(columns)],
    header,
    firstRow: number + 1,
    ...(noTimes.length > 0 ? { notes: noTimes } : {}),
  };
}

const shapes = new Map<string, { row: RegExp; whats: readonly What[] }>();

/** Headers are few, and files have one each. */
function shapeOf(header: string) {
  const known = shapes.get(header);
  if (known) return known;
  const elements = elementsOf(header);
  const made = { row: rowExpression(elements), whats: elements.map(([what]) => what) };
  if (shapes.size > 100) shapes.clear();
  shapes.set(header, made);
  return made;
}

export function readText(text: string, line: number, layout: NfdumpLayout): ParsedLine<NfdumpLayout> {
  const row = text.replace(/^\uFEFF/, '').replace(/\r$/, '');
  if (row.trim() === '') return { fields: [], problems: [] };
  const whole: Field = { column: '', text: row, start: 0, end: row.length };
  if (isNfdumpHeader(row)) return { fields: [whole], problems: [], layout: layoutOf(row, line) };
  if (footer.test(row.trim())) return { fields: [whole], problems: [], aside: true };
  const problems: Problem[] = [];
  const fail = (code: string, message: string, at: { start: number; end: number } = whole) => {
    const { start: from, end } = at;
    const full = l10n.t('{0}; until then it is left out of the capture.', message);
    problems.push({ line, start: from, end, severity: 'error', code, message: full });
    return { fields: [whole], problems };
  };
  const { row: expression, whats } = shapeOf(layout.header);
  const found = expression.exec(row);
  if (!found?.indices)
    return fail(
      'row',
      l10n.t('The row is no flow of nfdump ({0}): correct it', layout.header.trim().replace(/\s+/g, ' ')),
    );
  const cells: Partial<Record<What, Field>> = {};
  const fields: Field[] = [];
  for (const [i, what] of whats.entries()) {
    const [start, end] = found.indices[i + 1] ?? [0, 0];
    const cell = { column: columnOf[what]?.[0] ?? '', text: found[i + 1] ?? '', start, end };
    if (found[i + 1] === undefined || what === 'other') continue;
    cells[what] ??= cell;
    if (what !== 'source' && what !== 'destination') fields.push(cell);
  }
  const source = endOf(cells.source ?? cells.sourceAddress, 'SrcAddr', 'Sport', cells.sourcePort);
  const destination = endOf(
    cells.destination ?? cells.destinationAddress,
    'DstAddr',
    'Dport',
    cells.destinationPort,
  );
  fields.push(...source.fields, ...destination.fields);
  const arrow = / (<->|->|<-) /.exec(row.slice(source.end, destination.start + 1));
  if (arrow) {
    const start = source.end + arrow.index + 1;
    fields.push({ column: 'Dir', text: arrow[1] as string, start, end: start + (arrow[1] as string).length });
  }
  fields.sort((a, b) => a.start - b.start);
  const number = (what: What) => (cells[what] ? numberOf(cells[what].text) : undefined);
  const time = (what: What, raw: What) =>
    cells[what]
      ? timeOf(cells[what].text.replace(/[ \t]+/, ' '), 'time')
      : cells[raw] && timeOf(cells[raw].text, 'seconds');
  const startTime = time('start', 'startRaw') ?? time('end', 'endRaw');
  if (startTime === undefined) return fail('start-time', l10n.t('The time is none: correct it'), fields[0]);
  const end = time('end', 'endRaw');
  const sum = (a: number | undefined, b: number | undefined) =>
    a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
  const flow: Flow = {
    line,
    startTime,
    duration: cells.duration
      ? secondsOf(cells.duration.text, 'seconds')
      : end === undefined
        ? undefined
        : Math.max(0, (end - startTime) / 1e6),
    // Plain numbers (-N) are protocols' numbers too.
    proto: protocolOf(cells.proto?.text ?? ''),
    srcAddr: source.address,
    sport: source.port,
    dir: arrow?.[1] ?? '',
    dstAddr: destination.address,
    dport: destination.port,
    state: cells.flags?.text ?? '',
    sTos: cells.tos?.text ?? '',
    dTos: cells.dTos?.text ?? '',
    packets: number('packets') ?? sum(number('outPackets'), number('inPackets')),
    bytes: number('bytes') ?? sum(number('outBytes'), number('inBytes')),
    // What comes in is of the source, what goes out is what was answered.
    srcBytes: number('inBytes'),
    srcPackets: number('inPackets'),
    label: '',
  };
  return { flow, fields, problems };
}

/** `10.0.0.1:53`, `2001:db8::1.53` (nfdump writes the port of IPv6 behind a dot), `10.0.0.1(DE):53`; ICMP has `8.0` as port. */
function endOf(cell: Field | undefined, address: string, port: string, portCell: Field | undefined) {
  if (!cell) return { address: '', port: '', fields: [], start: 0, end: 0 };
  const { text, start: from } = cell;
  const place = { start: from, end: from + text.length };
  const plain = (part: string) => usualAddress(part.replace(/\([^)]*\)$/, ''));
  const colons = text.split(':').length - 1;
  // ICMP's type and code are parted by a dot as well: the port begins behind the first dot after the address.
  const mark = colons > 1 ? text.indexOf('.', text.lastIndexOf(':')) : text.lastIndexOf(':');
  if (portCell || mark < 0)
    return {
      address: plain(text),
      port: portCell?.text ?? '',
      fields: portCell ? [] : [{ ...cell, column: address }],
      ...place,
    };
  const end = from + mark;
  return {
    address: plain(text.slice(0, mark)),
    port: text.slice(mark + 1),
    fields: [
      { column: address, text: text.slice(0, mark), start: from, end },
      { column: port, text: text.slice(mark + 1), start: end + 1, end: from + text.length },
    ],
    ...place,
  };
}
