/** The code of an error that says: there is no model to answer from; train one. Its words are in the user's language. */
export const noModelCode = 1;

/** The code of an error that says: the file is read as no format of captures. Its data is `NoFormatData`. */
export const noFormatCode = 2;

export interface NoFormatData {
  uri: string;
  /** Whether it may be a table, whose columns can be said. */
  isTable: boolean;
  /** Why it is none, as a clause, and the one-based line that says so. */
  why: string;
  line: number;
  /** What captures are read from, for people. */
  formats: readonly string[];
}
