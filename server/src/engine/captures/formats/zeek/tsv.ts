import * as l10n from '@vscode/l10n';
import { cellsOf } from '../../cells';
import type { Field, ParsedLine } from '../../flow';
import type { Head } from '../../source';
import { flowOfCells, tableLayout, type TableLayout } from '../table/tableFormat';
import { zeekMapping, zeekNeeds } from './mapping';

export interface ZeekTsvLayout extends TableLayout {
  kind: 'tsv';
  /** IoT-23 writes its last columns into one tab field, three spaces between them. */
  spaced: boolean;
}

const spaces = /\s{2,}/;

/** The layout that a header of `#` lines begins; why there is none, as a clause; undefined where it is no such header. */
export function tsvLayout(head: Head): ZeekTsvLayout | string | undefined {
  const header = head.lines.filter(line => line.startsWith('#'));
  const at = head.lines.findIndex(line => line.startsWith('#fields'));
  if (at < 0) return undefined;
  const separator = separatorOf(header);
  const layout = fieldsLayout(head.lines[at] as string, head.firstLine + at, {
    separator,
    unset: unsetOf(header, separator),
  });
  return layout ?? l10n.t('a Zeek log without {0}: name a conn.log', zeekNeeds.join(', '));
}

/** The layout that a `#fields` line gives to the lines after it. */
export function fieldsLayout(
  text: string,
  line: number,
  { separator, unset }: { separator: string; unset: readonly string[] },
): ZeekTsvLayout | undefined {
  const [first = '', ...rest] = text.replace(/\r$/, '').split(separator);
  const given = first === '#fields' ? rest : [first.slice('#fields'.length).trim(), ...rest];
  const spaced = separator === '\t' && given.some(name => spaces.test(name.trim()));
  const names = given.flatMap(name => (spaced ? name.trim().split(spaces) : [name.trim()]));
  if (zeekNeeds.some(name => !names.includes(name))) return undefined;
  const table = { delimiter: separator, names, mapping: zeekMapping(names), unset, firstRow: line + 1 };
  return { ...tableLayout(table), kind: 'tsv', spaced };
}

export function readTsv(text: string, line: number, layout: ZeekTsvLayout): ParsedLine<ZeekTsvLayout> {
  const row = text.replace(/^\uFEFF/, '').replace(/\r$/, '');
  if (row.trim() === '') return { fields: [], problems: [] };
  if (row.startsWith('#')) {
    const again = row.startsWith('#fields')
      ? fieldsLayout(row, line, { separator: layout.delimiter, unset: layout.unset })
      : undefined;
    const fields = [{ column: '', text: row, start: 0, end: row.length }];
    return again ? { fields, problems: [], layout: again } : { fields, problems: [], aside: true };
  }
  const cells = row.split(layout.delimiter).length;
  const cut = plainCells(row, layout);
  const fields = layout.spaced && cells < layout.names.length ? spread(cut, layout) : cut;
  return flowOfCells(fields, line, layout, row.length) as ParsedLine<ZeekTsvLayout>;
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

function separatorOf(header: readonly string[]): string {
  const said = header
    .find(line => line.startsWith('#separator'))
    ?.replace(/^#separator\s*/, '')
    .trim();
  const code = /^\\x([0-9a-f]{2})$/i.exec(said ?? '')?.[1];
  return code ? String.fromCharCode(parseInt(code, 16)) : said || '\t';
}

function unsetOf(header: readonly string[], separator: string): string[] {
  const value = (name: string, otherwise: string) =>
    header
      .find(line => line.startsWith(`#${name}`))
      ?.split(separator)[1]
      ?.trim() ?? otherwise;
  return [value('unset_field', '-'), value('empty_field', '(empty)')];
}
