/** Judges rows of a table by their bytes, sixteen at a time: whether each is in its plainest form. */
import { fits } from './parts/cells';
import { COLUMNS, COLUMN_BYTES, DELIMITER, ROWS, WIDTH } from './parts/judgeControl';

const NEWLINE: u32 = 10;
const CARRIAGE_RETURN: u32 = 13;

/**
 * Where the first line begins that is not a regular row, or that has no newline before `end`: a line begins at `from`, and
 * all up to there are regular rows; how many stands in the control block. A line ends with a newline, behind a carriage
 * return where `paired` is 1. A byte before `from`, and thirty-two behind `end`, can be read.
 */
export function regularRows(control: usize, from: usize, end: usize, paired: u32): usize {
  const delimiter: u32 = load<u32>(control, DELIMITER);
  const first = control + COLUMNS;
  const last = first + (load<u32>(control, WIDTH) - 1) * COLUMN_BYTES;
  const delimiters = i8x16.splat(delimiter as i8);
  let rows: u32 = 0;
  let row = from;
  let cell = from;
  let column = first;
  for (let at = from; at < end; at += 16) {
    const bytes = v128.load(at);
    // Controls, and what is not ASCII: less than a space where bytes have a sign.
    const odd = v128.or(
      v128.or(i8x16.lt_s(bytes, i8x16.splat(32)), i8x16.eq(bytes, i8x16.splat(127))),
      v128.or(i8x16.eq(bytes, i8x16.splat(34)), i8x16.eq(bytes, delimiters)),
    );
    for (let found: u32 = i8x16.bitmask(odd); found !== 0; found &= found - 1) {
      const place = at + (ctz(found) as usize);
      if (place >= end) break;
      const byte: u32 = load<u8>(place);
      if (byte === delimiter) {
        if (column === last || !fits(control, column, cell, place)) return stop(control, row, rows);
        column += COLUMN_BYTES;
        cell = place + 1;
      } else if (byte === NEWLINE) {
        const to = place - paired;
        if (column !== last || (paired === 1 && (to < cell || load<u8>(to) !== CARRIAGE_RETURN)))
          return stop(control, row, rows);
        if (!fits(control, column, cell, to)) return stop(control, row, rows);
        rows++;
        row = cell = place + 1;
        column = first;
      } else if (byte !== CARRIAGE_RETURN || paired === 0 || load<u8>(place + 1) !== NEWLINE)
        return stop(control, row, rows);
    }
  }
  return stop(control, row, rows);
}

@inline
function stop(control: usize, row: usize, rows: u32): usize {
  store<u32>(control, rows, ROWS);
  return row;
}
