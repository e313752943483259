import * as l10n from '@vscode/l10n';
import { flowColumns, type FlowColumn } from '../../columns';
import { isBlank } from '../../../../base/files/textLines';
import type { Head } from '../../source';
import { visibleText } from '../../../../../../shared/text/visibleText';
import type { Layout } from '../format';
import { absentTexts } from '../../cells';
import { columnNames, nameKey } from '../../columnNames';
import { parseFlowTime } from '../../time';
import {
  areCutTimes,
  cutTimesNote,
  noTimesNote,
  timeFormNote,
  timeFormOf,
  type TimeForm,
} from '../../timeForms';
import { proposeMapping } from '../table/propose';
import { argusCells } from './aligned';

/** A space stands for columns that are padded with spaces. */
export type Delimiter = ',' | '\t' | ';' | '|' | ' ';

export interface ArgusLayout extends Layout {
  delimiter: Delimiter;
  hasHeader: boolean;
  /** Times are seconds since 1970 with six decimals, as `ra -u` prints them. */
  epoch?: true;
  /** How times are written, where it is neither so nor as `ra` prints dates. */
  time?: TimeForm;
  /** Cells are as libraries and spreadsheets write them: words for nothing (`nan`), whole numbers with a comma (`80,0`). */
  lax?: true;
  /** Fractions are written with a comma. */
  comma?: true;
  /** Where a flow's time comes from if not from StartTime: its end, or the row's place, a second each. */
  timed?: 'LastTime' | 'order';
}

const delimiters: readonly Delimiter[] = [',', '\t', ';', '|'];

const counted = ['LastTime', 'DstPkts', 'DstBytes'] as const;
const known = new Map([...flowColumns, ...counted].map(c => [c.toLowerCase(), c]));
const leading: readonly FlowColumn[] = flowColumns.slice(0, 13);

/** Columns of files without a header, by their number; the last is a label unless it holds numbers. */
const headerless: Readonly<Record<number, readonly FlowColumn[]>> = {
  13: leading,
  14: [...leading, 'Label'],
  15: [...leading, 'SrcBytes', 'Label'],
  16: [...leading, 'SrcBytes', 'SrcPkts', 'Label'],
  17: [...leading, 'SrcBytes', 'srcUdata', 'dstUdata', 'Label'],
};
/** The same where no cell of the last column is a label. */
const unlabelled: Readonly<Record<number, readonly FlowColumn[]>> = {
  14: [...leading, 'SrcBytes'],
  15: [...leading, 'SrcBytes', 'SrcPkts'],
  16: [...leading, 'SrcBytes', 'srcUdata', 'dstUdata'],
};

const epochTime = /^\d{10}\.\d{6}$/;

const needed = ['StartTime', 'Proto', 'SrcAddr', 'DstAddr'] as const;
const timeNames = new Set(columnNames.StartTime.split('|'));

/** Columns of a header line, or undefined when the cells are not names of Argus' columns. */
function headerOf(line: string, delimiter: Delimiter): string[] | undefined {
  const cells =
    delimiter === ' ' ? line.trim().split(/\s+/) : line.split(delimiter).map(cell => unquoted(cell.trim()));
  const columns = cells.map(cell => known.get(cell.toLowerCase()) ?? cell);
  return needed.filter(name => columns.includes(name)).length >= 2 ? columns : undefined;
}

const unquoted = (cell: string) => (/^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell);

/**
 * How the rows of an Argus listing are laid out, read from its first lines, or why it is none. `ra` prints columns in
 * the order asked of it, so a header's names win over the usual order.
 */
