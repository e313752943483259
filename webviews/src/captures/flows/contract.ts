import type {
  TableChange,
  TableGroups,
  TableGroupsParams,
  TableMarks,
  TableNearest,
  TableNearestParams,
  TableOpened,
  TableRows,
  TableRowsParams,
  TableSpread,
  TableSpreadParams,
  TableTextParams,
  TableView,
} from '../../../../shared/protocol/flowTables';
import type { Pinned } from '../../base/jobContract';

/** Extension → page. */
export interface FlowsShown {
  /** File name of the capture. */
  capture: string;
  /** Another number where the capture was opened anew: its columns and rows may be others. */
  reading: number;
  /** Absent until the file's beginning was read. */
  opened?: TableOpened;
  /** Why there is no table. */
  failure?: string;
  /** What can be done about that, besides trying again. */
  remedies: readonly Remedy[];
  /** What captures are read from, where the file is none. */
  formats?: readonly string[];
  /** Colours of the columns, those of the text editor's grammar in the present theme, by column. */
  colours: Readonly<Record<string, string>>;
  /** Whether rows have the colour of their cluster as their ground. */
  tinted: boolean;
  /** Whether there is a column for what neighbours vote. */
  votes: boolean;
  /** Flows that were added since the capture's model was trained; absent where there is no such model. */
  newFlows?: number;
  /** Translations of the page's texts, by their English wording. */
  texts: Readonly<Record<string, string>>;
}

/** Extension → page, unasked. */
export type FlowsTold =
  | { kind: 'changed'; change: Exclude<TableChange, 'same'> }
  /** One-based record to be shown, and others that are marked with it. */
  | { kind: 'reveal'; record: number; also: readonly number[] }
  | { kind: 'nextOfHost'; direction: 'next' | 'previous' }
  /** A model, a clustering or a judgement came or went. */
  | { kind: 'marks' };

/** What can be done with a flow, by the commands of the text editor. */
export type FlowCommand = 'showSimilar' | 'showOnMap' | 'showClusterOfFlow' | 'addToInvestigation';

/** A file that is read as no format: say what its columns are, or which it is. */
export type Remedy = 'mapColumns' | 'chooseFormat';

type Asked<Params> = Omit<Params, 'table'>;

/** Page → extension. Each call is answered, with a value or with the reason it failed. */
export interface FlowsCalls {
  /** The page listens; answered by posting what is to be shown. */
  ready(nothing: null): void;
  retry(nothing: null): void;
  /** Trains on the capture as it is now. */
  train(nothing: null): void;
  correct(how: { by: Remedy }): void;
  rows(page: Asked<TableRowsParams>): TableRows;
  hover(cell: { record: number; column: string }): string | null;
  nearest(what: Asked<TableNearestParams>): TableNearest;
  spread(what: Asked<TableSpreadParams>): TableSpread;
  groups(what: Asked<TableGroupsParams>): TableGroups;
  marks(of: { records: readonly number[] }): TableMarks;
  /** The row of the keyboard, for commands. */
  active(row: { record: number }): void;
  run(what: { command: FlowCommand; record: number }): void;
  copy(what: { text: string }): void;
  text(of: Asked<TableTextParams>): readonly string[];
  /** Adds flows to an investigation, after asking for the verdict. */
  /** Labels rows by hand, after asking for the label. */
  labelRows(which: { records: readonly number[] }): void;
  pin(what: Pinned): void;
  /** Writes the rows of a view; answers with the file written and its rows, or null when the user chose none. */
  save(what: { view: TableView; as: 'csv' | 'parquet' }): { name: string; rows: number } | null;
  /** Writes the rows of a view to a capture of their own and opens it. */
  openRows(what: { view: TableView }): { name: string; rows: number } | null;
  openAsText(at: { record: number }): void;
}
