import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';

/** Bytes of a file that decide how it is loaded, gathered while it is read once. */
export interface Scan {
  /** Lines, the last one counted also when it has no line ending. */
  lines: number;
  blankLines: number;
  hasQuotes: boolean;
  /** First line that is not blank, and its one-based number. */
  firstLine: string;
  firstLineNumber: number;
  /** The text as a file: the capture itself, or its decompressed copy. */
  plainPath: string;
  /** Removes the decompressed copy, if there is one. */
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
  for await (const part of createReadStream(path, { highWaterMark: readSize })) hash.update(part as Buffer);
  return hash.digest('hex');
}

/** Reads the file once, decompressing `.gz` into `folder`. Throws, naming the file, when it is not gzip. */
export async function scanFile(path: string, folder: string): Promise<Scan> {
  const lines = new LineCounter();
  if (!path.toLowerCase().endsWith('.gz')) {
    for await (const part of createReadStream(path, { highWaterMark: readSize })) lines.add(part as Buffer);
    return { ...lines.result(), plainPath: path, dispose: async () => undefined };
  }
  await mkdir(folder, { recursive: true });
  const plainPath = join(folder, `${randomUUID()}.txt`);
  const dispose = () => rm(plainPath, { force: true });
  try {
    const source = createReadStream(path, { highWaterMark: readSize });
    const text = source.pipe(createGunzip({ chunkSize: readSize }));
    source.once('error', error => text.destroy(error));
    await copy(text, plainPath, lines);
  } catch (cause) {
    await dispose();
    throw new Error(
      `${path}: cannot be decompressed (${(cause as Error).message}). Is it a whole gzip file? "gzip -t" tells.`,
      { cause },
    );
  }
  return { ...lines.result(), plainPath, dispose };
}

async function copy(text: Readable, to: string, lines: LineCounter): Promise<void> {
  const out = createWriteStream(to);
  for await (const part of text) {
    lines.add(part as Buffer);
    if (!out.write(part)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

class LineCounter {
  private lines = 0;
  private blankLines = 0;
  private quotes = false;
  private first: { text: string; number: number } | undefined;
  private pending = Buffer.alloc(0);
  private length = 0;
  private last = newline;

  add(part: Buffer): void {
    this.quotes ||= part.includes(34);
    let from = 0;
    for (let at = part.indexOf(newline); at >= 0; at = part.indexOf(newline, from)) {
      const before = at > from ? part[at - 1] : this.last;
      const size = this.length + at - from;
      this.endLine(size === 0 || (size === 1 && before === carriageReturn), part.subarray(from, at));
      from = at + 1;
    }
    this.length += part.length - from;
    if (!this.first) this.keep(part.subarray(from));
    if (part.length > 0) this.last = part[part.length - 1] as number;
  }

  private endLine(blank: boolean, rest: Buffer): void {
    this.lines++;
    if (blank) this.blankLines++;
    if (!this.first) {
      this.keep(rest);
      if (!blank) this.first = { text: this.pending.toString('utf8'), number: this.lines };
      this.pending = Buffer.alloc(0);
    }
    this.length = 0;
    this.last = newline;
  }

  private keep(part: Buffer): void {
    this.pending = Buffer.concat([this.pending, part.subarray(0, longestFirstLine - this.pending.length)]);
  }

  result(): Pick<Scan, 'lines' | 'blankLines' | 'hasQuotes' | 'firstLine' | 'firstLineNumber'> {
    const open = this.length > 0 ? 1 : 0;
    return {
      lines: this.lines + open,
      blankLines: this.blankLines,
      hasQuotes: this.quotes,
      firstLine: this.first?.text ?? this.pending.toString('utf8'),
      firstLineNumber: this.first?.number ?? this.lines + open,
    };
  }
}
