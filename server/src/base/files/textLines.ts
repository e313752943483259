import * as l10n from '@vscode/l10n';
import { isUtf8 } from 'node:buffer';
import { plainBytes } from './compression';

/** Bytes; a longer line is not read. */
export const longestLine = 2 ** 24;

const newline = 10;
const carriageReturn = 13;

/** The encoding that a byte order mark at the beginning tells, where it is UTF-16. */
export function utf16In(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

/** Bytes of a text in parts, as UTF-8; what begins with UTF-16's byte order mark, as PowerShell writes it, is decoded. */
export async function* utf8Parts(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let first = true;
  for await (const part of parts) {
    const utf16 = first ? utf16In(part) : undefined;
    if (utf16 !== undefined) decoder = new TextDecoder(utf16);
    first = false;
    yield decoder ? Buffer.from(decoder.decode(part, { stream: true })) : part;
  }
}

/**
 * Lines of a text in order, without their endings, as the editor counts them (node:readline would also end them at
 * U+2028); one that is longer than `longestLine` is undefined. A line that is not UTF-8 is read as Windows-1252.
 */
export async function* linesOf(parts: AsyncIterable<Uint8Array>): AsyncGenerator<(string | undefined)[]> {
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

/** The same of bytes that are there. */
export function splitLines(bytes: Buffer): string[] {
  if (isUtf8(bytes)) return split(bytes.toString('utf8'));
  return split(bytes.toString('latin1')).map(text => {
    const line = Buffer.from(text, 'latin1');
    return isUtf8(line) ? line.toString('utf8') : windows1252.decode(line);
  });
}

const windows1252 = new TextDecoder('windows-1252');

const split = (text: string) => (text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n'));

/** Whether a line has nothing but white space. */
export function isBlank(text: string): boolean {
  return text.trim() === ''; // JavaScript counts a byte order mark as white space.
}

/** The lines of a file, decompressed if need be. Errors name the file. */
export async function* readLines(path: string): AsyncGenerator<string> {
  let line = 0;
  for await (const some of linesOf(utf8Parts(plainBytes(path))))
    for (const text of some) {
      line++;
      if (text === undefined)
        throw new Error(l10n.t('{0}, line {1}: is longer than {2} MiB.', path, line, longestLine / 2 ** 20));
      yield text;
    }
}

/** Text of a one-based line. Throws, naming file and line, when the file is shorter. */
export async function lineAt(path: string, wanted: number): Promise<string> {
  let line = 0;
  for await (const some of linesOf(utf8Parts(plainBytes(path)))) {
    if (line + some.length >= wanted) return some[wanted - line - 1] ?? '';
    line += some.length;
  }
  throw new Error(
    l10n.t('{0}, line {1}: the file has {2} lines. Name a line from 1 to {3}.', path, wanted, line, line),
  );
}
