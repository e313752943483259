import * as l10n from '@vscode/l10n';
import { parseFlowTime } from './time';

/** How a column writes times, where its values show it and `parseFlowTime` alone does not read them. */
export const timeForms = [
  'clock',
  'day-first',
  'month-first',
  'milliseconds',
  'microseconds',
  'nanoseconds',
  'serial',
] as const;
export type TimeForm = (typeof timeForms)[number];

/** Epochs of these years, so that their unit shows in their size. */
const [earliest, latest] = [Date.UTC(1985, 0, 1) / 1000, Date.UTC(2100, 0, 1) / 1000];

const perSecond = { seconds: 1, milliseconds: 1e3, microseconds: 1e6, nanoseconds: 1e9 } as const;
type EpochUnit = keyof typeof perSecond;

/** The unit of an epoch by its size; undefined where it may be none. */
export function epochUnit(value: number): EpochUnit | undefined {
  for (const unit of Object.keys(perSecond) as EpochUnit[])
    if (value >= earliest * perSecond[unit] && value < latest * perSecond[unit]) return unit;
  return undefined;
}

/** Days since 30 December 1899, as spreadsheets keep times. */
const serial = /^\d{5}(?:[.,]\d{1,15})?$/;
const serialEpoch = 25_569;

/** A spreadsheet's number of a time in microseconds since 1970, to the millisecond, as spreadsheets keep them; undefined for what is none. */
export function serialTime(text: string): number | undefined {
  if (!serial.test(text)) return undefined;
  const seconds = (Number(text.replace(',', '.')) - serialEpoch) * 86_400;
  return seconds >= earliest && seconds < latest ? Math.round(seconds * 1e3) * 1e3 : undefined;
}

/** What a spreadsheet shows of a time with a fraction, and writes: minutes and seconds, the day and the hour are lost. */
const cut = /^\d{1,2}:\d\d[.,]\d$/;
export const areCutTimes = (values: readonly string[]) =>
  2 * values.filter(value => cut.test(value)).length > values.length;

const clock = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?$/;
const dated =
  /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})[ T](\d{1,2}):(\d\d)(?::(\d\d(?:[.,]\d{1,9})?))?(?: ?([AP])\.?M\.?)?$/i;
const number = /^\d+(?:\.\d*)?(?:e\+?\d+)?$/i;
/** Digits without which an epoch would fall together with others near it. */
const epochDigits = 10;

/**
 * The form of a column by some of its values, most of which must have it. Days and months are told apart by points, which
 * are written behind days, or by a number above 12; undefined where neither shows.
 */
export function timeFormOf(values: readonly string[]): TimeForm | undefined {
  const counts = new Map<TimeForm, number>();
  const count = (form: TimeForm) => counts.set(form, (counts.get(form) ?? 0) + 1);
  let unsure = 0;
  for (const value of values) {
    const parts = dated.exec(value);
    if (clock.test(value)) count('clock');
    else if (parts) {
      if (parts[2] === '.' || Number(parts[1]) > 12) count('day-first');
      else if (Number(parts[3]) > 12) count('month-first');
      else unsure++;
    } else if (serialTime(value) !== undefined) count('serial');
    else if (number.test(value)) {
      const unit = epochUnit(Number(value));
      if (unit !== undefined && unit !== 'seconds') count(unit);
    }
  }
  const dates = (counts.get('day-first') ?? 0) + (counts.get('month-first') ?? 0);
  const [form, seen] = [...counts].reduce<[TimeForm | undefined, number]>(
    (best, each) => (each[1] > best[1] ? each : best),
    [undefined, 0],
  );
  if (form === 'day-first' || form === 'month-first')
    return seen === dates && 2 * (dates + unsure) > values.length ? form : undefined;
  return 2 * seen > values.length ? form : undefined;
}

/** Microseconds since 1970 of a time in a form; undefined for what is none, or is written otherwise. */
export function timeInForm(text: string, form: TimeForm): number | undefined {
  switch (form) {
    case 'clock':
      return clock.test(text) ? parseFlowTime(`1970/01/01 ${text}`) : undefined;
    case 'day-first':
    case 'month-first':
      return dateTime(text, form);
    case 'serial':
      return serialTime(text);
    default: {
      if (!number.test(text) || (/e/i.test(text) && text.replace(/e.*|\D/gi, '').length < epochDigits))
        return undefined;
      if (form === 'microseconds' && /^\d+$/.test(text)) return Number(text);
      // Of nanoseconds a double holds no more than some hundreds: the digits of microseconds are cut out of the text.
      if (form === 'nanoseconds' && /^\d{16,}$/.test(text)) return Number(text.slice(0, -3));
      return Math.round((Number(text) * 1e6) / perSecond[form]);
    }
  }
}

function dateTime(text: string, form: 'day-first' | 'month-first'): number | undefined {
  const parts = dated.exec(text);
  if (!parts) return undefined;
  const [, first = '', , second = '', year = '', hour = '', minute = '', seconds = '0', half] = parts;
  const [day, month] = form === 'day-first' ? [first, second] : [second, first];
  if (half !== undefined && (Number(hour) > 12 || Number(hour) < 1)) return undefined;
  const hours = half ? (Number(hour) % 12) + (half.toUpperCase() === 'P' ? 12 : 0) : Number(hour);
  const two = (value: string | number) => String(value).padStart(2, '0');
  const [whole = '', fraction] = seconds.split(/[.,]/);
  const full = year.length === 2 ? `20${year}` : year;
  return parseFlowTime(
    `${full}/${two(month)}/${two(day)} ${two(hours)}:${minute}:${two(whole)}${fraction ? `.${fraction}` : ''}`,
  );
}

/** What has to be said of a file without times, as a sentence. */
export const noTimesNote = () =>
  l10n.t('The file tells no times: its flows are taken to begin a second apart, in the order of the file.');

/** What has to be said of a file whose times a spreadsheet cut, as a sentence. */
export const cutTimesNote = () =>
  l10n.t(
    'A spreadsheet cut the times to minutes and seconds (01:46.9): flows are taken to begin a second apart, in the order of the file. Open the first file again, give the column the format yyyy-mm-dd hh:mm:ss.000, and save it anew.',
  );

/** What has to be said of a file whose times are read in a form that it does not name, as a sentence. */
export function timeFormNote(form: TimeForm): string {
  switch (form) {
    case 'clock':
      return l10n.t(
        'The times name no day, as "ra" prints them by default: they are taken to be of 1 January 1970. "ra -u" prints days, too.',
      );
    case 'day-first':
      return l10n.t('Times are read with the day before the month, as some of them show.');
    case 'month-first':
      return l10n.t('Times are read with the month before the day, as some of them show.');
    case 'milliseconds':
      return l10n.t('Times are read as milliseconds since 1970, by their size.');
    case 'microseconds':
      return l10n.t('Times are read as microseconds since 1970, by their size.');
    case 'nanoseconds':
      return l10n.t('Times are read as nanoseconds since 1970, by their size.');
    case 'serial':
      return l10n.t(
        "Times are read as a spreadsheet's days since 1900, by their size; they are no finer than it wrote them.",
      );
  }
}

/** Times that count from the beginning of a trace, not from 1970 (`ts` from 0). */
export const relativeTimes = {
  before: 1e8,
  note: () =>
    l10n.t(
      'Its times count from the beginning of the capture: they are shown as if that were 1 January 1970.',
    ),
};
