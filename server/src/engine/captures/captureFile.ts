import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';

/** Bytes of a file that decide how it is loaded, gathered while it is read once. */
export interface Scan {
  /** Lines, the last one counted also when it has no line ending. */
  lines: number;
  blankLines: number;
  hasQuotes: boolean;
  /** Every line below the first begins with a time as Argus prints it: `2011/08/16 10:01:46.972101`. */
  usualTimes: boolean;
  hasTabs: boolean;
  /** First line that is not blank, and its one-based number. */
  firstLine: string;
  firstLineNumber: number;
  /** The text as a file: the capture itself, or its decompressed or corrected copy. */
  plainPath: string;
  /** Removes the copies, if there are any. */
  dispose(): Promise<void>;
}

const readSize = 1 << 20;
const newline = 10;
const carriageReturn = 13;
/** A first line longer than this is no header and no flow. */
const longestFirstLine = 65536;

/** SHA-256 of the file's bytes as they are on disk: the identity of its content. Errors name the file. */
export async function contentDigest(path: string): Promise<string> {
  const info = await stat(path).catch(cause => {
    throw new Error(
      `${path}: cannot be read (${(cause as NodeJS.ErrnoException).code}). Is the path right?`,
      { cause },
    );
  });
  if (info.isDirectory()) throw new Error(`${path}: is a folder. Name the capture files in it.`);
  if (info.size === 0) throw new Error(`${path}: is empty. A capture has at least one line.`);
  const hash = createHash('sha256');
  for await (const part of readParts(path)) hash.update(part);
  return hash.digest('hex');
}

/**
 * Reads the file once, decompressing `.gz` into `folder`. Throws, naming the file, when it is not gzip. A file
 * that mixes line endings is copied with one kind: DuckDB takes the first it meets for all, and counts others
 * twice or not at all.
 */
