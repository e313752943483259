import * as l10n from '@vscode/l10n';
import type { FlowColumn } from '../../columns';
import type { Field, Flow, ParsedLine, Problem } from '../../flow';
import { absentTexts, plainNumber } from '../../cells';
import { parseFlowTime } from '../../time';
import { timeInForm } from '../../timeForms';
import { visibleText } from '../../../../../../shared/text/visibleText';
import { argusCells } from './aligned';
import { doubtsOf } from './doubts';
import { headerAgain, type ArgusLayout } from './layout';

const numeric = ['Dur', 'TotPkts', 'TotBytes', 'SrcBytes', 'SrcPkts', 'DstPkts', 'DstBytes'] as const;
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const headerLike = /starttime/i;
const leftOut = () => l10n.t('it is left out of the capture');

/**
 * One row of an Argus `ra` listing. A problem with severity `error` or the code `management-record` means that
 * the row is no flow; the store rejects the same rows. `line` is one-based. Never throws.
 */
export function parseFlowLine(text: string, line: number, layout: ArgusLayout): ParsedLine<ArgusLayout> {
  const from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const to = text.endsWith('\r') ? text.length - 1 : text.length;
  const row = text.slice(from, Math.max(from, to));
  if (row.trim() === '') return { fields: [], problems: [] };
  const fields = argusCells(row, layout, from);
  // What spreadsheets write below the last row.
  if (fields.every(field => field.text === '')) return { fields: [], problems: [] };
  for (const field of fields) makePlain(field, layout);
  const problems = undecodable(text, line);
  const say = (at: { start: number; end: number }, code: string, message: string): void => {
    const severity = code === 'management-record' ? 'information' : 'error';
    problems.push({ line, start: at.start, end: at.end, severity, code, message });
  };
  const again = headerLike.test(row) ? headerAgain(row, line) : undefined;
  if (again) {
    const same = again.columns.join('\n') === layout.columns.join('\n');
    const message = same
      ? l10n.t('The header once more: it is passed over.')
      : l10n.t('Another header: the rows below are read by its columns.');
    const [start, end] = [from, from + row.length];
    problems.push({ line, start, end, severity: 'information', code: 'second-header', message });
    // Its rows are written as those before.
    const { time, lax, comma } = layout;
    const before = { ...(time ? { time } : {}), ...(lax ? { lax } : {}), ...(comma ? { comma } : {}) };
    return { fields, problems, layout: { ...again, ...before } };
  }
  const want = layout.columns.length;
  if (isManagementRecord(fields, layout, row)) {
    const message = l10n.t(
      'Argus\' report on itself (a man record), no flow: {0}. Nothing to do; "ra … - not man" prints none.',
      leftOut(),
    );
    say({ start: from, end: from + row.length }, 'management-record', message);
    return { fields, problems };
  }
  if (fields.length !== want) {
    const extra = fields[want];
    const place = { start: extra?.start ?? from, end: from + row.length };
    const remedy = extra ? l10n.t('delete or quote what is too much') : l10n.t('add what is missing');
    say(
      place,
      'field-count',
      l10n.t(
        'The row has {0} fields where {1} belong: {2}; until then {3}.',
        fields.length,
        want,
        remedy,
        leftOut(),
      ),
    );
    return { fields, problems };
  }
  const at = columnIndex(layout);
  const field = (column: ArgusColumn): Field | undefined => fields[at[column] ?? -1];
  const time = layout.timed === 'order' ? undefined : field(layout.timed ?? 'StartTime');
  const told = layout.timed === 'order' ? line * 1e6 : timeOf(time?.text ?? '', layout);
  if (time && told === undefined) {
    const value = visibleText(time.text, 60);
    say(
      time,
      'start-time',
      l10n.t('{0} "{1}" is {2}; until then {3}.', time.column, value, noTime(time.text), leftOut()),
    );
  }
  for (const column of numeric) {
    const cell = field(column);
    if (!cell || cell.text === '' || number.test(cell.text)) continue;
    const value = visibleText(cell.text, 60);
    say(
      cell,
      'number',
      l10n.t(
        '{0} "{1}" is not a number: correct it or leave it empty; until then {2}.',
        column,
        value,
        leftOut(),
      ),
    );
  }
  if (told === undefined || problems.some(p => p.severity === 'error')) return { fields, problems };
  const cellText = (column: ArgusColumn): string => field(column)?.text ?? '';
  const amount = (column: ArgusColumn): number | undefined => {
    const cell = cellText(column);
    return cell === '' ? undefined : Number(cell);
  };
  const both = (source: ArgusColumn, destination: ArgusColumn) => {
    if (!field(source) || !field(destination)) return undefined;
    const [sent, received] = [amount(source), amount(destination)];
    return sent === undefined && received === undefined ? undefined : (sent ?? 0) + (received ?? 0);
  };
  const duration = amount('Dur');
  const flow: Flow = {
    line,
    startTime: layout.timed === 'LastTime' ? Math.round(told - (duration ?? 0) * 1e6) : told,
    duration,
    proto: cellText('Proto'),
    srcAddr: cellText('SrcAddr'),
    sport: cellText('Sport'),
    dir: cellText('Dir'),
    dstAddr: cellText('DstAddr'),
    dport: cellText('Dport'),
    state: cellText('State'),
    sTos: cellText('sTos'),
    dTos: cellText('dTos'),
    packets: field('TotPkts') ? amount('TotPkts') : both('SrcPkts', 'DstPkts'),
    bytes: field('TotBytes') ? amount('TotBytes') : both('SrcBytes', 'DstBytes'),
    srcBytes: amount('SrcBytes'),
    srcPackets: amount('SrcPkts'),
    label: cellText('Label'),
  };
  const udata = { srcUdata: field('srcUdata'), dstUdata: field('dstUdata') };
  if (udata.srcUdata || udata.dstUdata)
    flow.further = { srcUdata: udata.srcUdata?.text ?? '', dstUdata: udata.dstUdata?.text ?? '' };
  doubtsOf(flow, field, problems);
  return { flow, fields, problems };
}

