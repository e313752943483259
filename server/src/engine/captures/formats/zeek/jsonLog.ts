import type { ParsedLine } from '../../flow';
import type { Head } from '../../source';
import { jsonCells, objectOf } from '../json/jsonLine';
import { FlowReader } from '../table/flowReader';
import { tableLayout, type TableLayout } from '../table/tableFormat';
import { zeekMapping, zeekNeeds } from './mapping';

export interface ZeekJsonLayout extends TableLayout {
  kind: 'json';
}

/** JSON leaves out what is unset, so the columns are those that any connection may have. */
const known = [
  'ts',
  'uid',
  'id.orig_h',
  'id.orig_p',
  'id.resp_h',
  'id.resp_p',
  'proto',
  'service',
  'duration',
  'orig_bytes',
  'resp_bytes',
  'conn_state',
  'local_orig',
  'local_resp',
  'missed_bytes',
  'history',
  'orig_pkts',
  'orig_ip_bytes',
  'resp_pkts',
  'resp_ip_bytes',
  'tunnel_parents',
];

/** The layout of a conn.log written as JSON lines; undefined where the first object is no connection. */
export function jsonLayout(head: Head): ZeekJsonLayout | undefined {
  const objects = head.lines.slice(0, 100).flatMap(text => {
    const found = text.startsWith('{') ? objectOf(text, 1) : undefined;
    return found && 'object' in found ? [jsonCells('', found.object, path => path).map(c => c.column)] : [];
  });
  const first = objects[0];
  if (!first || zeekNeeds.some(name => !first.includes(name))) return undefined;
  const names = [...new Set([...known, ...objects.flat()])];
  const found = { delimiter: ',', names, mapping: zeekMapping(names), unset: ['-', '(empty)'] };
  return { ...tableLayout({ ...found, firstRow: head.firstLine }), kind: 'json' };
}

const readers = new WeakMap<ZeekJsonLayout, { reader: FlowReader; columnOf: (path: string) => string }>();

export function readJson(text: string, line: number, layout: ZeekJsonLayout): ParsedLine<ZeekJsonLayout> {
  if (text.trim() === '') return { fields: [], problems: [] };
  const found = objectOf(text, line);
  if ('problem' in found)
    return {
      fields: [{ column: '', text, start: 0, end: text.length }],
      problems: [found.problem],
    };
  const { reader, columnOf } = readersOf(layout);
  const fields = jsonCells(text, found.object, columnOf);
  const byColumn = new Map(fields.map(field => [field.column, field]));
  const problems: ParsedLine['problems'] = [];
  const cellOf = (column: string) => byColumn.get(columnOf(column));
  const flow = reader.read(cellOf, line, problems, { start: 0, end: text.length });
  return flow ? { flow, fields, problems } : { fields, problems };
}

function readersOf(layout: ZeekJsonLayout) {
  const kept = readers.get(layout);
  if (kept) return kept;
  const canonical = new Map(layout.names.map((name, i) => [name, layout.columns[i] ?? name]));
  // ts may be a number of seconds or ISO 8601, as the log's writer was told.
  const made = {
    reader: new FlowReader(layout.mapping, new Set(['', ...layout.unset])),
    columnOf: (path: string) => canonical.get(path) ?? path,
  };
  readers.set(layout, made);
  return made;
}
