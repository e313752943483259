import { stat } from 'node:fs/promises';
import { readLines } from '../../../base/files/textLines';
import { visibleText } from '../../../../../shared/text/visibleText';

/** Tokens and vectors of a file, as they stand in it. */
export interface ReadVectors {
  tokens: string[];
  size: number;
  /** Rows × size, row-major. */
  matrix: Float32Array;
}

/** Vectors longer than this are no word vectors; rows × size floats above this do not fit in memory. */
export const longestVector = 100_000;
export const mostFloats = 2 ** 30;

/** Reads `rows size` from a header, or undefined when the line is none. Throws for counts beyond all reason. */
export function readHeader(path: string, line: string): { rows: number; size: number } | undefined {
  const [, rowsText, sizeText] = /^(\d+)[ \t]+(\d+)\s*$/.exec(line) ?? [];
  if (rowsText === undefined) return undefined;
  const [rows, size] = [Number(rowsText), Number(sizeText)];
  if (rows < 1 || size < 1 || size > longestVector || rows * size > mostFloats)
    throw new Error(
      `${path}, line 1: the header promises ${rowsText} vectors of ${sizeText} numbers, which cannot be read. Is it a word2vec file?`,
    );
  return { rows, size };
}

/** word2vec's text form: a token and its numbers a line, with or without the header. */
export async function readTextVectors(path: string): Promise<ReadVectors> {
  const tokens: string[] = [];
  let header: { rows: number; size: number } | undefined;
  let size = 0;
  let matrix = new Float32Array(0);
  let line = 0;
  for await (const text of readLines(path)) {
    line++;
    if (line === 1) {
      header = readHeader(path, text);
      if (header) {
        size = header.size;
        matrix = new Float32Array(Math.min(header.rows, await rowsThatFit(path, size)) * size);
        continue;
      }
    }
    if (text.trim() === '') continue;
    if (tokens.length === header?.rows)
      throw new Error(`${path}, line ${line}: the header promises ${header.rows} vectors; here is another.`);
    const pieces = text.trimEnd().split(/[ \t]/);
    if (size === 0) size = firstSize(path, line, pieces);
    if (pieces.length < size + 1)
      throw new Error(
        `${path}, line ${line}: has ${pieces.length - 1} numbers where ${size} are expected. Is the file complete?`,
      );
    const at = tokens.length * size;
    if (at + size > mostFloats) throw new Error(`${path}, line ${line}: more vectors than fit in memory.`);
    if (at + size > matrix.length) matrix = grown(matrix, at + size);
    // A token of another tool may hold blanks; the numbers are the last ones.
    const first = pieces.length - size;
    for (let k = 0; k < size; k++) matrix[at + k] = numberAt(path, line, pieces[first + k] as string);
    tokens.push(pieces.slice(0, first).join(' '));
  }
  if (header && tokens.length < header.rows)
    throw new Error(
      `${path}, line ${line}: the file ends after ${tokens.length} vectors where its header promises ${header.rows}. Is it complete?`,
    );
  if (tokens.length === 0) throw new Error(`${path}: holds no vectors.`);
  return { tokens, size, matrix: matrix.subarray(0, tokens.length * size) };
}

/** A vector takes two bytes a number at least; what a header promises beyond that is not allocated. */
async function rowsThatFit(path: string, size: number): Promise<number> {
  if (path.toLowerCase().endsWith('.gz')) return 0; // Grows as it is read.
  return Math.ceil((await stat(path)).size / (2 * size));
}

function firstSize(path: string, line: number, pieces: readonly string[]): number {
  const size = pieces.length - 1;
  if (size >= 1 && size <= longestVector) return size;
  throw new Error(
    `${path}, line ${line}: "${visibleText(pieces[0] ?? '', 40)}" stands where a token and its numbers, or the header "rows size", are expected. Is it a word2vec file?`,
  );
}

function numberAt(path: string, line: number, text: string): number {
  const value = Number(text);
  if (text !== '' && Number.isFinite(value)) return value;
  throw new Error(`${path}, line ${line}: "${visibleText(text, 40)}" is no number.`);
}

function grown(matrix: Float32Array, least: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(Math.max(least, Math.min(mostFloats, matrix.length * 2), 1024));
  out.set(matrix);
  return out;
}