/** What is wrong with a time, and how `ra` writes one that can be read. */
function noTime(text: string): string {
  if (/^\d{1,2}[/.]\d{1,2}[/.]\d{2,4} /.test(text))
    return l10n.t(
      'no time that is sure, for day and month could each come first: write it like 2011/08/16 10:01:46',
    );
  const like = l10n.t('no time like 2011/08/16 10:01:46.972101 or 1313488906.972101');
  return /\d:\d\d/.test(text)
    ? l10n.t(
        '{0}: print the capture anew with "ra -u", or with RA_TIME_FORMAT="%Y/%m/%d %T.%f" in .rarc',
        like,
      )
    : l10n.t('{0}: correct it', like);
}

/** Columns of whole numbers that are kept as text. */
const isWhole = (column: string) => /^(?:[sd]port|[sd]tos)$/i.test(column);
const numericColumns: ReadonlySet<string> = new Set(numeric);
const absent: ReadonlySet<string> = new Set(absentTexts);
const days = /^(\d+) days?,? (\d+):(\d\d):(\d\d(?:\.\d+)?)$/;

/**
 * What libraries and spreadsheets write for nothing, and what they make of numbers: a column of whole ones with gaps has
 * port `443.0`, or `443,0` where commas do not separate cells; a span is `0 days 00:00:01.5`.
 */
function makePlain(field: Field, { delimiter, lax }: ArgusLayout): void {
  const { text, column } = field;
  const whole = isWhole(column);
  const counted = numericColumns.has(column);
  if ((lax || counted) && text.length > 1 && text.length < 5 && absent.has(text)) field.text = '';
  if (!whole && !counted) return;
  const plain = whole && !lax ? text : plainNumber(text, delimiter);
  if (whole) field.text = /^\d+\.0+$/.test(plain) ? plain.slice(0, plain.indexOf('.')) : field.text;
  else if (plain !== text) field.text = plain;
  else if (column === 'Dur' && text.includes('day')) {
    const [, day, hour, minute, second] = days.exec(text)?.map(Number) ?? [];
    if (day !== undefined)
      field.text = String(((day * 24 + Number(hour)) * 60 + Number(minute)) * 60 + Number(second));
  }
}

function timeOf(text: string, { time }: ArgusLayout): number | undefined {
  return (time && timeInForm(text, time)) ?? parseFlowTime(text);
}

type ArgusColumn = FlowColumn | 'LastTime' | 'DstPkts' | 'DstBytes';
type ColumnIndex = Partial<Record<ArgusColumn, number>>;
const indexes = new WeakMap<ArgusLayout, ColumnIndex>();

function columnIndex(layout: ArgusLayout): ColumnIndex {
  const kept = indexes.get(layout);
  if (kept) return kept;
  const index = Object.fromEntries(layout.columns.map((column, i) => [column, i])) as ColumnIndex;
  indexes.set(layout, index);
  return index;
}

/** Whether the row is one of the records in which Argus reports on itself. */
function isManagementRecord(fields: readonly Field[], layout: ArgusLayout, row: string): boolean {
  const at = columnIndex(layout).Proto;
  // It leaves cells blank, so that padded columns do not show whose the others are; its addresses are 0.
  if (layout.delimiter === ' ' && /\sman(?:\s+0|\s*$)/.test(row)) return true;
  if (fields.length !== layout.columns.length) return false;
  return at !== undefined && fields[at]?.text === 'man';
}

function undecodable(text: string, line: number): Problem[] {
  if (!text.includes('\uFFFD') && !text.includes('\0')) return [];
  const message = l10n.t(
    'Bytes that are not UTF-8 text: open the file in its own encoding, or write the capture anew.',
  );

  return [...text.matchAll(/[\uFFFD\0]+/g)].map(match => ({
    line,
    start: match.index,
    end: match.index + match[0].length,
    severity: 'warning',
    code: 'undecodable',
    message,
  }));
}
