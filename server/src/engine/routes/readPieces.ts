import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { plainBytes, plainStream } from '../../base/files/compression';
import { utf16In } from '../../base/files/textLines';

/** A file by its path, or a stream under a name, as standard input is. */
export type RouteSource = string | { name: string; stream: Readable };

export const nameOfSource = (source: RouteSource) => (typeof source === 'string' ? source : source.name);

/**
 * The text of a file or stream, piece by piece; what is compressed is decompressed on the way, and UTF-16 read
 * as such, which PowerShell writes. Errors name the file.
 */
export async function* readPieces(source: RouteSource, signal?: AbortSignal): AsyncGenerator<string> {
  const bytes =
    typeof source === 'string' ? plainBytes(source) : plainStream(source.stream, nameOfSource(source));
  let decoder: TextDecoder | undefined;
  for await (const piece of bytes) {
    signal?.throwIfAborted();
    decoder ??= new TextDecoder(utf16In(piece) ?? 'utf-8');
    yield decoder.decode(piece, { stream: true });
  }
  yield decoder?.decode() ?? '';
}
