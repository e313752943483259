import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/**
 * The file's lines in order, without line endings; `.gz` is decompressed on the way. Errors name the file.
 * Lines are those of the editor and the store: node:readline would also end them at U+2028.
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  const source = createReadStream(path);
  const text = path.toLowerCase().endsWith('.gz') ? source.pipe(createGunzip()) : source;
  source.once('error', error => text.destroy(error));
  text.setEncoding('utf8');
  let rest = '';
  try {
    for await (const part of text) {
      // A carriage return that ends this part may be half of a line ending.
      const lines = (rest + String(part)).split(/\r\n|\n|\r(?!\n|$)/);
      rest = lines.pop() as string;
      yield* lines;
    }
    if (rest !== '') yield rest.replace(/\r$/, '');
  } catch (cause) {
    throw new Error(`${path}: cannot be read (${(cause as Error).message}).`, { cause });
  } finally {
    source.destroy();
  }
}

/** Text of a one-based line. Throws, naming file and line, when the file is shorter. */
export async function lineAt(path: string, wanted: number): Promise<string> {
  let line = 0;
  for await (const text of readLines(path)) if (++line === wanted) return text;
  throw new Error(`${path}, line ${wanted}: the file has ${line} lines. Name a line from 1 to ${line}.`);
}

/** The first line that is not blank, or an empty text. */
export async function firstLine(path: string): Promise<string> {
  for await (const text of readLines(path)) if (text.trim() !== '') return text;
  return '';
}
