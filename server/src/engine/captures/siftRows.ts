import { createWriteStream, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { isReadablePath } from '../../base/database';
import { compressionOf } from '../../base/files/compression';
import { temporaryName } from '../../base/files/temporary';
import { longestLine, splitLines } from '../../base/files/textLines';
import type { CaptureSource } from './source';

/** Whether bytes `from` to `to` of a line, without its ending, are a row that DuckDB reads as the format does. */
export type Judge = (bytes: Uint8Array, from: number, to: number) => boolean;

/** A file whose every row DuckDB reads as the format does, and the lines that it cannot be given. */
export interface Sifted {
  /** The file itself, or a copy in which `placeholder` stands for each odd line. */
  path: string;
  /** Lines of `path` before the first row. */
  skip: number;
  /** Rows, the odd ones included. */
  rows: number;
  /** In order, with their one-based lines. */
  odd: readonly { line: number; text: string }[];
  /** Deletes the copy, if there is one. */
  dispose(): Promise<void>;
}

export interface Sieve {
  judge: Judge;
  /** One-based line of the first row; those before it are not judged, nor in the copy. */
  firstRow: number;
  /** A row of empty cells. */
  placeholder: string;
}

const newline = 10;
const carriageReturn = 13;
/** More odd lines than this are read one by one with all others. */
const mostOdd = { share: 0.3, atLeast: 1000, bytes: 2 ** 26 };

/**
 * Parts the lines that DuckDB's quick reader takes as the format does from those that need the format's own reader.
 * Undefined when too many are odd.
 */
export async function siftRows(source: CaptureSource, sieve: Sieve): Promise<Sifted | undefined> {
  const direct =
    isReadablePath(source.content) &&
    (await compressionOf(source.content)) === undefined &&
    !(source.head.bytes[0] === 0xff || source.head.bytes[0] === 0xfe);
  if (direct) {
    const sieved = new Sifter(sieve);
    for await (const part of source.bytes()) if (!(await sieved.add(part))) return undefined;
    await sieved.end();
    if (sieved.odd.length === 0)
      return { ...sieved.result(source.content, sieve.firstRow - 1), dispose: async () => undefined };
  }
  const copy = join(source.folder, temporaryName('copy'));
  const dispose = () => rm(copy, { force: true });
  const out = createWriteStream(copy, { mode: 0o600 });
  const closed = once(out, 'close');
  closed.catch(() => undefined); // Awaited at the end, or the reason for leaving earlier is told instead.
  try {
    const sieved = new Sifter(sieve, out);
    for await (const part of source.bytes())
      if (!(await sieved.add(part))) {
        out.destroy();
        await dispose();
        return undefined;
      }
    await sieved.end();
    out.end();
    await closed;
    return { ...sieved.result(copy, 0), dispose };
  } catch (error) {
    const unwritable = out.errored === error;
    out.destroy();
    await dispose();
    // No room for a copy: the lines are read one by one, which needs none.
    if (unwritable) return undefined;
    throw error;
  }
}

class Sifter {
  readonly odd: { line: number; text: string }[] = [];
  private oddBytes = 0;
  private line = 0;
  private ending: '\n' | '\r\n' | undefined;
  /** Of a line that goes on in the next part. */
  private held: Buffer[] = [];
  private heldBytes = 0;
  private readonly placeholder: Buffer;

  constructor(
    private readonly sieve: Sieve,
    private readonly out?: WriteStream,
  ) {
    this.placeholder = Buffer.from(sieve.placeholder);
  }

  result(path: string, skip: number): Omit<Sifted, 'dispose'> {
    const rows = this.line - this.sieve.firstRow + 1;
    return { path, skip, rows, odd: this.odd };
  }

  /** False when too many lines are odd. */
  async add(part: Uint8Array): Promise<boolean> {
    let from = 0;
    /** Beginning of what can be written as it is. */
    let plain = 0;
    let at = part.indexOf(newline);
    if (at >= 0 && this.held.length > 0) {
      const line = Buffer.concat([...this.held, part.subarray(0, at + 1)]);
      this.held = [];
      if (this.take(line, 0, line.length - 1) === 'regular') await this.write(line);
      plain = from = at + 1;
      at = part.indexOf(newline, from);
    }
    for (; at >= 0; at = part.indexOf(newline, from)) {
      const kind = this.take(part, from, at);
      if (kind !== 'regular') {
        await this.write(part.subarray(plain, from));
        if (kind === 'odd') await this.write(this.pending);
        plain = at + 1;
      }
      from = at + 1;
    }
    await this.write(part.subarray(plain, from));
    if (from > 0) this.heldBytes = 0;
    if (from < part.length) {
      this.held.push(Buffer.from(part.subarray(from)));
      this.heldBytes += part.length - from;
    }
    const { share, atLeast, bytes } = mostOdd;
    const tooMany = this.odd.length > atLeast && this.odd.length > share * this.line;
    return !tooMany && this.oddBytes <= bytes && this.heldBytes <= longestLine;
  }

  /** Takes a last line that has no ending. */
  async end(): Promise<void> {
    if (this.held.length === 0) return;
    const line = Buffer.concat([...this.held, Buffer.from(this.ending ?? '\n')]);
    if (this.take(line, 0, line.length - 1) === 'regular') await this.write(line);
    else await this.write(this.pending);
  }

  /** Placeholders of the odd lines that `take` met. */
  private pending = Buffer.alloc(0);

  /** Judges the line whose newline is at `to`; a first carriage return alone ends a line too, as in the editor. */
  private take(bytes: Uint8Array, from: number, to: number): 'regular' | 'odd' | 'before' {
    const paired = to > from && bytes[to - 1] === carriageReturn;
    const ending = paired ? '\r\n' : '\n';
    this.ending ??= ending;
    const end = paired ? to - 1 : to;
    this.line++;
    if (this.line < this.sieve.firstRow && bytes.subarray(from, end).indexOf(carriageReturn) < 0)
      return 'before';
    if (ending === this.ending && this.sieve.judge(bytes, from, end)) return 'regular';
    const texts = splitLines(Buffer.from(bytes.subarray(from, end)));
    let placeholders = 0;
    for (const [i, text] of texts.entries()) {
      const line = this.line + i;
      if (line < this.sieve.firstRow) continue;
      placeholders++;
      this.odd.push({ line, text });
    }
    this.oddBytes += end - from;
    this.line += texts.length - 1;
    if (this.out)
      this.pending = Buffer.concat(
        Array.from({ length: placeholders }, () => [
          this.placeholder,
          Buffer.from(this.ending ?? '\n'),
        ]).flat(),
      );
    return 'odd';
  }

  private async write(bytes: Uint8Array): Promise<void> {
    if (!this.out || bytes.length === 0) return;
    // The part is overwritten by the next, and the stream keeps what it has not written.
    if (!this.out.write(Buffer.from(bytes))) await once(this.out, 'drain');
  }
}
