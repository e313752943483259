/**
 * The control block of the judge of rows. The one list of these offsets (bytes) and numbers: kernel and server take them
 * from here, so it is plain TypeScript too.
 */

/** u32: the byte between cells, and cells of a row. */
export const DELIMITER: usize = 0;
export const WIDTH: usize = 4;
/** u32: rows that the last call found regular. */
export const ROWS: usize = 8;
/** u32: the byte before a fraction. */
export const MARK: usize = 12;
/** u32: how many words stand for no number (`nan`), and each of them: its bytes, four at most, zeros behind them. */
export const WORDS: usize = 16;
export const WORD: usize = 20;
export const MOST_WORDS: usize = 16;
/**
 * For each column four bytes: what its cells must be, whether one was padded with spaces, whether one ended with a
 * fraction of 0, and none.
 */
export const COLUMNS: usize = 96;
export const COLUMN_BYTES: usize = 4;
export const PADDED: usize = 1;
export const DECIMAL: usize = 2;

/** What a cell must be, besides printable ASCII without quotes. */
export const ANY: u32 = 0;
export const NO_MANAGEMENT: u32 = 1;
export const PORT: u32 = 2;
export const USUAL_TIME: u32 = 3;
export const EPOCH: u32 = 4;
export const WHOLE_NUMBER: u32 = 5;
export const DECIMAL_NUMBER: u32 = 6;
