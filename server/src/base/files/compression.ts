import * as l10n from '@vscode/l10n';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { PassThrough, pipeline, Readable, type Duplex } from 'node:stream';
import * as zlib from 'node:zlib';
import { Decompress as ZstdDecompress } from 'fzstd';
import unbzip2 from 'unbzip2-stream';
import * as xz from 'xz-decompress';
import yauzl from 'yauzl';
import { crc32 } from './checksum';

// Its names are found by bundlers, and hidden behind `default` where Node imports it as it is.
const { XzReadableStream } = (xz as { default?: typeof xz }).default ?? xz;

const readSize = 1 << 20;

type Parts = AsyncIterable<Uint8Array>;

interface Compression {
  name: string;
  magic: readonly number[];
  /** Where the magic stands; 0 when absent. */
  at?: number;
  /** Whether many files may be in it, which nothing here tells apart. */
  isArchive?: true;
  /** Undefined where nothing here reads it from a stream. */
  decompress?: (source: Readable) => Parts;
  /** The same from a file that can be read at any place. */
  decompressFile?: (path: string) => Promise<Parts>;
  /** The command that tests such a file, or unpacks it where nothing here does. */
  command: string;
}

const compressions: readonly Compression[] = [
  {
    name: 'gzip',
    magic: [0x1f, 0x8b],
    decompress: source => piped(source, zlib.createGunzip({ chunkSize: readSize })),
    command: 'gzip -t',
  },
  {
    name: 'bzip2',
    magic: [0x42, 0x5a, 0x68],
    decompress: source => piped(source, unbzip2() as Duplex),
    command: 'bzip2 -t',
  },
  {
    name: 'xz',
    magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
    decompress: source => new XzReadableStream(Readable.toWeb(source) as ReadableStream<Uint8Array>),
    command: 'xz -t',
  },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], decompress: zstd, command: 'zstd -t' },
  { name: 'zip', magic: [0x50, 0x4b, 0x03, 0x04], decompressFile: onlyEntry, command: 'unzip' },
  { name: 'lz4', magic: [0x04, 0x22, 0x4d, 0x18], command: 'unlz4' },
  { name: '7-Zip', magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], command: '7z x' },
  { name: 'RAR', magic: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], command: 'unrar x' },
  { name: 'lzma', magic: [0x5d, 0x00, 0x00], command: 'unlzma' },
  { name: 'compress', magic: [0x1f, 0x9d], command: 'uncompress' },
  // "ustar", as POSIX and GNU write it; what is before it is the name of the first file.
  { name: 'tar', magic: [0x75, 0x73, 0x74, 0x61, 0x72], at: 257, isArchive: true, command: 'tar xf' },
];

/** Bytes that tell how something is compressed. */
const headBytes = 262;

/** A magic that does not stand first may be what somebody wrote into a flow: no line ends before it. */
const compressionIn = (first: Uint8Array): Compression | undefined =>
  compressions.find(
    ({ magic, at = 0 }) =>
      magic.every((byte, i) => first[at + i] === byte) && !first.subarray(0, at).includes(0x0a),
  );

/** Raised with a message that names the file already. */
class Refused extends Error {}

