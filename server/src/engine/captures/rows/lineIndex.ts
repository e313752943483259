import { open, type FileHandle } from 'node:fs/promises';
import { splitLines } from '../../../base/files/textLines';
import { traceOf } from '../fileTrace';
import type { KnownLines, LineMemory } from './lineMemory';

const [newline, carriageReturn] = [10, 13];
/** Bytes between marks; a page is read from the mark before it. */
const stride = 65_536;
const readSize = 1 << 20;
/** Decoded blocks that are kept: what is on screen, and where sorted rows come from. */
const blocksKept = 48;

/**
 * Where the lines of a text file stand: a mark every 64 KiB, found while the file is read through once in the background.
 * Lines are counted as `linesOf` counts them, so a line's number is the record's in the store.
 */
export class LineIndex {
  /** Of each mark, the byte and the zero-based number of the line that begins there. */
  private offsets = [0];
  private numbers = [0];
  private readonly blocks = new Map<number, Promise<string[]>>();
  private readonly waiting = new Set<() => void>();
  /** Line endings found so far, and bytes looked at. */
  private ended = 0;
  private seen = 0;
  /** Bytes to be looked at. */
  private wanted = 0;
  private lastByte = newline;
  private failure: Error | undefined;
  private closed = false;
  private reading: Promise<void> | undefined;
  /** Zero-based lines that match `header`. */
  headers: number[] = [];
  complete = false;
  /** Bytes whose lines are kept for the next time. */
  private kept = 0;
  private keep: (() => void) | undefined;

  private constructor(
    private readonly file: FileHandle,
    /** Lines from which on another layout may hold. */
    private readonly header: RegExp | undefined,
  ) {}

  /** Opens the file; `extend` begins to look for its lines, where they are not remembered. */
  static async open(path: string, header?: RegExp, memory?: LineMemory): Promise<LineIndex> {
    const flags = header && [...new Set(`${header.flags}m`)].join('');
    const pattern = header && new RegExp(header.source, flags);
    const before = memory && (await traceOf(path));
    const index = new LineIndex(await open(path, 'r'), pattern);
    if (!memory) return index;
    const key = String(pattern ?? '');
    const known = await memory.recall(path, key);
    if (known) index.take(known.lines, known.whole);
    index.keep = () => {
      if (index.kept > 0 && index.seen < index.kept + memory.step) return;
      index.kept = index.seen;
      void memory.keep(path, key, index.known(), before);
    };
    return index;
  }

  /** Lines found so far, with one at the end that has no ending. */
  get lines(): number {
    return this.ended + (this.complete && this.seen > 0 && !isEnding(this.lastByte) ? 1 : 0);
  }

  /** Bytes looked at so far. */
  get bytes(): number {
    return this.seen;
  }

  /** Reads on to so many bytes, or to the end of the file, also after it has grown. Never rejects: `read` does. */
  extend(bytes = Infinity): Promise<void> {
    this.wanted = Math.max(this.wanted, bytes);
    this.reading ??= this.scan().then(
      () => {
        this.reading = undefined;
        // More was asked for in the very moment in which enough had been looked at.
        if (!this.complete && !this.closed && this.seen < this.wanted) return this.extend();
      },
      (error: unknown) => {
        this.failure = error instanceof Error ? error : new Error(String(error));
        this.reading = undefined;
        this.tell();
      },
    );
    return this.reading;
  }

  /** Zero-based lines from `from` on, fewer where the file ends; waits until they are found. */
  async read(from: number, count: number): Promise<string[]> {
    await this.until(from + count);
    const lines: string[] = [];
    let block = this.blockOf(from);
    while (lines.length < count && block < this.offsets.length) {
      const found = await this.block(block);
      const first = this.numbers[block] as number;
      lines.push(...found.slice(Math.max(0, from - first), from + count - first));
      block++;
    }
    return lines;
  }

  close(): void {
    this.closed = true;
    this.tell();
    void Promise.resolve(this.reading).then(() => this.file.close().catch(() => undefined));
  }

  private async until(line: number): Promise<void> {
    while (!this.complete && this.ended < line && !this.closed) {
      if (this.failure) throw this.failure;
      await new Promise<void>(resolve => this.waiting.add(resolve));
    }
    if (this.failure) throw this.failure;
  }