export function detectLayout(
  head: Pick<Head, 'lines' | 'firstLine'>,
): { layout: ArgusLayout } | { almost: string } | undefined {
  const line = (head.lines[0] ?? '').replace(/^\uFEFF/, '').replace(/\r$/, '');
  // Files of programs: whoever wrote them says what they are.
  if (line.includes('\0')) return undefined;
  const delimiter = delimiterOf(line);
  const columns = headerOf(line, delimiter);
  const rows = columns ? cellsOfRows(head.lines.slice(1), delimiter, columns) : [];
  const problem = columns && problemOf(columns, rows);
  if (columns && problem === undefined) {
    const all = [...columns, ...emptyColumns(rows, columns.length)];
    const layout = { delimiter, columns: all, hasHeader: true, firstRow: head.firstLine + 1 };
    return { layout: { ...layout, ...timesOf(columns, rows), ...writingOf(head.lines.slice(1), delimiter) } };
  }
  const usual = usualColumns(head.lines);
  if (usual && (columns ? isNearly(columns, usual.columns) : !isOthersHeader(head.lines, usual.delimiter)))
    return { layout: { ...usual, hasHeader: false, firstRow: head.firstLine } };
  const cells = line.split(delimiter);
  if (parseFlowTime((cells[0] ?? '').trim()) !== undefined)
    return {
      almost: l10n.t(
        'a first row of {0} fields and no header; 13 to 17 fields, or a header line that names the columns, are needed',
        cells.length,
      ),
    };
  return {
    almost:
      problem ??
      l10n.t(
        'the first line is neither a flow nor a header of an Argus listing (no column {0})',
        needed.join(', '),
      ),
  };
}

/**
 * Columns of rows that no header names, by their number and content, where the first line or half of the first are such
 * rows: a damaged first line, or a remark there, costs itself alone.
 */
function usualColumns(lines: readonly string[]): Pick<ArgusLayout, 'delimiter' | 'columns'> | undefined {
  const some = lines.slice(0, judgedRows).filter(text => !isBlank(text));
  for (const delimiter of delimiters) {
    const all = cellsOfRows(some, delimiter, []);
    const rows = all.filter(isUsualRow);
    const first = all[0] && isUsualRow(all[0]);
    if (rows.length === 0 || (!first && 2 * rows.length < some.length)) continue;
    const widths = new Map<number, number>();
    for (const row of rows) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
    const [width] = first ? [all[0]?.length] : [...widths].reduce((a, b) => (b[1] > a[1] ? b : a));
    const columns = withoutHeader(rows.filter(row => row.length === width));
    if (columns) return { delimiter, columns };
  }
  return undefined;
}

/** Behind its time a row of Argus has a span; other tools write the end there. */
const isUsualRow = (row: readonly string[]) =>
  headerless[row.length] !== undefined &&
  parseFlowTime((row[0] ?? '').replace(/^\uFEFF/, '')) !== undefined &&
  parseFlowTime(row[1] ?? '') === undefined;

/** How libraries and spreadsheets wrote the cells: all lines that are at hand say it, for nothing stands where a flow has no port. */
function writingOf(lines: readonly string[], delimiter: Delimiter): Pick<ArgusLayout, 'lax' | 'comma'> {
  if (delimiter === ' ') return lines.some(line => hasWord(line, /\s+/)) ? { lax: true } : {};
  if (
    delimiter !== ',' &&
    lines.some(line => line.split(delimiter).some(cell => /^\s*"?\d+,\d+"?\s*$/.test(cell)))
  )
    return { lax: true, comma: true };
  return lines.some(line => hasWord(line, delimiter)) ? { lax: true } : {};
}

const absent: ReadonlySet<string> = new Set(absentTexts);
const hasWord = (line: string, delimiter: string | RegExp) =>
  line.split(delimiter).some(cell => absent.has(unquoted(cell.trim())));

function timedOf(columns: readonly string[]): ArgusLayout['timed'] {
  if (columns.includes('StartTime')) return undefined;
  return columns.includes('LastTime') ? 'LastTime' : 'order';
}

/** Where the times of rows come from, and how they are written. */
function timesOf(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): Pick<ArgusLayout, 'epoch' | 'time' | 'timed' | 'notes'> {
  const timed = timedOf(columns);
  if (timed === 'order') return { timed, notes: [noTimesNote()] };
  const times = rows.map(row => row[columns.indexOf(timed ?? 'StartTime')] ?? '').filter(text => text !== '');
  if (areCutTimes(times)) return { timed: 'order', notes: [cutTimesNote()] };
  const from = timed ? { timed } : {};
  if (epochTime.test(times[0] ?? '')) return { ...from, epoch: true };
  const time = timeFormOf(times);
  return time === undefined ? from : { ...from, time, notes: [timeFormNote(time)] };
}

