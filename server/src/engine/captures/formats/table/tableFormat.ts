import * as l10n from '@vscode/l10n';
import { cellsOf } from '../../cells';
import { columnNamed } from '../../columns';
import type { Field, ParsedLine, Problem } from '../../flow';
import type { Head } from '../../source';
import type { Format, Layout, Words } from '../format';
import { filledBy, FlowReader } from './flowReader';
import type { Mapping } from '../../mapping';
import { noTimesNote } from '../../timeForms';

/** Rows of cells, read by a mapping of the file's columns. */
export interface TableLayout extends Layout {
  delimiter: string;
  /** The file's own names, in its order; `columns` has the canonical ones where a column is one as it stands. */
  names: readonly string[];
  mapping: Mapping;
  /** Texts that stand for nothing. */
  unset: readonly string[];
  /** Columns that a row may have beyond, or short of, the names: some tools leave off what is empty at the end. */
  ragged?: true;
}

/** What is known of a table's layout before the canonical names are worked out. */
export type TableFound = Omit<TableLayout, 'columns'>;

export function tableLayout(found: TableFound): TableLayout {
  const canonical = new Map(
    Object.entries(found.mapping).flatMap(([target, use]) =>
      columnNamed(target) ? [[use.column, target]] : [],
    ),
  );
  // The store needs to know of columns that follow from others, too; they stand behind those of the file.
  const columns = found.names.map(name => canonical.get(name) ?? name);
  const derived = filledBy(found.mapping).filter(name => !columns.includes(name));
  const notes = [
    ...(found.notes ?? []),
    // Whoever knows why there are none has said it.
    ...((found.mapping.StartTime ?? found.mapping.EndTime ?? found.notes?.length) ? [] : [noTimesNote()]),
  ];
  return {
    ...found,
    columns: [...columns, ...derived],
    ...(notes.length > 0 ? { notes } : {}),
  };
}

const readers = new WeakMap<TableLayout, { reader: FlowReader; places: ReadonlyMap<string, number> }>();

function readerOf(layout: TableLayout) {
  const known = readers.get(layout);
  if (known) return known;
  const made = {
    reader: new FlowReader(layout.mapping, new Set(['', ...layout.unset]), layout.delimiter),
    places: new Map(layout.names.map((name, i) => [name, i])),
  };
  readers.set(layout, made);
  return made;
}

/** One row of cells. */
export function readRow(text: string, line: number, layout: TableLayout): ParsedLine<TableLayout> {
  const row = text.replace(/^\uFEFF/, '').replace(/\r$/, '');
  if (row.trim() === '') return { fields: [], problems: [] };
  return flowOfCells(cellsOf(row, layout, text.startsWith('\uFEFF') ? 1 : 0), line, layout, row.length);
}

export function flowOfCells(
  fields: Field[],
  line: number,
  layout: TableLayout,
  length: number,
): ParsedLine<TableLayout> {
  // What spreadsheets write below the last row.
  if (fields.every(({ text }) => text === '')) return { fields: [], problems: [] };
  const problems: Problem[] = [];
  const want = layout.names.length;
  const short = fields.length < want && !(layout.ragged && fields.length > 0);
  // An empty cell behind the last one is a trailing separator, which many tools write.
  const long = fields.length > want && !fields.slice(want).every(({ text }) => text === '');
  if (short || long) {
    const remedy = long ? l10n.t('delete or quote what is too much') : l10n.t('add what is missing');
    problems.push({
      line,
      start: fields[want]?.start ?? 0,
      end: length,
      severity: 'error',
      code: 'field-count',
      message: l10n.t(
        'The row has {0} fields where {1} belong: {2}; until then it is left out of the capture.',
        fields.length,
        want,
        remedy,
      ),
    });
    return { fields, problems };
  }
  const { reader, places } = readerOf(layout);
  const cellOf = (column: string): Field | undefined => fields[places.get(column) ?? -1];
  const flow = reader.read(cellOf, line, problems, { start: 0, end: length });
  return flow ? { flow, fields, problems } : { fields, problems };
}

/** The words for tables whose states need no explaining. */
export const plainWords = (tool: string): Words => ({ tool, state: () => undefined });

/** A format of rows with a header, recognised by the names in it. */
export function tableFormat(preset: {
  name: string;
  title: string;
  words: Words;
  /** The layout, if the names of the first line are this tool's. */
  find(head: Head): TableFound | undefined;
}): Format<TableLayout> {
  const { name, title, words, find } = preset;
  return {
    name,
    title,
    words,
    recognise(head) {
      const found = find(head);
      return found && { layout: tableLayout(found) };
    },
    lines: { read: readRow },
  };
}

const delimiters = [',', '\t', ';', '|'] as const;

/** Whether a line may be a table's header: files of programs hold words between other bytes, and JSON begins otherwise. */
export const maybeTable = (line: string) => !/[\0-\x08\x0e-\x1f\uFFFD]/.test(line) && !line.startsWith('{');

/** Names of a header line, by the separator that it has most of. */
export function headerNames(line: string): { names: string[]; delimiter: string } {
  const counts = delimiters.map(delimiter => line.split(delimiter).length);
  const delimiter = delimiters[counts.indexOf(Math.max(...counts))] as string;
  const row = line.replace(/^\uFEFF/, '').replace(/\r$/, '');
  const names = cellsOf(row, { delimiter, columns: [] }).map(({ text }) => text);
  return { names, delimiter };
}
