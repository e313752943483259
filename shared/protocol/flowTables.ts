import type { CaptureRef } from './captures';
import type { FlowGroup, GroupBy } from './overview';

/** A table of flows that an editor shows; its name is made by the client. */
export interface TableRef {
  table: string;
}

export interface OpenTableParams extends CaptureRef, TableRef {
  /** Rows of the first page that are told at once; none unless given. */
  rows?: number;
}

export interface TableColumn {
  /** Canonical where there is such a column, else the file's own. */
  name: string;
  kind: 'text' | 'number' | 'time';
  /** Whether rows can be filtered and ordered by it. */
  stored: boolean;
}

export interface TableOpened {
  columns: readonly TableColumn[];
  /** The format's title. */
  format: string;
  /** Whether a row's number is its line in the file. */
  lines: boolean;
  /** The first page, where it was asked for. */
  first?: TableRows | undefined;
}

/** Which rows in which order; without either, as in the file. */
export interface TableView {
  /** A filter as text. */
  where?: string;
  order?: { column: string; descending: boolean };
}

export interface TableRowsParams extends TableRef {
  view: TableView;
  /** Zero-based place in the view. */
  from: number;
  count: number;
  /** Where to go, in the place of `from`: pages begin at multiples of `count`, and the one with that place is told. */
  to?: PlaceAsked;
}

export interface TableRowShown {
  /** One-based line in the file, or place where the format has no lines. */
  record: number;
  /** A text for each column; empty where the row has none. */
  cells: readonly string[];
  /** Class of the flow's label; absent for a row that is no flow. */
  class?: string;
  /** A row that is no flow as it stands in the file. */
  text?: string;
  /** Why a row is no flow where it was meant to be one, or what is odd about a flow. */
  problem?: string;
}

export interface TableRows {
  rows: readonly TableRowShown[];
  /** Zero-based place of the first of them. */
  from: number;
  /** Zero-based place of what was asked for; null when there is none. */
  place?: number | null;
  /** Rows of the view, and of the whole capture. */
  count: number;
  total: number;
  /** False while the file is still being read. */
  exact: boolean;
  /** Whether filters and orders are answered at once, the capture being in the store. */
  ready: boolean;
}

export interface TableCellParams extends TableRef {
  record: number;
  column: string;
}

/** A place in the rows: a line or record, or where it is filtered away the one after it; a time; a share of the rows. */
export type PlaceAsked = { record: number } | { time: string } | { share: number };

/** The part of a search that is done at one time: what was looked at is told at once, and who wants no more does not ask on. */
export interface SearchPiece {
  /** Record from which to look, `next` of the piece before; where the search begins unless given. */
  from?: number | undefined;
  /** Records that are looked at. */
  count: number;
}

export interface TableNearestParams extends TableRef {
  view: TableView;
  /** A filter as text. */
  where: string;
  /** Zero-based place from which to look. */
  place: number;
  direction: 'next' | 'previous';
  piece: SearchPiece;
}

export interface TableNearest {
  /** Zero-based place of the nearest that the piece found; null when it found none. */
  place: number | null;
  /** Record from which the next piece looks; nothing when there is none nearer. */
  next?: number | undefined;
}

export interface TableSpreadParams extends TableRef {
  view: TableView;
  where: string;
  parts: number;
  piece: SearchPiece & {
    /** Record before which the search ends; at the last unless given. */
    beyond?: number | undefined;
  };
}

export interface TableSpread {
  /** Hits of the piece in each of so many equal stretches of the view. */
  counts: readonly number[];
  /** Record from which the next piece looks; nothing when all were looked at. */
  next?: number | undefined;
}

export interface TableGroupsParams extends TableRef {
  where?: string;
  by: GroupBy;
  /** Groups that are told at most. */
  count: number;
}

export interface TableGroups {
  groups: readonly FlowGroup[];
  /** How many there are. */
  inAll: number;
}

export interface TableExportParams extends TableRef {
  where?: string;
  /** A `file:` URI. */
  out: string;
  as: 'csv' | 'parquet';
}

export interface TableTextParams extends TableRef {
  /** Ten thousand at most. */
  records: readonly number[];
  /** Whether names stand for addresses, whatever the settings say. */
  pseudonyms: boolean;
}

export interface TableMarksParams extends TableRef {
  records: readonly number[];
  /** Name of a clustering; the one that was used last unless given. */
  clustering?: string;
}

/** Each list has an entry for each record, null where there is nothing to mark. */
export interface TableMarks {
  /** Number of each flow's cluster; nothing where the flows were not clustered. */
  clusters?: readonly (number | null)[];
  /** What neighbours vote; nothing where there is no model, or the settings ask for no votes. */
  votes?: readonly (TableVote | null)[];
  /** Whether votes are missing that will be known soon. */
  votesComing?: boolean;
  /** What is said of flows that belong to an incident; nothing where none does. */
  incidents?: readonly (string | null)[];
}

/** A vote in few words, as `botnet 92 %`, and in a sentence. */
export interface TableVote {
  text: string;
  said: string;
}

/** What became of the file: `grown` keeps its rows, `rewritten` has others, `gone` is no more. */
export type TableChange = 'same' | 'grown' | 'rewritten' | 'gone';