/** How a file is compressed, by its first bytes, whatever it is called. Undefined when it is not. */
export async function compressionOf(path: string): Promise<string | undefined> {
  return compressionIn(await firstBytes(path))?.name;
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Pipes and devices have no end, or wait for somebody: they would be read for ever. Rejects, naming the file. */
export async function refuseSpecial(path: string): Promise<void> {
  const info = await stat(path).catch(() => undefined); // Opening it says what is wrong.
  const kind = info?.isFIFO()
    ? l10n.t('a named pipe')
    : info?.isCharacterDevice() || info?.isBlockDevice()
      ? l10n.t('a device')
      : info?.isSocket()
        ? l10n.t('a socket')
        : undefined;
  if (kind !== undefined)
    throw new Refused(
      l10n.t(
        '{0}: is {1} and may have no end; files, folders and standard input ("-") are read.',
        path,
        kind,
      ),
    );
}

/**
 * The bytes of a file, decompressed if they are compressed, in parts. A part may be overwritten by the next: a
 * stream's fresh buffers cost more than a hash. Errors name the file by `name`.
 */
export async function* plainBytes(path: string, name = path): AsyncGenerator<Uint8Array> {
  await refuseSpecial(path);
  const found = compressionIn(await firstBytes(path));
  if (!found) return yield* fileBytes(path);
  if (found.decompressFile) return yield* told(name, found, unpacked(found.decompressFile(path)));
  const source = createReadStream(path, { highWaterMark: readSize });
  try {
    yield* told(name, found, decompressed(name, found, source));
  } finally {
    source.destroy();
  }
}

/** The same of a stream; `name` stands for it in errors. */
export async function* plainStream(stream: Readable, name: string): AsyncGenerator<Uint8Array> {
  const held: Buffer[] = [];
  const parts = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (let bytes = 0; bytes < headBytes;) {
    const next = await parts.next();
    if (next.done) break;
    held.push(Buffer.from(next.value));
    bytes += next.value.length;
  }
  const first = Buffer.concat(held);
  const all = (async function* () {
    yield first;
    for (let next = await parts.next(); !next.done; next = await parts.next()) yield Buffer.from(next.value);
  })();
  const found = compressionIn(first);
  if (!found) return yield* all;
  yield* told(name, found, decompressed(name, found, Readable.from(all)));
}

function decompressed(name: string, { decompress, ...found }: Compression, source: Readable): Parts {
  if (decompress) return decompress(source);
  if (found.isArchive) throw archive(name, found.name, found.command);
  throw new Refused(
    l10n.t('{0}: is compressed ({1}): decompress it first ({2}).', name, found.name, found.command),
  );
}

/** Of many files, or of one that is not told apart from many without reading all. */
const archive = (path: string, kind: string, command: string) =>
  new Refused(
    l10n.t('{0}: is an archive ({1}). Unpack it ("{2}") and name the captures in it.', path, kind, command),
  );

/** The parts, whose errors name the file and what may be wrong with it. */
async function* told(path: string, { name, command }: Compression, parts: Parts): AsyncGenerator<Uint8Array> {
  try {
    let first = true;
    for await (const part of parts) {
      const again = first ? compressionIn(part) : undefined;
      if (again?.isArchive) throw archive(path, `${again.name}, ${name}`, again.command);
      if (again)
        throw new Refused(
          l10n.t('{0}: is compressed twice ({1} in {2}): decompress it once.', path, again.name, name),
        );
      first = false;
      yield part;
    }
  } catch (cause) {
    if (cause instanceof Refused) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== undefined && /^E[A-Z]+$/.test(code))
      throw new Error(l10n.t('{0}: cannot be read ({1}).', path, message), { cause });
    const cut = code === 'Z_BUF_ERROR' || /premature|EOF/i.test(message);
    throw new Error(
      cut
        ? l10n.t('{0}: the {1} data are cut off before their end: copy the file again.', path, name)
        : l10n.t(
            '{0}: the {1} data are damaged, or followed by something else ({2}): check the file with "{3}", and copy it again.',
            path,
            name,
            message,
            command,
          ),
      { cause },
    );
  }
}

async function* unpacked(parts: Promise<Parts>): AsyncGenerator<Uint8Array> {
  yield* await parts;
}

/** Unlike `pipe`, which leaves the reader waiting when the source fails. */
function piped(source: Readable, transform: Duplex): Parts {
  const out = new PassThrough({ readableHighWaterMark: 2 * readSize });
  pipeline(source, transform, out, () => undefined); // An error ends `out`, and whoever reads it hears.
  return out;
}

async function* zstd(source: Readable): AsyncGenerator<Uint8Array> {
  // Node has its own since 22.15, which also compares the checksum.
  const native = (zlib as { createZstdDecompress?: () => Duplex }).createZstdDecompress;
  if (native) return yield* piped(source, native());
  let parts: Uint8Array[] = [];
  const decompress = new ZstdDecompress(part => {
    parts.push(part);
  });
  for await (const part of source as AsyncIterable<Buffer>) {
    decompress.push(part);
    yield* parts;
    parts = [];
  }
  decompress.push(new Uint8Array(), true);
  yield* parts;
}

/** The file in an archive that holds one. */
async function onlyEntry(path: string): Promise<Parts> {
  const archive = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });
  const entries = await new Promise<yauzl.Entry[]>((resolve, reject) => {
    const found: yauzl.Entry[] = [];
    archive.on('entry', (entry: yauzl.Entry) => {
      // What macOS adds beside each file is not what was packed.
      if (!entry.fileName.endsWith('/') && !entry.fileName.startsWith('__MACOSX/')) found.push(entry);
      archive.readEntry();
    });
    archive.once('end', () => resolve(found));
    archive.once('error', reject);
    archive.readEntry();
  });
  const [entry] = entries;
  if (!entry || entries.length > 1) {
    archive.close();
    throw new Refused(
      l10n.t(
        '{0}: is an archive (zip) of {1} files. Unpack it ("unzip") and name the captures in it.',
        path,
        entries.length,
      ),
    );
  }
  const text = await new Promise<Readable>((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
  text.once('close', () => archive.close());
  return checked(text, entry.crc32);
}

/** The parts, if in the end they have the checksum that the archive gives. */
async function* checked(parts: Parts, wanted: number): AsyncGenerator<Uint8Array> {
  let found = 0;
  for await (const part of parts) {
    found = crc32(part, found);
    yield part;
  }
  if (found !== wanted) throw new Error(l10n.t('the checksum is another'));
}

/** The bytes of a file as they are; each part overwrites the one before. */
export async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    // Small files are many, and large buffers keep the garbage collector busy. What tells no size is read all the same.
    const { size } = await file.stat();
    const buffer = Buffer.allocUnsafe(Math.min(readSize, Math.max(size, 1 << 16)));
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
