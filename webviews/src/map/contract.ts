import type { MapReport } from '../../../server/src/protocol/mapTypes';
import type { JobCalls, JobShown } from '../shared/jobContract';

/** What the page is told of a map; its columns it reads itself. */
export interface MapResult extends MapReport {
  /** Of the file with the columns. */
  bytes: number;
  /** The flow that the map was opened from, or the editor's cursor is on. */
  mark?: MarkedFlow;
}

/** Extension → page. */
export type MapShown = JobShown<MapResult>;

/** A flow of the editor and its place among the model's tokens. */
export interface MarkedFlow {
  token: string;
  /** Row of the token in the model; null when it is not known, or not on the map. */
  row: number | null;
  /** Said on screen, for example why the flow is not on the map. */
  note?: string;
}

/** Extension → page, whenever the cursor of the editor goes to another flow. */
export interface MapTold {
  mark: MarkedFlow;
}

/** A token near another one in the original space. */
export interface NearToken {
  token: string;
  /** Cosine, -1 to 1. */
  similarity: number;
}

/** Page → extension. */
export interface MapCalls extends JobCalls {
  /** A part of the map's file; shorter at its end. */
  read(part: { from: number; bytes: number }): ArrayBuffer;
  /** Nearest first. */
  neighbours(what: { token: string }): NearToken[];
  /** Shows a flow in the editor; the line is one-based. */
  reveal(place: { line: number; file: number }): void;
  /** Puts a cursor at the end of each of the lines, one-based, of the first file. */
  selectLines(what: { lines: readonly number[] }): void;
  /** Opens the panel of similar flows. */
  similar(what: { token: string }): void;
  /** Asks for other parameters, and lays out anew. */
  askAgain(nothing: null): void;
  /** Writes a picture, base64 of its bytes; answers with the file, or null when the user chose none. */
  savePicture(what: { base64: string }): string | null;
}
