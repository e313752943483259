import type { Range } from 'vscode-languageserver/node';
import type { Field, Flow } from '../../engine/captures/flow';
import { conversationName } from './captureIndex';
import { rowAt, rowsOf, type CaptureRows } from './captureRows';
import type { Lines } from '../lines';

/** What a cell stands for: its host, its service (a port of a protocol, at either end), else its conversation. */
export interface Subject {
  /** Texts that every row of the subject contains: a quick way to pass over the others. */
  contains: readonly string[];
  /** The places in a row that belong to the subject; none when the row does not. */
  places(flow: Flow, fields: readonly Field[]): Range[];
}

export function subjectAt(lines: Lines, line: number, character: number): Subject | undefined {
  const row = rowAt(lines, line);
  if (!row?.flow) return undefined;
  const cell = fieldAt(row.fields, character);
  if (cell && cell.text !== '') {
    if (cell.column === 'SrcAddr' || cell.column === 'DstAddr') return host(cell.text);
    if (cell.column === 'Sport' || cell.column === 'Dport') return service(row.flow.proto, cell.text);
  }
  return conversation(row.flow);
}

/** The cell under a UTF-16 offset. The padding before a cell and the separator after it count as the cell. */
export function fieldAt(fields: readonly Field[], character: number): Field | undefined {
  return fields.find(field => character <= field.end) ?? fields.at(-1);
}

/** Every place of the subject from zero-based line `from` up to, not including, `to`. Yields after each line. */
export function* placesOf(
  lines: Lines,
  subject: Subject,
  from = 0,
  to = lines.lineCount,
): Generator<void, Range[]> {
  const rows = rowsOf(lines);
  const found: Range[] = [];
  for (let i = Math.max(from, rows.firstRow); i < Math.min(to, lines.lineCount); i++) {
    found.push(...placesOn(rows, i, subject));
    yield;
  }
  return found;
}

/** The places of the subject on one zero-based line. */
export function placesOn(rows: CaptureRows, line: number, subject: Subject): Range[] {
  const text = rows.lines.line(line);
  if (!subject.contains.every(part => text.includes(part))) return [];
  const row = rows.at(line);
  return row?.flow ? subject.places(row.flow, row.fields) : [];
}

export function host(address: string): Subject {
  const isHost = (f: Field): boolean =>
    (f.column === 'SrcAddr' || f.column === 'DstAddr') && f.text === address;
  return {
    contains: [address],
    places: (flow, fields) => fields.filter(isHost).map(f => rangeOf(flow, f, f)),
  };
}

function service(proto: string, port: string): Subject {
  const isPort = (f: Field): boolean => (f.column === 'Sport' || f.column === 'Dport') && f.text === port;
  return {
    contains: [port, proto],
    places: (flow, fields) =>
      flow.proto === proto ? fields.filter(isPort).map(f => rangeOf(flow, f, f)) : [],
  };
}

function conversation(of: Flow): Subject {
  const name = conversationName(of);
  const ends = new Set(['SrcAddr', 'DstAddr', 'Dport']);
  return {
    contains: [of.srcAddr, of.dstAddr, of.dport],
    places: (flow, fields) => {
      if (conversationName(flow) !== name) return [];
      const cells = fields.filter(f => ends.has(f.column));
      const [first, last] = [cells[0], cells.at(-1)];
      return first && last ? [rangeOf(flow, first, last)] : [];
    },
  };
}

function rangeOf(flow: Flow, first: Field, last: Field): Range {
  const line = flow.line - 1;
  return { start: { line, character: first.start }, end: { line, character: last.end } };
}
