import type { MapMark, MapReport } from '../../../shared/protocol/map';
import type { JobCalls, JobShown } from '../base/jobContract';

/** What the page is told of a map; its columns it reads itself. */
export interface MapResult extends MapReport {
  /** Of the file with the columns. */
  bytes: number;
}

/** Extension → page. */
export type MapShown = JobShown<MapResult>;

/** Extension → page, whenever the cursor of the editor goes to another flow. */
export interface MapTold {
  mark: MapMark;
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
  /** Where the flow is that the map was opened from, or that the editor's cursor is on; null for neither. */
  marked(nothing: null): MapMark | null;
  /** Nearest first. */
  neighbours(what: { token: string }): NearToken[];
  /** Shows a flow in the editor; the line is one-based. */
  reveal(place: { line: number; file: number }): void;
  /** Marks the lines, one-based, of the first file, and goes to the first of them. */
  showLines(what: { lines: readonly number[] }): void;
  /** Opens the panel of similar flows. */
  similar(what: { token: string }): void;
  /** Asks for other parameters, and lays out anew. */
  askAgain(nothing: null): void;
  /** Lays all tokens out, not only a sample. */
  drawAll(nothing: null): void;
}
