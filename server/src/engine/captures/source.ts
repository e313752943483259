import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileBytes, plainBytes } from '../../base/files/compression';

/** The beginning of a file, by which its format is judged. */
export interface Head {
  /** Name of the file, without its folder. */
  name: string;
  /** From the first byte, decompressed: 64 KiB, or all there is. */
  bytes: Uint8Array;
  /** Lines from the first that is not blank; together some 64 KiB. */
  lines: readonly string[];
  /** One-based number of the first of `lines`. */
  firstLine: number;
}

const headSize = 65_536;
/** Bytes; a longer line is rejected, and the next are read. */
export const longestLine = 2 ** 24;

/** SHA-256 of the file's bytes as they are on disk: the identity of its content. Errors name the file. */
export async function contentDigest(path: string): Promise<string> {
  const info = await stat(path).catch(cause => {
    throw new Error(
      `${path}: cannot be read (${(cause as NodeJS.ErrnoException).code}). Is the path right?`,
      { cause },
    );
  });
  if (info.isDirectory()) throw new Error(`${path}: is a folder. Name the capture files in it.`);
  if (!info.isFile())
    throw new Error(`${path}: is no plain file but a pipe or a device. Write what it gives to a file first.`);
  if (info.size === 0) throw new Error(`${path}: is empty. A capture has at least one line.`);
  const hash = createHash('sha256');
  for await (const part of fileBytes(path)) hash.update(part);
  return hash.digest('hex');
}

/** A capture file as it is read: decompressed, as UTF-8, in lines. */
export class CaptureSource {
  private constructor(
    /** As it was named. */
    readonly path: string,
    readonly head: Head,
    /** A folder for copies, which whoever makes them deletes. */
    readonly folder: string,
  ) {}

  /** Reads the file's beginning. Rejects, naming the file, when it cannot be read. */
  static async open(path: string, folder: string): Promise<CaptureSource> {
    return new CaptureSource(path, await readHead(path), folder);
  }

  /** The text's bytes in parts, each of which is overwritten by the next. UTF-16 comes as UTF-8. */
  bytes(): AsyncGenerator<Uint8Array> {
    return textBytes(this.path);
  }

  /**
   * All lines in order, without their endings, as the editor counts them; one that is longer than `longestLine` is
   * undefined. A line that is not UTF-8 is read as Windows-1252.
   */
  lines(): AsyncGenerator<(string | undefined)[]> {
    return linesOf(this.bytes());
  }
}

async function readHead(path: string): Promise<Head> {
  let bytes: Uint8Array | undefined;
  const lines: string[] = [];
  let [size, number] = [0, 0];
  async function* seen() {
    for await (const part of textBytes(path)) {
      bytes ??= Uint8Array.from(part.subarray(0, headSize));
      yield part;
    }
  }
  for await (const some of linesOf(seen())) {
    for (const text of some) {
      number++;
      if (lines.length === 0 && text !== undefined && isBlank(text)) continue;
      lines.push((text ?? '').slice(0, headSize));
      size += text?.length ?? 0;
      if (size > headSize) break;
    }
    if (size > headSize) break;
  }
  return {
    name: basename(path),
    bytes: bytes ?? new Uint8Array(),
    lines: lines.map((text, i) => (i === 0 ? text.replace(/^\uFEFF/, '') : text)),
    firstLine: number - lines.length + (lines.length > 0 ? 1 : 0),
  };
}

/** Whether a line has nothing but white space. */
export function isBlank(text: string): boolean {
  return text.trim() === ''; // JavaScript counts a byte order mark as white space.
}

async function* textBytes(path: string): AsyncGenerator<Uint8Array> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let first = true;
  for await (const part of plainBytes(path)) {
    if (first && part[0] === 0xff && part[1] === 0xfe) decoder = new TextDecoder('utf-16le');
    if (first && part[0] === 0xfe && part[1] === 0xff) decoder = new TextDecoder('utf-16be');
    first = false;
    yield decoder ? Buffer.from(decoder.decode(part, { stream: true })) : part;
  }
}

const newline = 10;
const carriageReturn = 13;

async function* linesOf(parts: AsyncIterable<Uint8Array>): AsyncGenerator<(string | undefined)[]> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let tooLong = false;
  for await (const part of parts) {
    // A carriage return that ends this part may be half of a line ending.
    const end = Math.max(part.lastIndexOf(newline), part.lastIndexOf(carriageReturn, part.length - 2)) + 1;
    if (end > 0) {
      const lines: (string | undefined)[] = splitLines(Buffer.concat([...held, part.subarray(0, end)]));
      lines.pop(); // What follows the last ending.
      if (tooLong) lines[0] = undefined;
      held = [];
      heldBytes = 0;
      tooLong = false;
      yield lines;
    }
    if (end === part.length) continue;
    heldBytes += part.length - end;
    if (heldBytes > longestLine) {
      tooLong = true;
      held = [];
    }
    held.push(Uint8Array.from(part.subarray(tooLong ? -1 : end)));
  }
  if (heldBytes === 0) return;
  const lines: (string | undefined)[] = splitLines(Buffer.concat(held));
  if (tooLong) lines[0] = undefined;
  if (lines.length > 1) lines.pop();
  yield lines;
}

/** Lines as the editor counts them. */
export function splitLines(bytes: Buffer): string[] {
  if (isUtf8(bytes)) return split(bytes.toString('utf8'));
  return split(bytes.toString('latin1')).map(text => {
    const line = Buffer.from(text, 'latin1');
    return isUtf8(line) ? line.toString('utf8') : windows1252.decode(line);
  });
}

const windows1252 = new TextDecoder('windows-1252');

const split = (text: string) => (text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n'));
