/*
 * An investigation as a document: what was asked, what was answered, and the flows that prove it. Plain data that any
 * process reads and writes; nothing here needs the engine, so that a case is readable without it.
 */

export const caseVersion = 1;

/** What this version does not know of an object in a file; it is written back as it was. */
export type Unknown = Readonly<Record<string, unknown>>;

export type CaseCell = string | number | boolean | null;

/** A file that was asked, and what it held: SHA-256 of its bytes, in hexadecimal. */
export interface CaseSource {
  /** Without folders. */
  name: string;
  digest: string;
}

export interface AnswerTable {
  title: string;
  columns: readonly string[];
  rows: readonly (readonly CaseCell[])[];
  /** Rows that there are where not all are told. */
  of?: number;
  /** Names of the columns that hold the one-based line of a flow, and the zero-based place of its file among the captures. */
  line?: string;
  file?: string;
  /** Name of the column that holds tokens of flows. */
  token?: string;
}

/** Drawn from a table, so that every picture is a table too. */
export interface AnswerPicture {
  kind: 'points' | 'bars';
  title: string;
  /** Place of the table among the answer's. */
  table: number;
  /** Names of columns: of points both places, of bars the names and the lengths. */
  x: string;
  y: string;
  /** Column of the classes that colours and shapes tell. */
  class?: string;
}

export interface Answer {
  /** Sentences, the weightiest first. */
  says: readonly string[];
  tables: readonly AnswerTable[];
  pictures: readonly AnswerPicture[];
  /** What was asked. */
  captures: readonly CaseSource[];
  /** Of the model that answered; absent where none did. */
  settings?: Unknown;
  /** When, ISO 8601 in UTC, and by which version of flow2vec. */
  time: string;
  version: string;
  /** Why there is no answer. */
  error?: string;
  more?: Unknown;
}

export const cellKinds = ['markdown', 'sql', 'question'] as const;
export type CellKind = (typeof cellKinds)[number];

export interface CaseCellBlock {
  kind: CellKind;
  text: string;
  answer?: Answer;
  more?: Unknown;
}

export const verdicts = ['malicious', 'suspicious', 'benign', 'unknown'] as const;
export type Verdict = (typeof verdicts)[number];

/** Which flows a pin is about: those of a filter, or those of some tokens. */
export type PinnedFlows = { where: string } | { tokens: readonly string[]; columns: readonly string[] };

export interface KeptFlows {
  columns: readonly string[];
  /** `Line` is among the columns, `File` too where there are several. */
  rows: readonly (readonly CaseCell[])[];
  /** All that match; more than `rows` where not all are kept. */
  count: number;
}

/** A piece of evidence. */
export interface Pin {
  /** Unique in the case. */
  id: string;
  title: string;
  /** What was asked, as a question's text; empty where somebody chose the flows. */
  question: string;
  about: PinnedFlows;
  verdict: Verdict;
  note: string;
  tags: readonly string[];
  analyst: string;
  /** When it was pinned, ISO 8601 in UTC. */
  time: string;
  captures: readonly CaseSource[];
  settings?: Unknown;
  /** Absent until they are gathered. */
  flows?: KeptFlows;
  more?: Unknown;
}

export interface Case {
  title: string;
  /** Settings of models that differ from the defaults, by the fields of the embedding's configuration. */
  embedding: Unknown;
  cells: readonly CaseCellBlock[];
  evidence: readonly Pin[];
  more?: Unknown;
}

/** Words of a note that begin with `#`, once each. */
export const tagsOf = (note: string): string[] => [
  ...new Set([...note.matchAll(/(?:^|\s)#([\p{L}\p{N}_-]+)/gu)].map(([, tag = '']) => tag)),
];