export async function scanFile(path: string, folder: string): Promise<Scan> {
  const lines = new LineCounter();
  const copies: string[] = [];
  const dispose = async () => {
    for (const copy of copies) await rm(copy, { force: true });
  };
  const newCopy = async () => {
    await mkdir(folder, { recursive: true });
    const copy = join(folder, `${randomUUID()}.txt`);
    copies.push(copy);
    return copy;
  };
  try {
    let plainPath = path;
    if (path.toLowerCase().endsWith('.gz')) {
      plainPath = await newCopy();
      await copyText(decompressed(path), plainPath, lines);
    } else for await (const part of readParts(path)) lines.add(part);
    if (!lines.mixesEndings) return { ...lines.result(), plainPath, dispose };
    const evenPath = await newCopy();
    const recounted = new LineCounter();
    await copyText(evenLines(readParts(plainPath)), evenPath, recounted);
    return { ...recounted.result(), plainPath: evenPath, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** The file's bytes, in one buffer that each part overwrites: a stream's fresh buffers cost more than a hash. */
async function* readParts(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  const buffer = Buffer.allocUnsafe(readSize);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, readSize, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function* decompressed(path: string): AsyncGenerator<Buffer> {
  const source = createReadStream(path, { highWaterMark: readSize });
  const text = source.pipe(createGunzip({ chunkSize: readSize }));
  source.once('error', error => text.destroy(error));
  try {
    yield* text;
  } catch (cause) {
    throw new Error(
      `${path}: cannot be decompressed (${(cause as Error).message}). Is it a whole gzip file? "gzip -t" tells.`,
      { cause },
    );
  } finally {
    source.destroy();
  }
}

/** Every line ended by a newline alone; a carriage return by itself ends a line too, as in the editor. */
async function* evenLines(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held = '';
  for await (const part of parts) {
    const text = held + part.toString('latin1'); // One character for each byte, whatever the encoding.
    held = text.endsWith('\r') ? '\r' : '';
    yield Buffer.from(text.slice(0, text.length - held.length).replace(/\r\n?/g, '\n'), 'latin1');
  }
  if (held !== '') yield Buffer.from('\n');
}

async function copyText(parts: AsyncIterable<Buffer>, to: string, lines: LineCounter): Promise<void> {
  const out = createWriteStream(to);
  const closed = once(out, 'close');
  closed.catch(() => undefined); // Awaited at the end, or the reason for leaving earlier is told instead.
  try {
    for await (const part of parts) {
      lines.add(part);
      if (!out.write(part)) await once(out, 'drain');
    }
  } finally {
    out.end();
  }
  await closed;
}

const usualTimeBytes = 27;
const [zero, two, four, nine] = [48, 50, 52, 57] as const;
const [tab, space, comma, dash, point, slash, colon] = [9, 32, 44, 45, 46, 47, 58] as const;
/**
 * Whether the line begins with a time as Argus prints it, `2011/08/16 10:01:46.972101`, and a delimiter. Judged is
 * what DuckDB's cast would let pass and the editor would not: other shapes, zones, hour 24, years before 100.
 */
function isUsualTime(line: Buffer, from: number, to: number): boolean {
  if (to - from < usualTimeBytes) return false;
  const separator = line[from + 4];
  if ((separator !== slash && separator !== dash) || line[from + 7] !== separator) return false;
  if (line[from + 10] !== space || line[from + 13] !== colon || line[from + 16] !== colon) return false;
  if (line[from + 19] !== point || (line[from + 26] !== comma && line[from + 26] !== tab)) return false;
  for (let at = from + 20; at < from + 26; at++) if (!isDigit(line[at] as number)) return false;
  const [ten, one] = [line[from + 11] as number, line[from + 12] as number];
  const hourPasses = ten < two || (ten === two && one < four);
  return hourPasses && !(line[from] === zero && line[from + 1] === zero);
}

const isDigit = (byte: number) => byte >= zero && byte <= nine;

class LineCounter {
  private lines = 0;
  private blankLines = 0;
  private quotes = false;
  private tabs = false;
  private carriageReturns = 0;
  private pairs = 0;
  private first: { text: string; number: number } | undefined;
  private pending = Buffer.alloc(0);
  private length = 0;
  private usualTimes = true;
  /** First bytes of a line that goes on in the next part. */
  private head = Buffer.alloc(0);
  private last = newline;

  add(part: Buffer): void {
    this.quotes ||= part.includes(34);
    this.tabs ||= part.includes(9);
    for (let at = part.indexOf(carriageReturn); at >= 0; at = part.indexOf(carriageReturn, at + 1))
      this.carriageReturns++;
    let from = 0;
    for (let at = part.indexOf(newline); at >= 0; at = part.indexOf(newline, from)) {
      const before = at > from ? part[at - 1] : this.last;
      const size = this.length + at - from;
      if (before === carriageReturn) this.pairs++;
      const blank = size === 0 || (size === 1 && before === carriageReturn);
      this.lines++;
      if (blank) this.blankLines++;
      if (!this.first) this.endFirst(blank, part.subarray(from, at));
      else if (this.usualTimes)
        this.usualTimes = this.head.length > 0 ? this.joinedIsUsual(part, at) : isUsualTime(part, from, at);
      this.length = 0;
      this.last = newline;
      from = at + 1;
    }
    if (this.first && this.head.length < usualTimeBytes)
      this.head = Buffer.concat([this.head, part.subarray(from, from + usualTimeBytes - this.head.length)]);
    this.length += part.length - from;
    if (!this.first) this.keep(part.subarray(from));
    if (part.length > 0) this.last = part[part.length - 1] as number;
  }

  /** The same of a line that began in an earlier part and ends at `at`. */
  private joinedIsUsual(part: Buffer, at: number): boolean {
    const line = Buffer.concat([this.head, part.subarray(0, at)]);
    this.head = Buffer.alloc(0);
    return isUsualTime(line, 0, line.length);
  }

  /** Ends a line before, or at, the first that is not blank. */
  private endFirst(blank: boolean, rest: Buffer): void {
    this.keep(rest);
    if (!blank) this.first = { text: this.pending.toString('utf8'), number: this.lines };
    this.pending = Buffer.alloc(0);
  }

  private keep(part: Buffer): void {
    this.pending = Buffer.concat([this.pending, part.subarray(0, longestFirstLine - this.pending.length)]);
  }

  /** Whether some lines end in another way than the rest. */
  get mixesEndings(): boolean {
    return this.carriageReturns !== this.pairs || (this.pairs > 0 && this.pairs !== this.lines);
  }

  result(): Omit<Scan, 'plainPath' | 'dispose'> {
    const open = this.length > 0 ? 1 : 0;
    return {
      lines: this.lines + open,
      blankLines: this.blankLines,
      hasQuotes: this.quotes,
      hasTabs: this.tabs,
      usualTimes: this.usualTimes && (open === 0 || isUsualTime(this.head, 0, this.head.length)),
      firstLine: this.first?.text ?? this.pending.toString('utf8'),
      firstLineNumber: this.first?.number ?? this.lines + open,
    };
  }
}
