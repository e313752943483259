import * as l10n from '@vscode/l10n';
import { addressKind } from '../../addresses';
import { cellsOf } from '../../cells';
import type { Field, ParsedLine } from '../../flow';
import type { Head } from '../../source';
import { relativeTimes } from '../../timeForms';
import { flowOfCells, tableLayout, type TableLayout } from '../table/tableFormat';
import { otherLog } from './jsonLog';
import { zeekMapping, zeekNeeds } from './mapping';

export interface ZeekTsvLayout extends TableLayout {
  kind: 'tsv';
  /** IoT-23 writes its last columns into one tab field, three spaces between them. */
  spaced: boolean;
}

const spaces = /\s{2,}/;

/** The layout that a header of `#` lines begins; why there is none, as a clause; undefined where it is no such header. */
export function tsvLayout(head: Head): ZeekTsvLayout | string | undefined {
  const at = head.lines.findIndex(line => line.startsWith('#fields'));
  if (at < 0) return headlessLayout(head);
  const header = head.lines.slice(0, at).filter(line => line.startsWith('#'));
  // What a header does not say is as Zeek writes it.
  let shape: Shape = { delimiter: '\t', unset: ['-', '(empty)'] };
  for (const line of header) shape = shapeAfter(line, shape) ?? shape;
  const fields = head.lines[at] as string;
  const layout = fieldsLayout(fields, head.firstLine + at, shape, firstRowAfter(head.lines, at));
  if (!layout) return l10n.t('a Zeek log without {0}: name a conn.log', zeekNeeds.join(', '));
  const path = header
    .find(line => line.startsWith('#path'))
    ?.split(shape.delimiter)[1]
    ?.trim();
  const isConn = path === undefined || path.startsWith('conn') || layout.names.includes('conn_state');
  return isConn ? layout : otherLog(path);
}

/** What `#` lines say of how rows are written. */
type Shape = Pick<TableLayout, 'delimiter' | 'unset'>;

/** The shape after a line of the header; undefined where the line says nothing of it. */
function shapeAfter(line: string, shape: Shape): Shape | undefined {
  const text = line.replace(/\r$/, '');
  if (text.startsWith('#separator')) {
    const said = text.replace(/^#separator\s*/, '').trim();
    const code = /^\\x([0-9a-f]{2})$/i.exec(said)?.[1];
    return { ...shape, delimiter: code ? String.fromCharCode(parseInt(code, 16)) : said || '\t' };
  }
  const place = ['#unset_field', '#empty_field'].findIndex(name => text.startsWith(name));
  if (place < 0) return undefined;
  const value = text.split(shape.delimiter)[1]?.trim();
  if (value === undefined) return undefined;
  return { ...shape, unset: shape.unset.map((each, i) => (i === place ? value : each)) };
}

/** Columns of a conn.log as they were added: by number, for logs whose header was cut off. */
const usual =
  'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents'.split(
    ' ',
  );
const before2014 = usual.filter(name => name !== 'local_resp');
const headless: ReadonlyMap<number, readonly string[]> = new Map([
  [20, before2014],
  [21, usual],
  [22, [...usual, 'ip_proto']],
  [23, [...usual, 'label', 'detailed-label']],
]);

/** Rows without a header, as what is left of one that was searched; the usual columns, where the first row fits them. */
function headlessLayout(head: Head): ZeekTsvLayout | undefined {
  const row = (head.lines[0] ?? '').replace(/\r$/, '').split('\t');
  const names = headless.get(row.length);
  if (!names || !/^\d+\.\d+$/.test(row[0] ?? '') || !/^C[0-9A-Za-z]+$/.test(row[1] ?? '')) return undefined;
  if (addressKind(row[2] ?? '') === undefined || addressKind(row[4] ?? '') === undefined) return undefined;
  const notes = [
    l10n.t('The log has no header: its {0} columns are taken for the usual ones.', names.length),
  ];
  const table = { delimiter: '\t', names, mapping: zeekMapping(names), unset: ['-', '(empty)'], notes };
  return { ...tableLayout({ ...table, firstRow: head.firstLine }), kind: 'tsv', spaced: false };
}

const firstRowAfter = (lines: readonly string[], at: number) =>
  lines.slice(at + 1).find(line => line.trim() !== '' && !line.startsWith('#'));

/** The layout that a `#fields` line gives to the lines after it. */
function fieldsLayout(
  text: string,
  line: number,
  { delimiter, unset }: Shape,
  firstRow = '',
): ZeekTsvLayout | undefined {
  const [first = '', ...rest] = text.replace(/\r$/, '').split(delimiter);
  const given = first === '#fields' ? rest : [first.slice('#fields'.length).trim(), ...rest];
  const spaced = delimiter === '\t' && given.some(name => spaces.test(name.trim()));
  const names = given.flatMap(name => (spaced ? name.trim().split(spaces) : [name.trim()]));
  if (zeekNeeds.some(name => !names.includes(name))) return undefined;
  const ts = firstRow.split(delimiter)[names.indexOf('ts')] ?? '';
  const isRelative = ts !== '' && Number(ts) < relativeTimes.before;
  const notes = isRelative ? { notes: [relativeTimes.note()] } : {};
  const table = { delimiter, names, mapping: zeekMapping(names), unset, firstRow: line + 1, ...notes };
  return { ...tableLayout(table), kind: 'tsv', spaced };
}

export function readTsv(text: string, line: number, layout: ZeekTsvLayout): ParsedLine<ZeekTsvLayout> {
  const row = text.replace(/^\uFEFF/, '').replace(/\r$/, '');
  if (row.trim() === '') return { fields: [], problems: [] };
  if (row.startsWith('#')) {
    const fields = [{ column: '', text: row, start: 0, end: row.length }];
    const again = headerAgain(row, line, layout);
    return again ? { fields, problems: [], layout: again } : { fields, problems: [], aside: true };
  }
  const cells = row.split(layout.delimiter).length;
  const cut = plainCells(row, layout);
  const fields = layout.spaced && cells < layout.names.length ? spread(cut, layout) : cut;
  return flowOfCells(fields, line, layout, row.length) as ParsedLine<ZeekTsvLayout>;
}

/** Lines in the middle of a file that may change its layout: logs that were joined have a header each. */
export const headerLine = /^#(?:fields|separator|unset_field|empty_field)/;

function headerAgain(row: string, line: number, layout: ZeekTsvLayout): ZeekTsvLayout | undefined {
  if (row.startsWith('#fields')) return fieldsLayout(row, line, layout);
  const shape = shapeAfter(row, layout);
  return shape && { ...layout, ...shape };
}

/** Zeek escapes what separates, so a quote in a tab-separated line is text. */
function plainCells(row: string, layout: ZeekTsvLayout): Field[] {
  if (!row.includes('"')) return cellsOf(row, layout);
  let start = 0;
  return row.split(layout.delimiter).map((text, i) => {
    const cell = { column: layout.columns[i] ?? '', text, start, end: start + text.length };
    start = cell.end + layout.delimiter.length;
    return cell;
  });
}

function spread(cells: readonly Field[], layout: ZeekTsvLayout): Field[] {
  return cells
    .flatMap(cell => {
      if (!spaces.test(cell.text)) return [cell];
      let start = cell.start;
      return cell.text.split(/(\s{2,})/).flatMap((text, i) => {
        const part = { ...cell, text, start, end: start + text.length };
        start = part.end;
        return i % 2 === 0 ? [part] : [];
      });
    })
    .map((cell, i) => ({ ...cell, column: layout.columns[i] ?? '' }));
}
