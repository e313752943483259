import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';

/** A file by its path, or a stream under a name, as standard input is. */
export type RouteSource = string | { name: string; stream: Readable };

export const nameOfSource = (source: RouteSource) => (typeof source === 'string' ? source : source.name);

/**
 * The text of a file or stream, piece by piece; gzip is decompressed on the way, whatever the name, and UTF-16 read
 * as such, which PowerShell writes. Errors name the file.
 */
export async function* readPieces(source: RouteSource, signal?: AbortSignal): AsyncGenerator<string> {
  const name = nameOfSource(source);
  if (typeof source === 'string') await refuseSpecial(source);
  const raw =
    typeof source === 'string' ? createReadStream(source, { highWaterMark: 1 << 20 }) : source.stream;
  let decoder: TextDecoder | undefined;
  try {
    for await (const piece of await plain(raw, name)) {
      signal?.throwIfAborted();
      decoder ??= new TextDecoder(encodingOf(piece));
      yield decoder.decode(piece, { stream: true });
    }
    yield decoder?.decode() ?? '';
  } catch (cause) {
    if (signal?.aborted || cause instanceof Refused) throw cause;
    throw new Error(`${name}: ${whyNot(cause as NodeJS.ErrnoException)}`, { cause });
  } finally {
    raw.destroy();
  }
}

/** Raised with a message that names the file already. */
class Refused extends Error {}

/** What has no end, or waits for somebody, would be read for ever. */
export async function refuseSpecial(path: string): Promise<void> {
  const info = await stat(path).catch(() => undefined); // Opening it says what is wrong.
  const kind = info?.isFIFO()
    ? 'a named pipe'
    : info?.isCharacterDevice() || info?.isBlockDevice()
      ? 'a device'
      : info?.isSocket()
        ? 'a socket'
        : undefined;
  if (kind !== undefined)
    throw new Refused(
      `${path}: is ${kind} and may have no end; files, folders and standard input ("-") are read.`,
    );
}

/** Compressions that are known by their first bytes, and not read. */
const unread: [name: string, magic: string, remedy: string][] = [
  ['bzip2', '425a68', 'bunzip2'],
  ['xz', 'fd377a585a00', 'unxz'],
  ['zstd', '28b52ffd', 'unzstd'],
  ['zip', '504b0304', 'unzip'],
];

async function plain(raw: Readable, name: string): Promise<AsyncIterable<Buffer>> {
  const pieces = raw[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
  const held: Buffer[] = [];
  let length = 0;
  while (length < 6) {
    const next = await pieces.next();
    if (next.done) break;
    const piece = Buffer.from(next.value as Buffer);
    held.push(piece);
    length += piece.length;
  }
  const head = Buffer.concat(held);
  const hex = head.subarray(0, 6).toString('hex');
  const [what, , remedy] = unread.find(([, magic]) => hex.startsWith(magic)) ?? [];
  if (what !== undefined)
    throw new Refused(`${name}: is compressed (${what}): decompress it first (${remedy}).`);
  const all = (async function* () {
    if (head.length > 0) yield head;
    for (;;) {
      const next = await pieces.next();
      if (next.done) return;
      yield Buffer.from(next.value as Buffer);
    }
  })();
  return hex.startsWith('1f8b') ? gunzipped(all) : all;
}

function gunzipped(pieces: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const gunzip = createGunzip({ chunkSize: 1 << 20 });
  const source = Readable.from(pieces, { objectMode: false });
  source.once('error', error => gunzip.destroy(error));
  return source.pipe(gunzip) as AsyncIterable<Buffer>;
}

function whyNot({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'Z_BUF_ERROR') return 'the gzip data are cut off before their end: copy the file again.';
  if (code?.startsWith('Z_'))
    return `the gzip data are damaged, or followed by something else (${message}): check the file with "gzip -t", and copy it again.`;
  return `cannot be read (${message}).`;
}

function encodingOf(piece: Buffer): string {
  if (piece[0] === 0xff && piece[1] === 0xfe) return 'utf-16le';
  return piece[0] === 0xfe && piece[1] === 0xff ? 'utf-16be' : 'utf-8';
}
