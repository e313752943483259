import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const readSize = 1 << 20;

interface Compression {
  name: string;
  magic: readonly number[];
  /** Undefined where nothing here reads it. */
  decompress?: (source: Readable) => AsyncIterable<Uint8Array>;
  /** The command that tests such a file, or unpacks it where nothing here does. */
  command: string;
}

const compressions: readonly Compression[] = [
  {
    name: 'gzip',
    magic: [0x1f, 0x8b],
    decompress: source => {
      const text = createGunzip({ chunkSize: readSize });
      source.once('error', error => text.destroy(error));
      return source.pipe(text);
    },
    command: 'gzip -t',
  },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68], command: 'bunzip2' },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], command: 'unxz' },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], command: 'unzstd' },
  { name: 'zip', magic: [0x50, 0x4b, 0x03, 0x04], command: 'unzip' },
  { name: 'lz4', magic: [0x04, 0x22, 0x4d, 0x18], command: 'unlz4' },
  { name: '7-Zip', magic: [0x37, 0x7a, 0xbc, 0xaf], command: '7z x' },
];

/** How a file is compressed, by its first bytes, whatever it is called. Undefined when it is not. */
export async function compressionOf(path: string): Promise<string | undefined> {
  return (await compression(path))?.name;
}

async function compression(path: string): Promise<Compression | undefined> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    const first = buffer.subarray(0, bytesRead);
    return compressions.find(({ magic }) => magic.every((byte, i) => first[i] === byte));
  } finally {
    await file.close();
  }
}

/**
 * The bytes of a file, decompressed if they are compressed, in parts. A part is overwritten by the next: a stream's
 * fresh buffers cost more than a hash. Errors name the file.
 */
export async function* plainBytes(path: string): AsyncGenerator<Uint8Array> {
  const found = await compression(path);
  if (!found && path.toLowerCase().endsWith('.gz'))
    throw new Error(
      `${path}: cannot be decompressed (it does not begin as gzip does). Is it a whole gzip file? "gzip -t" tells.`,
    );
  if (!found) return yield* fileBytes(path);
  const { name, decompress, command } = found;
  if (!decompress) throw new Error(`${path}: is compressed (${name}). Unpack it first: "${command}".`);
  const source = createReadStream(path, { highWaterMark: readSize });
  try {
    yield* decompress(source);
  } catch (cause) {
    throw new Error(
      `${path}: cannot be decompressed (${(cause as Error).message}). Is it a whole ${name} file? "${command}" tells.`,
      { cause },
    );
  } finally {
    source.destroy();
  }
}

/** The bytes of a file as they are; each part overwrites the one before. */
export async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
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
