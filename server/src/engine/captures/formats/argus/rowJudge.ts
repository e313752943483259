import { absentTexts } from '../../cells';
import { columnNamed } from '../../columns';
import type { Judge } from '../../siftRows';
import type { ArgusLayout } from './layout';

const [zero, nine] = [48, 57];
const [quote, space, comma, point, slash, dash, colon] = [34, 32, 44, 46, 47, 45, 58];
/** Digits of a count that a double holds exactly. */
const safeDigits = 15;

type CellJudge = (bytes: Uint8Array, from: number, to: number) => boolean;

/**
 * Judges whether a row is as `ra` prints it: so many cells, printable ASCII without quotes, times and numbers in their
 * plainest form. What DuckDB makes of such a row is what the line reader makes of it, once the columns that are `padded`
 * with spaces are trimmed, and those that are `decimal` rid of their ".0"; all else is left to that.
 */
export function rowJudge(layout: ArgusLayout): { judge: Judge; padded: Uint8Array; decimal: Uint8Array } {
  const delimiter = layout.delimiter.charCodeAt(0);
  const decimal = new Uint8Array(layout.columns.length);
  const cells = layout.columns.map((name, i) => cellJudge(name, i, decimal, layout.epoch === true));
  const width = cells.length;
  const padded = new Uint8Array(width);
  const judge: Judge = (bytes, from, to) => {
    let column = 0;
    let start = from;
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number;
      if (byte === delimiter) {
        if (column === width) return false;
        const fits = cells[column];
        if (fits && !fits(bytes, start, at)) return false;
        if (bytes[start] === space || bytes[at - 1] === space) padded[column] = 1;
        column++;
        start = at + 1;
      } else if (byte < space || byte > 126 || byte === quote) return false;
    }
    if (column !== width - 1) return false;
    const fits = cells[column];
    if (fits && !fits(bytes, start, to)) return false;
    if (bytes[start] === space || bytes[to - 1] === space) padded[column] = 1;
    return true;
  };
  return { judge, padded, decimal };
}

/** Undefined where any text will do. */
function cellJudge(name: string, column: number, decimal: Uint8Array, epoch: boolean): CellJudge | undefined {
  if (name === 'Proto')
    return (bytes, from, to) => isNoManagement(bytes, from, to) && isGiven(bytes, from, to);
  if (/^(?:[sd]port|[sd]tos)$/i.test(name))
    return (bytes, from, to) => {
      const at = pointIn(bytes, from, to);
      if (at < 0) return isGiven(bytes, from, to);
      decimal[column] = 1;
      return (
        at === to - 2 &&
        bytes[at] === point &&
        bytes[at + 1] === zero &&
        at > from &&
        isCount(bytes, from, at)
      );
    };
  switch (columnNamed(name)?.type) {
    case 'TIMESTAMP':
      return epoch ? isEpoch : isUsualTime;
    case 'BIGINT':
      return isWholeNumber;
    case 'DOUBLE':
      return isDecimal;
    default:
      return columnNamed(name) ? isGiven : isCountOrRest(name);
  }
}

const isDigit = (byte: number) => byte >= zero && byte <= nine;

const isCount: CellJudge = (bytes, from, to) => {
  if (to - from > safeDigits) return false;
  for (let at = from; at < to; at++) if (!isDigit(bytes[at] as number)) return false;
  return true;
};

/** A count, also as pandas writes it: `4.0`. */
const isWholeNumber: CellJudge = (bytes, from, to) =>
  to - from > 2 && bytes[to - 2] === point && bytes[to - 1] === zero
    ? isCount(bytes, from, to - 2)
    : isCount(bytes, from, to);

const isDecimal: CellJudge = (bytes, from, to) => {
  if (to - from > safeDigits) return false;
  let points = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte === point && at > from && at < to - 1) points++;
    else if (!isDigit(byte)) return false;
  }
  return points < 2;
};

/** `1313488906.972101`. */
const isEpoch: CellJudge = (bytes, from, to) =>
  to - from === 17 &&
  bytes[from + 10] === point &&
  isCount(bytes, from, from + 10) &&
  isCount(bytes, from + 11, to);

function pointIn(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) if (bytes[at] === point || bytes[at] === comma) return at;
  return -1;
}

/** Argus' reports on itself are of the protocol `man`. */
const isNoManagement: CellJudge = (bytes, from, to) => {
  while (from < to && bytes[from] === space) from++;
  return !(bytes[from] === 109 && bytes[from + 1] === 97 && bytes[from + 2] === 110 && from + 3 <= to);
};

const timeBytes = 26;
const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `2011/08/16 10:01:46.972101`, or with dashes, of a day that exists. */
const isUsualTime: CellJudge = (bytes, from, to) => {
  if (to - from !== timeBytes) return false;
  const separator = bytes[from + 4];
  if ((separator !== slash && separator !== dash) || bytes[from + 7] !== separator) return false;
  if (bytes[from + 10] !== space || bytes[from + 13] !== colon || bytes[from + 16] !== colon) return false;
  if (bytes[from + 19] !== point) return false;
  for (let at = from + 20; at < to; at++) if (!isDigit(bytes[at] as number)) return false;
  const century = twoDigits(bytes, from);
  const [month, day] = [twoDigits(bytes, from + 5), twoDigits(bytes, from + 8)];
  if (!(century >= 1) || !(twoDigits(bytes, from + 2) >= 0) || !(month >= 1 && month <= 12)) return false;
  // Whether 29 February exists is left to the line reader.
  if (!(day >= 1 && day <= (days[month - 1] as number))) return false;
  return (
    twoDigits(bytes, from + 11) < 24 && twoDigits(bytes, from + 14) < 60 && twoDigits(bytes, from + 17) < 60
  );
};

/** Not a number where one of both is no digit. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const [ten, one] = [bytes[at] as number, bytes[at + 1] as number];
  return isDigit(ten) && isDigit(one) ? (ten - zero) * 10 + one - zero : NaN;
}

const absent: ReadonlySet<string> = new Set(absentTexts);

/** No `nan`, `None`, `<NA>` or the like, which stand for nothing. */
const isGiven: CellJudge = (bytes, from, to) => {
  while (from < to && bytes[from] === space) from++;
  while (to > from && bytes[to - 1] === space) to--;
  const first = bytes[from] as number;
  if (to - from < 2 || to - from > 4 || ((first | 32) !== 110 && first !== 60)) return true;
  return !absent.has(String.fromCharCode(...bytes.subarray(from, to)));
};

/** What is counted one way only is no column of its own, but has to be a number all the same. */
const isCountOrRest = (name: string) => (/^Dst(?:Pkts|Bytes)$/.test(name) ? isWholeNumber : undefined);
