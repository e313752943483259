import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isReadablePath } from '../../base/database';
import { compressionOf, fileBytes } from '../../base/files/compression';
import { temporaryName } from '../../base/files/temporary';
import { longestLine, splitLines } from '../../base/files/textLines';
import type { CaptureSource } from './source';

type Ending = '\n' | '\r\n';

/** Tells the rows that DuckDB reads as the format does. */
export interface Judge {
  /** Takes the bytes that are judged next, `mostJudged` at most. */
  see(bytes: Uint8Array): void;
  /** Of the line that begins at `from`, and those after it: where the first begins that is no such row, or has no ending. */
  regular(from: number, ending: Ending): { to: number; rows: number };
}

/** Bytes; a line that is longer is odd. */
export const mostJudged = 1 << 20;

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
  signal?: AbortSignal | undefined;
  /** Called before an odd line is left out; what it throws ends the sifting. */
  onOdd?: () => void;
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
  const direct = await isReadDirectly(source);
  const copy = new Copy(source.folder);
  try {
    const sifter = new Sifter(sieve, copy, direct ? source.content : undefined);
    if (!direct) await copy.begin();
    for await (const part of source.bytes()) {
      sieve.signal?.throwIfAborted();
      for (let at = 0; at < part.length; at += mostJudged)
        if (!(await sifter.add(part.subarray(at, at + mostJudged)))) {
          await copy.dispose();
          return undefined;
        }
    }
    await sifter.end();
    await copy.end();
    const found = { rows: sifter.rows, odd: sifter.odd, dispose: () => copy.dispose() };
    return copy.path === undefined
      ? { ...found, path: source.content, skip: sieve.firstRow - 1 }
      : { ...found, path: copy.path, skip: 0 };
  } catch (error) {
    await copy.dispose();
    // No room for a copy: the lines are read one by one, which needs none.
    if (copy.failed) return undefined;
    throw error;
  }
}

/** Whether DuckDB can be given the file as it is. */
export async function isReadDirectly({ content, head }: CaptureSource): Promise<boolean> {
  return isReadablePath(content) && (await compressionOf(content)) === undefined && !head.isRecoded;
}

/** A file of our own that is written through one buffer. */
class Copy {
  path: string | undefined;
  /** Whether it could not be written. */
  failed = false;
  private file: FileHandle | undefined;
  private buffer = Buffer.alloc(0);
  private used = 0;

  constructor(private readonly folder: string) {}

  async begin(): Promise<void> {
    this.path = join(this.folder, temporaryName('copy'));
    this.buffer = Buffer.allocUnsafe(1 << 20);
    this.file = await open(this.path, 'wx', 0o600).catch(this.fail);
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const taken = Math.min(bytes.length - at, this.buffer.length - this.used);
      this.buffer.set(bytes.subarray(at, at + taken), this.used);
      this.used += taken;
      at += taken;
      if (this.used === this.buffer.length) await this.flush();
    }
  }

  async end(): Promise<void> {
    await this.flush();
    await this.file?.close();
    this.file = undefined;
  }

  async dispose(): Promise<void> {
    await this.file?.close();
    this.file = undefined;
    if (this.path !== undefined) await rm(this.path, { force: true });
  }

  private readonly fail = (error: unknown): never => {
    this.failed = true;
    throw error;
  };

  private async flush(): Promise<void> {
    if (this.used > 0) await this.file?.writeFile(this.buffer.subarray(0, this.used)).catch(this.fail);
    this.used = 0;
  }
}

class Sifter {
  readonly odd: { line: number; text: string }[] = [];
  private oddBytes = 0;
  private line = 0;
  private ending: Ending | undefined;
  /** Of a line that goes on in the next part. */
  private held: Buffer[] = [];
  private heldBytes = 0;
  private readonly placeholder: Buffer;
  /** Placeholders of the odd lines that were left out last. */
  private pending = Buffer.alloc(0);
  /** Bytes of the lines before the first row, and of all lines that were taken. */
  private before = 0;
  private taken = 0;

