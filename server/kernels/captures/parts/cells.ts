/** What a cell of each kind must look like; bytes `from` to `to` are the cell, and sixteen more can be read. */
import { ANY, DECIMAL, DECIMAL_NUMBER, EPOCH, NO_MANAGEMENT, PADDED, PORT, USUAL_TIME, WHOLE_NUMBER } from './judgeControl';

const ZERO: u32 = 48;
const SPACE: u32 = 32;
const POINT: u32 = 46;
/** Digits of a count that a double holds exactly. */
const SAFE_DIGITS: usize = 15;

/** Whether a cell is of its column's kind; notes spaces around it, and ".0" behind it. */
@inline
export function fits(column: usize, from: usize, to: usize): bool {
  const kind: u32 = load<u8>(column);
  if (kind !== ANY && !isOfKind(kind, column, from, to)) return false;
  if (load<u8>(from) === SPACE || load<u8>(to - 1) === SPACE) store<u8>(column, 1, PADDED);
  return true;
}

function isOfKind(kind: u32, column: usize, from: usize, to: usize): bool {
  if (kind === WHOLE_NUMBER) return isWholeNumber(from, to);
  if (kind === PORT) return isPort(column, from, to);
  if (kind === DECIMAL_NUMBER) return isDecimal(from, to);
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

/** A count, also as pandas writes it: `4.0`. */
@inline
function isWholeNumber(from: usize, to: usize): bool {
  if (isCount(from, to)) return true;
  return to - from > 2 && load<u8>(to - 2) === POINT && load<u8>(to - 1) === ZERO && isCount(from, to - 2);
}

@inline
function isDecimal(from: usize, to: usize): bool {
  const length = to - from;
  if (length > SAFE_DIGITS) return false;
  const odd = others(from) & ((1 << (length as u32)) - 1);
  if (odd === 0) return true;
  const at = ctz(odd) as usize;
  return (odd & (odd - 1)) === 0 && at > 0 && at < length - 1 && load<u8>(from + at) === POINT;
}

/** Any text; where it has a point, a count as pandas writes it. */
@inline
function isPort(column: usize, from: usize, to: usize): bool {
  const at = pointIn(from, to);
  if (at === to) return true;
  store<u8>(column, 1, DECIMAL);
  return at === to - 2 && load<u8>(at + 1) === ZERO && at > from && isCount(from, at);
}

@inline
function pointIn(from: usize, to: usize): usize {
  for (let at = from; at < to; at += 16) {
    const points = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(46)));
    if (points !== 0) return min(at + (ctz(points) as usize), to);
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