/** Whether the first line names columns of another tool, whose rows would be taken for what they are not. */
function isOthersHeader([first = '', ...rest]: readonly string[], delimiter: Delimiter): boolean {
  const [names = []] = cellsOfRows([first], delimiter, []);
  return proposeMapping(names, cellsOfRows(rest, delimiter, [])) !== undefined;
}

/** Whether a header is the usual one but for what damaged it: else its rows would be taken for what they are not. */
function isNearly(header: readonly string[], usual: readonly string[]): boolean {
  const same = usual.filter((name, i) => header[i] === name).length;
  return same >= usual.length - 2;
}

/** The layout that a header in the middle of a file begins; undefined when the line is none. */
export function headerAgain(text: string, line: number): ArgusLayout | undefined {
  const delimiter = delimiterOf(text);
  const columns = headerOf(text, delimiter);
  if (!columns || problemOf(columns) !== undefined) return undefined;
  const timed = timedOf(columns);
  return { delimiter, columns, hasHeader: true, firstRow: line + 1, ...(timed ? { timed } : {}) };
}

function problemOf(columns: readonly string[], rows?: readonly (readonly string[])[]): string | undefined {
  const missing = needed.filter(
    name => !columns.includes(name) && !(name === 'StartTime' && isTimedOtherwise(columns, rows)),
  );
  if (missing.length > 0)
    return l10n.t(
      'the first line is neither a flow nor a header of an Argus listing (no column {0})',
      missing.join(', '),
    );
  const named = columns.filter(name => name !== '');
  const twice = named.find((name, i) => named.indexOf(name) !== i);
  return twice === undefined
    ? undefined
    : l10n.t('the header names a column twice ({0})', visibleText(twice, 40));
}

/** Whether times are the flows' ends, or nowhere: `ra` prints what it is asked for. Without rows it may be a name spoiled. */
const isTimedOtherwise = (columns: readonly string[], rows?: readonly (readonly string[])[]) =>
  columns.includes('LastTime') ||
  (rows !== undefined &&
    !columns.some(name => timeNames.has(nameKey(name))) &&
    !rows.some(row => row.some(cell => parseFlowTime(cell) !== undefined)));

const judgedRows = 100;

function cellsOfRows(lines: readonly string[], delimiter: Delimiter, columns: readonly string[]): string[][] {
  const rows = lines.slice(0, judgedRows).filter(text => !isBlank(text));
  return rows.map(text => argusCells(text.replace(/\r$/, ''), { columns, delimiter }).map(cell => cell.text));
}

/** Columns without a name that most rows have after those of the header, with nothing in them. */
function emptyColumns(rows: readonly (readonly string[])[], width: number): string[] {
  const widths = new Map<number, number>();
  for (const row of rows) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
  const [usual = width] = [...widths].reduce((a, b) => (b[1] > a[1] ? b : a), [width, 0]);
  const empty = rows.every(row => row.length !== usual || row.slice(width).every(cell => cell === ''));
  return usual > width && usual - width < 20 && empty ? Array<string>(usual - width).fill('') : [];
}

/** Columns by number and content: a last column of numbers alone is a count, not a label. */
function withoutHeader(rows: readonly (readonly string[])[]): readonly FlowColumn[] | undefined {
  const width = rows[0]?.length ?? 0;
  const last = rows.map(row => (row[width - 1] ?? '').trim()).filter(cell => cell !== '');
  const counted = last.length > 0 && last.every(cell => /^\d+$|^[sd]\[\d+\]=/.test(cell));
  return (counted ? unlabelled[width] : undefined) ?? headerless[width];
}

/** The separator that the line has most of. */
function delimiterOf(line: string): Delimiter {
  const counts = delimiters.map(delimiter => line.split(delimiter).length);
  if (Math.max(...counts) === 1 && /\S\s+\S/.test(line)) return ' ';
  return delimiters[counts.indexOf(Math.max(...counts))] as Delimiter;
}