  private known(): KnownLines {
    const { offsets, numbers, headers, seen: bytes, ended, lastByte } = this;
    return { offsets: [...offsets], numbers: [...numbers], headers: [...headers], bytes, ended, lastByte };
  }

  private take({ offsets, numbers, headers, bytes, ended, lastByte }: KnownLines, whole: boolean): void {
    this.offsets = [...offsets];
    this.numbers = [...numbers];
    this.headers = [...headers];
    this.seen = this.kept = bytes;
    this.ended = ended;
    this.lastByte = lastByte;
    this.complete = whole;
  }

  private async scan(): Promise<void> {
    const buffer = Buffer.allocUnsafe(readSize);
    while (!this.closed && this.seen < this.wanted) {
      const { bytesRead } = await this.file.read(buffer, 0, readSize, this.seen);
      if (bytesRead === 0) {
        this.complete = true;
        this.keep?.();
        break;
      }
      this.complete = false;
      // What was decoded last may have had no ending.
      this.blocks.delete(this.offsets.length - 1);
      this.look(buffer.subarray(0, bytesRead));
      this.tell();
    }
    this.tell();
  }

  private look(part: Buffer): void {
    const from = this.ended;
    const starts: number[] | undefined = this.header ? [0] : undefined;
    if (this.lastByte === carriageReturn || part.includes(carriageReturn)) this.lookAtBytes(part, starts);
    else
      for (let at = part.indexOf(newline); at >= 0; at = part.indexOf(newline, at + 1)) {
        this.end(this.seen + at + 1);
        starts?.push(at + 1);
      }
    if (this.header && starts) this.lookForHeaders(part, from, starts, this.header);
    this.seen += part.length;
    this.lastByte = part.at(-1) as number;
  }

  /** Lines that end in a carriage return alone end too. */
  private lookAtBytes(part: Buffer, starts: number[] | undefined): void {
    let before = this.lastByte;
    for (let at = 0; at < part.length; at++) {
      const byte = part[at] as number;
      if (before === carriageReturn && byte !== newline) {
        this.end(this.seen + at);
        starts?.push(at);
      } else if (byte === newline) {
        this.end(this.seen + at + 1);
        starts?.push(at + 1);
      }
      before = byte;
    }
  }

  /** A line ended; the next begins at this byte. */
  private end(offset: number): void {
    this.ended++;
    if (offset - (this.offsets.at(-1) as number) < stride) return;
    this.offsets.push(offset);
    this.numbers.push(this.ended);
  }

  private lookForHeaders(part: Buffer, from: number, starts: readonly number[], header: RegExp): void {
    const text = part.toString('latin1');
    if (!header.test(text)) return;
    starts.forEach((start, i) => {
      if (header.test(text.slice(start, starts[i + 1]))) this.headers.push(from + i);
    });
  }

  private blockOf(line: number): number {
    let [low, high] = [0, this.numbers.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.numbers[middle] as number) <= line) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private block(i: number): Promise<string[]> {
    const known = this.blocks.get(i);
    this.blocks.delete(i);
    const block = known ?? this.decode(i);
    // The oldest goes first: maps keep the order in which they were filled.
    this.blocks.set(i, block);
    block.catch(() => this.blocks.delete(i));
    for (const old of this.blocks.keys()) {
      if (this.blocks.size <= blocksKept) break;
      this.blocks.delete(old);
    }
    return block;
  }

  private async decode(i: number): Promise<string[]> {
    const from = this.offsets[i] as number;
    const next = this.offsets[i + 1];
    const length = (next ?? this.seen) - from;
    const bytes = Buffer.allocUnsafe(length);
    const { bytesRead } = await this.file.read(bytes, 0, length, from);
    const lines = splitLines(bytes.subarray(0, bytesRead));
    // What follows the last ending is no line; of the last block it may be one without an ending.
    if (next !== undefined || isEnding(this.lastByte) || !this.complete) lines.pop();
    if (i === 0 && lines[0]) lines[0] = lines[0].replace(/^\uFEFF/, '');
    return lines;
  }

  private tell(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}

const isEnding = (byte: number) => byte === newline || byte === carriageReturn;
