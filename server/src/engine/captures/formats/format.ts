import type { DuckDBConnection } from '@duckdb/node-api';
import type { ParsedLine } from '../flow';
import type { CaptureSource, Head } from '../source';
import type { Mapping, Unit } from '../mapping';

/**
 * A format of captures is one value of this type, and `formats.ts` is the only file that imports it. How to add one is
 * told in CONTRIBUTING.md.
 */
export interface Format<L extends Layout = Layout> {
  /** Stable and short: what `--format` takes and the JSON contract names. */
  readonly name: string;
  /** For people, with the command that writes it: `Argus flow listing (ra -c ,)`. */
  readonly title: string;
  /**
   * Judges a file by its beginning, by content rather than by name. Undefined: not of this format. `almost`: it looks
   * like it but cannot be read, and why, as a clause; said when no other format recognises the file. A `mapping` says
   * what the columns are, for formats that have none of their own; throws where it names what the file has not.
   */
  recognise(head: Head, mapping?: Mapping): { layout: L } | { almost: string } | undefined;
  /** Absent where a record is not written as text. */
  readonly lines?: LineReading<L>;
  /**
   * A quicker way into the store than line by line, if the file allows it: undefined when it does not, and then
   * `lines` reads it. Both must give the same flows. A format without `lines` brings its only way here.
   */
  load?(loading: Loading<L>): Promise<Loaded | undefined>;
  /**
   * Reads the named columns alone, of a file that is not to be stored now, where each of its rows allows it; undefined
   * where one does not, and then `load` has to. The same flows, with every wanted column; an empty text for no value.
   */
  glance?(glancing: Glancing<L>): Promise<Loaded | undefined>;
  /** Of files of columns: opens their rows, so that what they become can be shown. */
  readonly columns?: OpenColumns;
  readonly words: Words;
}

/** How the rows of one file are laid out. Plain data, kept with the capture; a format adds what it needs. */
export interface Layout {
  /** In file order, by canonical name where there is one, else by the file's own. */
  columns: readonly string[];
  /** One-based line of the first row. */
  firstRow: number;
  /** What has to be said of files with such a layout, one sentence each. */
  notes?: readonly string[];
}

export interface LineReading<L extends Layout> {
  /** Lines that may change the layout in the middle of a file match this; `read` decides. Without flag g. */
  readonly header?: RegExp;
  /** Reads one line (without its ending) under a layout. `line` is one-based. Never throws. */
  read(text: string, line: number, layout: L): ParsedLine<L>;
}

export interface Loading<L extends Layout> {
  connection: DuckDBConnection;
  source: CaptureSource;
  layout: L;
  /**
   * The table to make: columns of `columns.ts` by their SQL names and types, those that the file has; BOOLEAN
   * `is_flow` where some rows are none; UINTEGER `record` where the rows are not numbered one after the other.
   */
  table: string;
  signal?: AbortSignal | undefined;
}

export interface Opening {
  connection: DuckDBConnection;
  source: CaptureSource;
  /** A name for tables that are needed meanwhile. */
  table: string;
  signal?: AbortSignal | undefined;
}

/** Rows of a file that DuckDB reads. */
export interface ColumnarRows {
  /** What stands behind FROM: the file's columns, and `file_row_number` from 0. */
  from: string;
  /** DuckDB's types of the file's columns, in its order. */
  types: ReadonlyMap<string, string>;
  /** The unit of a column of spans, where the file says it beside the numbers. */
  spanUnit?(column: string): Promise<Unit | undefined>;
  /** Lets go of the file. */
  dispose(): Promise<void>;
}

/** Opens the first rows of a file, or all, of all columns, or of some. Rejects, naming the file, where it is damaged. */
export type OpenColumns = (
  opening: Opening,
  some?: { rows?: number; columns?: ReadonlySet<string> },
) => Promise<ColumnarRows>;

export interface Glancing<L extends Layout> extends Loading<L> {
  /** Canonical names. */
  columns: readonly string[];
}

export interface Loaded {
  /**
   * Number of the table's first row, for a table without `record`. A record's number is the line on which it begins
   * where a format has lines, else its place in the file, from 1.
   */
  firstRecord: number;
  /** Further tables of flows, with `record`: what their names have after that of the table. */
  also?: readonly string[];
  /** Rows that are no flows: how many, and the first of them with their reasons. */
  rejected: number;
  problems: readonly { line: number; message: string }[];
  /** What else has to be said of the file as a whole, one sentence each. */
  notes: readonly string[];
}

/** What hovers say of a format's values. Texts of the file must not be repeated unescaped. */
export interface Words {
  /** Who made the records, as in `Argus gives no state`. */
  readonly tool: string;
  /** What a state means, as a clause; undefined when the tool has no such state. */
  state(proto: string, state: string): string | undefined;
  /** What a direction means, as a clause. */
  direction?(text: string): string | undefined;
  /** Columns that only this format has, by name: a name for people and what a value means. */
  readonly columns?: Readonly<Record<string, readonly [name: string, explain: (text: string) => string]>>;
}
