import * as l10n from '@vscode/l10n';
import type { Field, Flow, ParsedLine, Problem } from '../../flow';
import type { Head } from '../../source';
import type { Layout } from '../format';
import { numberOf, secondsOf, timeOf, protocolOf } from '../table/units';

/**
 * nfdump's listings for people (nfdump(1), `-o line`, `long`, `extended`, `biline`, `bilong`): columns are told by
 * their header, values by their shape, for widths differ from version to version.
 */
export interface NfdumpLayout extends Layout {
  kind: 'text';
  /** What stands behind the two ends, in order. */
  after: readonly ('flags' | 'tos' | 'packets' | 'bytes' | 'outPackets' | 'outBytes' | 'other')[];
  bidirectional: boolean;
}

const header = /^Date first seen|^Date flow start/i;
const footer =
  /^(?:Summary:|Time window:|Total (?:flows|records)|Sys:|Blocks|No matching|Top \d+|Aggregated|IP addresses anon)/i;

export function isNfdumpHeader(line: string): boolean {
  return header.test(line) && /Src\s*IP/i.test(line);
}

export function textLayout(head: Head): NfdumpLayout | undefined {
  const at = head.lines.findIndex(isNfdumpHeader);
  return at < 0 || at > 20 ? undefined : layoutOf(head.lines[at] as string, head.firstLine + at);
}

export function layoutOf(line: string, number: number): NfdumpLayout {
  const named = line.replace(/\s+/g, ' ');
  const after: NfdumpLayout['after'][number][] = [];
  const bidirectional = /Out Pkt|In Pkt/i.test(named);
  if (/Flags/i.test(named)) after.push('flags');
  if (/\bTos\b/i.test(named)) after.push('tos');
  if (bidirectional) after.push('outPackets', 'packets', 'outBytes', 'bytes');
  else {
    if (/Packets/i.test(named)) after.push('packets');
    if (/Bytes/i.test(named)) after.push('bytes');
  }
  const columns = ['StartTime', 'Dur', 'Proto', 'SrcAddr', 'Sport', 'Dir', 'DstAddr', 'Dport'];
  if (after.includes('flags')) columns.push('State');
  if (after.includes('tos')) columns.push('sTos');
  columns.push('TotPkts', 'TotBytes');
  if (bidirectional) columns.push('SrcPkts', 'SrcBytes');
  return { kind: 'text', columns, after, bidirectional, firstRow: number + 1 };
}

// Time, duration, protocol, the first end, an arrow, the second end, and what follows.
const start =
  /^\s*(\d{4}-\d\d-\d\d[ \tT]+\d\d:\d\d:\d\d(?:\.\d+)?)[ \t]+(\d+(?:\.\d+)?|\d[\d:.]*)[ \t]+(\S+)[ \t]+(\S+)[ \t]+(<->|->|<-)[ \t]+(\S+)[ \t]*/d;

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
  const found = start.exec(row);
  if (!found?.indices)
    return fail(
      'row',
      l10n.t('The row is no flow of nfdump (time, duration, protocol, address -> address): correct it'),
    );
  const cell = (column: string, group: number): Field => {
    const [from, end] = found.indices?.[group] ?? [0, 0];
    return { column, text: found[group] ?? '', start: from, end };
  };
  const fields = [cell('StartTime', 1), cell('Dur', 2), cell('Proto', 3)];
  const source = endOf(cell('SrcAddr', 4), 'SrcAddr', 'Sport');
  const destination = endOf(cell('DstAddr', 6), 'DstAddr', 'Dport');
  fields.push(...source.fields, cell('Dir', 5), ...destination.fields);
  const rest = cellsAfter(row, found[0].length);
  const value: Partial<Record<NfdumpLayout['after'][number], number>> = {};
  let [state, tos] = ['', ''];
  for (const [i, what] of layout.after.entries()) {
    const part = rest[i];
    if (!part) break;
    if (what === 'flags' || what === 'tos') {
      if (what === 'flags') state = part.text;
      else tos = part.text;
      fields.push({ ...part, column: what === 'flags' ? 'State' : 'sTos' });
      continue;
    }
    const number = numberOf(part.text);
    if (number === undefined)
      return fail('number', l10n.t('"{0}" is not a number: correct it', part.text), part);
    value[what] = number;
    fields.push({ ...part, column: what === 'packets' ? 'TotPkts' : what === 'bytes' ? 'TotBytes' : what });
  }
  const startTime = timeOf((fields[0] as Field).text.replace(/[ \t]+/, ' '), 'time');
  if (startTime === undefined) return fail('start-time', l10n.t('The time is none: correct it'), fields[0]);
  const both = layout.bidirectional;
  const sum = (a: number | undefined, b: number | undefined) =>
    a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
  const flow: Flow = {
    line,
    startTime,
    duration: secondsOf((fields[1] as Field).text, 'seconds'),
    // Plain numbers (-N) are protocols' numbers too.
    proto: protocolOf((fields[2] as Field).text),
    srcAddr: source.address,
    sport: source.port,
    dir: found[5] ?? '',
    dstAddr: destination.address,
    dport: destination.port,
    state,
    sTos: tos,
    dTos: '',
    packets: both ? sum(value.outPackets, value.packets) : value.packets,
    bytes: both ? sum(value.outBytes, value.bytes) : value.bytes,
    srcBytes: both ? value.outBytes : undefined,
    srcPackets: both ? value.outPackets : undefined,
    label: '',
  };
  return { flow, fields, problems };
}

/** `10.0.0.1:53`, `2001:db8::1.53` (nfdump writes the port of IPv6 behind a dot), `10.0.0.1`; ICMP has `8.0` as port. */
function endOf(cell: Field, address: string, port: string) {
  const { text, start: from } = cell;
  const colons = text.split(':').length - 1;
  const mark = colons > 1 ? text.lastIndexOf('.') : text.lastIndexOf(':');
  if (mark < 0) return { address: text, port: '', fields: [{ ...cell, column: address }] };
  const end = from + mark;
  return {
    address: text.slice(0, mark),
    port: text.slice(mark + 1),
    fields: [
      { column: address, text: text.slice(0, mark), start: from, end },
      { column: port, text: text.slice(mark + 1), start: end + 1, end: from + text.length },
    ],
  };
}

/** Cells between blanks; a number and its unit of thousands (`1.2 M`) are one, dots of flags are too. */
function cellsAfter(row: string, from: number): Field[] {
  const cells: Field[] = [];
  for (const { 0: text, index } of row.slice(from).matchAll(/\d+(?:\.\d+)? [KMGT]\b|[^\s|]+/g))
    cells.push({ column: '', text, start: from + index, end: from + index + text.length });
  return cells;
}
