/** What a cell of each kind must look like; bytes `from` to `to` are the cell, and sixteen more can be read. */
import {
  ANY,
  DECIMAL,
  DECIMAL_NUMBER,
  EPOCH,
  MARK,
  NO_MANAGEMENT,
  PADDED,
  PORT,
  USUAL_TIME,
  WHOLE_NUMBER,
  WORD,
  WORDS,
} from './judgeControl';

const ZERO: u32 = 48;
const SPACE: u32 = 32;
const POINT: u32 = 46;
/** Digits of a count that a double holds exactly. */
const SAFE_DIGITS: usize = 15;

/** Whether a cell is of its column's kind; notes spaces around it, and ".0" behind it. */
@inline
export function fits(control: usize, column: usize, from: usize, to: usize): bool {
  const kind: u32 = load<u8>(column);
  if (kind !== ANY && !isOfKind(kind, control, column, from, to)) return false;
  if (load<u8>(from) === SPACE || load<u8>(to - 1) === SPACE) store<u8>(column, 1, PADDED);
  return true;
}

function isOfKind(kind: u32, control: usize, column: usize, from: usize, to: usize): bool {
  const mark: u32 = load<u32>(control, MARK);
  if (kind === WHOLE_NUMBER) return isWholeNumber(from, to, mark) || isAbsent(control, from, to);
  if (kind === PORT) return isPort(column, from, to, mark);
  if (kind === DECIMAL_NUMBER) return isDecimal(from, to, mark) || isAbsent(control, from, to);
  if (kind === USUAL_TIME) return isUsualTime(from, to);
  if (kind === NO_MANAGEMENT) return isNoManagement(from, to);
  return kind === EPOCH && isEpoch(from, to);
}

/** A bit for each of the sixteen bytes at `at` that is no digit. */
@inline
function others(at: usize): u32 {
  return i8x16.bitmask(i8x16.gt_u(i8x16.sub(v128.load(at), i8x16.splat(48)), i8x16.splat(9)));
}

@inline
function isCount(from: usize, to: usize): bool {
  const length = to - from;
  return length <= SAFE_DIGITS && (others(from) & ((1 << (length as u32)) - 1)) === 0;
}

/** A word that stands for no number. */
@inline
function isAbsent(control: usize, from: usize, to: usize): bool {
  const words: u32 = load<u32>(control, WORDS);
  const length = to - from;
  if (words === 0 || length > 4 || length < 2) return false;
  const cell: u32 = load<u32>(from) & (length === 4 ? 0xffffffff : (1 << ((length as u32) << 3)) - 1);
  for (let word: u32 = 0; word < words; word++)
    if (load<u32>(control + (word << 2), WORD) === cell) return true;
  return false;
}

/** A count, also as pandas writes it: `4.0`. */
@inline
function isWholeNumber(from: usize, to: usize, mark: u32): bool {
  if (isCount(from, to)) return true;
  return to - from > 2 && load<u8>(to - 2) === mark && load<u8>(to - 1) === ZERO && isCount(from, to - 2);
}

@inline
function isDecimal(from: usize, to: usize, mark: u32): bool {
  const length = to - from;
  if (length > SAFE_DIGITS) return false;
  const odd = others(from) & ((1 << (length as u32)) - 1);
  if (odd === 0) return true;
  const at = ctz(odd) as usize;
  return (odd & (odd - 1)) === 0 && at > 0 && at < length - 1 && load<u8>(from + at) === mark;
}

/** Any text; where it has the mark of a fraction, or a point, a count as pandas writes it. */
@inline
function isPort(column: usize, from: usize, to: usize, mark: u32): bool {
  const at = markIn(from, to, mark);
  if (at === to) return true;
  store<u8>(column, 1, DECIMAL);
  if (load<u8>(at) !== mark) return false;
  return at === to - 2 && load<u8>(at + 1) === ZERO && at > from && isCount(from, at);
}

/** Where the first mark or point is, else the end. */
@inline
function markIn(from: usize, to: usize, mark: u32): usize {
  for (let at = from; at < to; at += 16) {
    const bytes = v128.load(at);
    const found = i8x16.bitmask(
      v128.or(i8x16.eq(bytes, i8x16.splat(46)), i8x16.eq(bytes, i8x16.splat(mark as i8))),
    );
    if (found !== 0) return min(at + (ctz(found) as usize), to);
  }
  return to;
}

/** `1313488906.972101`. */
function isEpoch(from: usize, to: usize): bool {
  return to - from === 17 && load<u8>(from + 10) === POINT && isCount(from, from + 10) && isCount(from + 11, to);
}

/** Argus' reports on itself are of the protocol `man`. */
@inline
function isNoManagement(from: usize, to: usize): bool {
  while (from < to && load<u8>(from) === SPACE) from++;
  return !(from + 3 <= to && load<u8>(from) === 109 && load<u8>(from + 1) === 97 && load<u8>(from + 2) === 110);
}

/** `2011/08/16 10:01:46.972101`, or with dashes, of a day that exists; whether 29 February does is left to the line reader. */
@inline
function isUsualTime(from: usize, to: usize): bool {
  if (to - from !== 26) return false;
  // Of the first sixteen bytes, and of the last: what is no digit.
  if (others(from) !== 0b0010010010010000 || others(from + 10) !== 0b1001001001) return false;
  const separator: u32 = load<u8>(from + 4);
  if ((separator !== 47 && separator !== 45) || load<u8>(from + 7) !== separator) return false;
  if (load<u8>(from + 10) !== SPACE || load<u8>(from + 13) !== 58 || load<u8>(from + 16) !== 58) return false;
  if (load<u8>(from + 19) !== POINT || twoDigits(from) < 1) return false;
  const month = twoDigits(from + 5);
  const day = twoDigits(from + 8);
  if (month < 1 || month > 12 || day < 1 || day > daysOf(month)) return false;
  return twoDigits(from + 11) < 24 && twoDigits(from + 14) < 60 && twoDigits(from + 17) < 60;
}

@inline
function daysOf(month: u32): u32 {
  if (month === 2) return 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

@inline
function twoDigits(at: usize): u32 {
  return (load<u8>(at) - 48) * 10 + (load<u8>(at + 1) - 48);
}
