import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';

/**
 * The text of a file, piece by piece; `.gz` is decompressed on the way, and UTF-16 read as such, which PowerShell
 * writes. Errors name the file.
 */
export async function* readPieces(path: string, signal?: AbortSignal): AsyncGenerator<string> {
  const source = createReadStream(path, { highWaterMark: 1 << 20 });
  const bytes = path.toLowerCase().endsWith('.gz')
    ? source.pipe(createGunzip({ chunkSize: 1 << 20 }))
    : source;
  source.once('error', error => bytes.destroy(error));
  let decoder: TextDecoder | undefined;
  try {
    for await (const piece of bytes as AsyncIterable<Buffer>) {
      signal?.throwIfAborted();
      decoder ??= new TextDecoder(encodingOf(piece));
      yield decoder.decode(piece, { stream: true });
    }
    yield decoder?.decode() ?? '';
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Error(`${path}: cannot be read (${(cause as Error).message}).`, { cause });
  } finally {
    source.destroy();
  }
}

function encodingOf(piece: Buffer): string {
  if (piece[0] === 0xff && piece[1] === 0xfe) return 'utf-16le';
  return piece[0] === 0xfe && piece[1] === 0xff ? 'utf-16be' : 'utf-8';
}
