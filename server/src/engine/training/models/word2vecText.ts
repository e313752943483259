import * as l10n from '@vscode/l10n';
import { plainBytes } from '../../../base/files/compression';
import { isBlank, linesOf, longestLine, utf8Parts } from '../../../base/files/textLines';
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
      l10n.t(
        '{0}, line 1: the header promises {1} vectors of {2} numbers, which cannot be read. Is it a word2vec file?',
        path,
        rowsText,
        sizeText ?? '',
      ),
    );
  return { rows, size };
}

/** word2vec's text form: a token and its numbers a line, with or without the header. `bytes`: size of the file. */
export async function readTextVectors(path: string, bytes: number): Promise<ReadVectors> {
  const table = new TextTable(path, bytes);
  for await (const lines of linesOf(utf8Parts(plainBytes(path)))) for (const text of lines) table.add(text);
  return table.finish();
}

/** More blank lines than that are no file of vectors, but one that would keep the reader busy. */
const mostBlank = 100_000;

class TextTable {
  private readonly tokens: string[] = [];
  private header: { rows: number; size: number } | undefined;
  private size = 0;
  private matrix = new Float32Array(0);
  private line = 0;
  private blank = 0;

  constructor(
    private readonly path: string,
    private readonly bytes: number,
  ) {}

  /** Undefined: a line that is too long. */
  add(text: string | undefined): void {
    this.line++;
    if (text === undefined)
      throw this.error(l10n.t('is longer than {0} MiB: no vector is', longestLine / 2 ** 20));
    if (this.line === 1) {
      this.header = readHeader(this.path, text);
      if (this.header) {
        this.size = this.header.size;
        this.matrix = new Float32Array(Math.min(this.header.rows, this.rowsThatFit()) * this.size);
        return;
      }
    }
    if (isBlank(text)) {
      if (++this.blank > mostBlank) throw this.error(l10n.t('more than {0} lines are blank', mostBlank));
      return;
    }
    const { header, tokens } = this;
    if (tokens.length === header?.rows)
      throw this.error(l10n.t('the header promises {0} vectors; here is another', header.rows));
    const pieces = text.trimEnd().split(/[ \t]/);
    if (this.size === 0) this.size = firstSize(this.path, this.line, pieces);
    const { size } = this;
    if (pieces.length < size + 1)
      throw this.error(
        l10n.t('has {0} numbers where {1} are expected. Is the file complete?', pieces.length - 1, size),
      );
    const at = tokens.length * size;
    if (at + size > mostFloats)
      throw this.error(l10n.t('more than {0} numbers do not fit in memory', mostFloats));
    if (at + size > this.matrix.length) this.matrix = grown(this.matrix, at + size);
    // A token of another tool may hold blanks; the numbers are the last ones.
    const first = pieces.length - size;
    for (let k = 0; k < size; k++)
      this.matrix[at + k] = numberAt(this.path, this.line, pieces[first + k] as string);
    tokens.push(pieces.slice(0, first).join(' '));
  }

  finish(): ReadVectors {
    const { header, tokens, size, matrix } = this;
    if (header && tokens.length < header.rows)
      throw this.error(
        l10n.t(
          'the file ends after {0} vectors where its header promises {1}. Is it complete?',
          tokens.length,
          header.rows,
        ),
      );
    if (tokens.length === 0) throw new Error(l10n.t('{0}: holds no vectors.', this.path));
    return { tokens, size, matrix: matrix.subarray(0, tokens.length * size) };
  }

  /** A vector takes two bytes a number at least; what a header promises beyond that is not allocated. */
  private rowsThatFit(): number {
    return this.bytes === Infinity ? 0 : Math.ceil(this.bytes / (2 * this.size));
  }

  private error(what: string): Error {
    return new Error(
      l10n.t('{0}, line {1}: {2}{3}', this.path, this.line, what, /[.?]$/.test(what) ? '' : '.'),
    );
  }
}

function firstSize(path: string, line: number, pieces: readonly string[]): number {
  const size = pieces.length - 1;
  if (size >= 1 && size <= longestVector) return size;
  throw new Error(
    l10n.t(
      '{0}, line {1}: "{2}" stands where a token and its numbers, or the header "rows size", are expected. Is it a word2vec file?',
      path,
      line,
      visibleText(pieces[0] ?? '', 40),
    ),
  );
}

function numberAt(path: string, line: number, text: string): number {
  const value = Number(text);
  // Of 32 bits, as vectors are.
  if (text !== '' && Number.isFinite(Math.fround(value))) return value;
  throw new Error(
    l10n.t('{0}, line {1}: "{2}" is no number that a vector can hold.', path, line, visibleText(text, 40)),
  );
}

/** The same in a larger array: twice as large, within `most`, or of `least`. */
export function grown(matrix: Float32Array, least: number, most = mostFloats): Float32Array<ArrayBuffer> {
  const out = new Float32Array(Math.max(least, Math.min(most, Math.max(1024, matrix.length * 2))));
  out.set(matrix);
  return out;
}
