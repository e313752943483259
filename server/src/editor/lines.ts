/**
 * The text of a capture, a line at a time. Everything the language offers is computed from this, so that
 * an open document and a file too large to open are served by the same functions.
 */
export interface Lines {
  uri: string;
  /** Changes when the text does. */
  version: number;
  lineCount: number;
  /** Text of a zero-based line, without its line ending. */
  line(index: number): string;
  /** Zero-based lines in which the expression, which has no flag g, matches. */
  matching(expression: RegExp): number[];
}
