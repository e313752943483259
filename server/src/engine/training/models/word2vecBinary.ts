import * as l10n from '@vscode/l10n';
import { plainBytes } from '../../../base/files/compression';
import { grown, readHeader, type ReadVectors } from './word2vecText';

/** A token longer than this is none. */
const longestToken = 65_536;
const longestHeader = 64;
const newline = 10;
const space = 32;

/**
 * word2vec's binary form: a header `rows size`, then for each token its UTF-8 text, a space, and `size`
 * little-endian 32-bit floats, with or without a newline behind. Every length is checked against `total`,
 * the size of the file.
 */
export async function readBinaryVectors(path: string, total: number): Promise<ReadVectors> {
  const bytes = new ByteReader(path);
  try {
    return await readVectors(path, bytes, total);
  } finally {
    await bytes.close();
  }
}

async function readVectors(path: string, bytes: ByteReader, total: number): Promise<ReadVectors> {
  const first = (await bytes.until(newline, longestHeader))?.toString('latin1') ?? '';
  const header = readHeader(path, first);
  if (!header)
    throw new Error(
      l10n.t('{0}: is neither text nor word2vec\'s binary form, whose first line is "rows size".', path),
    );
  const { rows, size } = header;
  // A token has one byte at least, and its space.
  if (rows * (size * 4 + 2) > total)
    throw new Error(
      l10n.t(
        '{0}: the header promises {1} vectors of {2} numbers, more than its {3} bytes can hold. Is the file complete?',
        path,
        rows,
        size,
        total,
      ),
    );
  const tokens: string[] = [];
  // Of a compressed file, what it promises is allocated as it is read.
  let matrix = new Float32Array(total === Infinity ? 0 : rows * size);
  for (let row = 0; row < rows; row++) {
    const text = await bytes.until(space, longestToken);
    const floats = text && (await bytes.take(size * 4));
    if (!floats)
      throw new Error(
        l10n.t(
          '{0}: vector {1} of {2} is cut off at byte {3}. Is the file complete, and binary?',
          path,
          row + 1,
          rows,
          bytes.position,
        ),
      );
    const token = text.toString('utf8').replace(/^\n+/, '');
    if (token === '')
      throw new Error(
        l10n.t('{0}: vector {1} of {2}, at byte {3}, has no token.', path, row + 1, rows, bytes.position),
      );
    tokens.push(token);
    if (tokens.length * size > matrix.length) matrix = grown(matrix, tokens.length * size, rows * size);
    for (let k = 0; k < size; k++) {
      const value = floats.readFloatLE(k * 4);
      if (!Number.isFinite(value))
        throw new Error(
          l10n.t(
            '{0}: vector {1} of {2} holds what is no number. Is the file binary word2vec?',
            path,
            row + 1,
            rows,
          ),
        );
      matrix[row * size + k] = value;
    }
  }
  return { tokens, size, matrix };
}

/** The bytes of a file in order, a part of it in memory. */
class ByteReader {
  private readonly parts: AsyncGenerator<Uint8Array>;
  private held = Buffer.alloc(0);
  private at = 0;
  /** Bytes taken. */
  position = 0;

  constructor(path: string) {
    this.parts = plainBytes(path);
  }

  /** What stands before the next `mark`, which is taken too; undefined when `limit` bytes hold none. */
  async until(mark: number, limit: number): Promise<Buffer | undefined> {
    for (;;) {
      const found = this.held.indexOf(mark, this.at);
      if (found >= 0 && found - this.at <= limit) {
        const bytes = this.held.subarray(this.at, found);
        this.advance(bytes.length + 1);
        return bytes;
      }
      if (found >= 0 || this.held.length - this.at > limit || !(await this.more())) return undefined;
    }
  }

  async take(count: number): Promise<Buffer | undefined> {
    while (this.held.length - this.at < count) if (!(await this.more())) return undefined;
    const bytes = this.held.subarray(this.at, this.at + count);
    this.advance(count);
    return bytes;
  }

  async close(): Promise<void> {
    await this.parts.return(undefined);
  }

  private advance(count: number): void {
    this.at += count;
    this.position += count;
  }

  private async more(): Promise<boolean> {
    const { done, value } = await this.parts.next();
    if (done) return false;
    this.held = Buffer.concat([this.held.subarray(this.at), value]);
    this.at = 0;
    return true;
  }
}
