import { columnNamed } from '../../columns';
import type { Flow, ParsedLine, Problem } from '../../flow';
import { Findings, tooLongReason } from '../../loadLines';
import { RecordTable } from '../../recordTable';
import type { Loaded, Loading } from '../format';
import { FlowReader } from '../table/flowReader';
import { tableLayout, type TableFound, type TableLayout } from '../table/tableFormat';
import { movedTo, unwrapped, type Envelope } from './envelope';
import { jsonCells, objectOf, type JsonObject } from './jsonLine';
import { objectsOf } from './objects';

/** Objects whose keys are columns, nested ones joined by dots. */
export interface JsonLayout extends TableLayout {
  kind: 'json';
  /** Objects are no lines: they are written over several, or in one list. */
  spread?: true;
  /** Keys by which other tools, or other versions, name a column of the mapping. */
  also?: Readonly<Record<string, string>>;
  /** An object that holds the record under this key. */
  inside?: string;
  /** Shippers put each record, as text, into an object of their own. */
  wrapped?: Envelope;
  /** Keys that only records of the kind have; an object with none of them, and with keys that are no columns, is of another. */
  own?: readonly string[];
  /** Keys with the values that records of the kind have; an object with another value is none of them. */
  only?: Readonly<Record<string, string>>;
}

export function jsonLayout(
  found: Omit<TableFound, 'delimiter'>,
  more: Pick<JsonLayout, 'also' | 'inside' | 'only' | 'own' | 'wrapped'> & { spread: boolean },
): JsonLayout {
  const { spread, ...rest } = more;
  return {
    ...tableLayout({ delimiter: ',', ...found }),
    kind: 'json',
    ...rest,
    ...(spread ? { spread } : {}),
  };
}

/** Keys of an object, nested ones joined by dots. */
export const keysOf = (object: JsonObject): string[] =>
  jsonCells('', object, path => path).map(c => c.column);

const readers = new WeakMap<JsonLayout, { reader: FlowReader; columnOf: (path: string) => string }>();

/** One object on a line, as the editor shows it. */
export function readJson(text: string, line: number, layout: JsonLayout): ParsedLine<JsonLayout> {
  if (!layout.wrapped || text.trim() === '') return readPlain(text, line, layout);
  const inner = unwrapped(text, layout.wrapped);
  if (!inner)
    return { fields: [{ column: '', text, start: 0, end: text.length }], problems: [], aside: true };
  return movedTo(readPlain(inner.text, line, layout), inner.placeOf);
}

function readPlain(text: string, line: number, layout: JsonLayout): ParsedLine<JsonLayout> {
  if (text.trim() === '') return { fields: [], problems: [] };
  const whole = { column: '', text, start: 0, end: text.length };
  const found = objectOf(text, line);
  if ('object' in found) return readObject(text, found.object, line, layout);
  // A part of an object, or the brackets of a list.
  if (layout.spread) return { fields: [whole], problems: [], aside: true };
  return { fields: [whole], problems: [found.problem] };
}

function readObject(
  text: string,
  object: JsonObject,
  line: number,
  layout: JsonLayout,
): ParsedLine<JsonLayout> {
  const { reader, columnOf } = readersOf(layout);
  const inner = layout.inside === undefined ? object : object[layout.inside];
  const whole = { column: '', text, start: 0, end: text.length };
  if (typeof inner !== 'object' || inner === null) return { fields: [whole], problems: [], aside: true };
  const record = inner as JsonObject;
  const fields = jsonCells(text, record, columnOf);
  for (const [key, value] of Object.entries(layout.only ?? {}))
    if (record[key] !== undefined && record[key] !== value) return { fields, problems: [], aside: true };
  const byColumn = new Map(fields.map(field => [field.column, field]));
  const has = (column: string) => byColumn.has(columnOf(column));
  if (layout.own && !layout.own.some(has) && fields.some(({ column }) => !layout.columns.includes(column)))
    return { fields, problems: [], aside: true };
  const problems: Problem[] = [];
  const cellOf = (column: string) => byColumn.get(columnOf(column));
  const flow = reader.read(cellOf, line, problems, { start: 0, end: text.length });
  return flow ? { flow, fields, problems } : { fields, problems };
}

/** Reads objects that are no lines; undefined where they are, and the reader of lines suits. */
export async function loadJson(loading: Loading<JsonLayout>): Promise<Loaded | undefined> {
  const { layout } = loading;
  if (!layout.spread) return undefined;
  const read = (text: string, line: number) => {
    const found = objectOf(text, line);
    return 'object' in found ? readObject(text, found.object, line, layout) : found.problem.message;
  };
  return loadRecords(loading, objectsOf(loading.source, true), read);
}

/** Fills a table with the records of a text that are no lines: a flow, what keeps it from being one, or nothing. */
export async function loadRecords(
  { connection, layout, table, signal }: Loading<TableLayout>,
  records: AsyncIterable<readonly { text: string | undefined; line: number }[]>,
  read: (text: string, line: number) => ParsedLine | Flow | string | undefined,
): Promise<Loaded> {
  const findings = new Findings();
  findings.notes.push(...(layout.notes ?? []));
  const rows = await RecordTable.create(connection, table, layout.columns.filter(columnNamed));
  try {
    for await (const some of records) {
      signal?.throwIfAborted();
      for (const { text, line } of some) {
        const found = text === undefined ? tooLongReason() : read(text, line);
        if (typeof found === 'string') findings.reject(line, found);
        else if (found && 'startTime' in found) rows.add(found, line);
        else if (found) {
          if (found.flow) rows.add(found.flow, line);
          findings.add(found, line);
        }
      }
    }
  } catch (error) {
    await rows.drop().catch(() => undefined); // What was thrown before is what matters.
    throw error;
  }
  await rows.finish();
  return { firstRecord: 1, ...findings.found() };
}

function readersOf(layout: JsonLayout) {
  const kept = readers.get(layout);
  if (kept) return kept;
  const canonical = new Map(layout.names.map((name, i) => [name, layout.columns[i] ?? name]));
  const also = layout.also ?? {};
  const made = {
    reader: new FlowReader(layout.mapping, new Set(['', ...layout.unset])),
    columnOf: (path: string) => {
      const name = also[path] ?? path;
      return canonical.get(name) ?? name;
    },
  };
  readers.set(layout, made);
  return made;
}