  /** A file that can be given to DuckDB as it is (`original`) is copied only from its first odd line on. */
  constructor(
    private readonly sieve: Sieve,
    private readonly copy: Copy,
    private readonly original: string | undefined,
  ) {
    this.placeholder = Buffer.from(sieve.placeholder);
  }

  get rows(): number {
    return this.line - this.sieve.firstRow + 1;
  }

  /** False when too many lines are odd. */
  async add(part: Uint8Array): Promise<boolean> {
    let from = part.indexOf(newline) + 1;
    if (this.held.length === 0) from = 0;
    else if (from > 0) await this.alone(Buffer.concat([...this.held.splice(0), part.subarray(0, from)]));
    if (this.held.length === 0) from = await this.lines(part, from);
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
    await this.alone(Buffer.concat([...this.held, Buffer.from(this.ending ?? '\n')]));
  }

  /** Takes the lines that begin at `from`; where the last begins, which has no ending in this part. */
  private async lines(part: Uint8Array, from: number): Promise<number> {
    this.sieve.judge.see(part);
    for (;;) {
      const at = part.indexOf(newline, from);
      if (at < 0) return from;
      const to = this.regular(part, from, at);
      await this.keep(part.subarray(from, to));
      from = to;
      const end = part.indexOf(newline, from);
      if (end < 0) return from;
      await this.passOver(this.leaveOut(part, from, end), end + 1 - from);
      from = end + 1;
    }
  }

  /** A line that does not lie in one part; it ends with a newline. */
  private async alone(line: Buffer): Promise<void> {
    const judged = line.subarray(0, mostJudged);
    this.sieve.judge.see(judged);
    if (this.regular(judged, 0, line.length - 1) === line.length) await this.keep(line);
    else await this.passOver(this.leaveOut(line, 0, line.length - 1), line.length);
  }

  /** Passes over regular rows; the first line, whose newline is at `end`, tells how lines end. */
  private regular(bytes: Uint8Array, from: number, end: number): number {
    this.ending ??= bytes[end - 1] === carriageReturn && end > from ? '\r\n' : '\n';
    if (this.line < this.sieve.firstRow - 1) return from;
    const { to, rows } = this.sieve.judge.regular(from, this.ending);
    this.line += rows;
    return to;
  }

  private async keep(bytes: Uint8Array): Promise<void> {
    if (this.copy.path !== undefined) await this.copy.write(bytes);
    this.taken += bytes.length;
  }

  /** Leaves a line out of the copy, which begins with the first odd one. */
  private async passOver(kind: 'odd' | 'before', bytes: number): Promise<void> {
    if (kind === 'before') this.before += bytes;
    else {
      if (this.copy.path === undefined && this.original !== undefined) await this.copyBefore(this.original);
      await this.copy.write(this.pending);
    }
  }

  private async copyBefore(original: string): Promise<void> {
    await this.copy.begin();
    let skip = this.before;
    let left = this.taken;
    for await (const part of fileBytes(original)) {
      const some = part.subarray(Math.min(skip, part.length)).subarray(0, left);
      skip -= Math.min(skip, part.length);
      await this.copy.write(some);
      left -= some.length;
      if (left === 0) return;
    }
  }

  /** A line that is no regular row, whose newline is at `to`; a carriage return alone ends a line too, as in the editor. */
  private leaveOut(bytes: Uint8Array, from: number, to: number): 'odd' | 'before' {
    const end = to > from && bytes[to - 1] === carriageReturn ? to - 1 : to;
    this.line++;
    if (this.line < this.sieve.firstRow && bytes.subarray(from, end).indexOf(carriageReturn) < 0)
      return 'before';
    this.sieve.onOdd?.();
    const texts = splitLines(Buffer.from(bytes.subarray(from, end)));
    const rows: Buffer[] = [];
    for (const [i, text] of texts.entries()) {
      const line = this.line + i;
      if (line < this.sieve.firstRow) continue;
      this.odd.push({ line, text });
      rows.push(this.placeholder, Buffer.from(this.ending ?? '\n'));
    }
    this.oddBytes += end - from;
    this.line += texts.length - 1;
    this.pending = Buffer.concat(rows);
    return 'odd';
  }
}
