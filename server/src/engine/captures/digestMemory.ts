import { createHash } from 'node:crypto';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { clearFiles, type Cache } from '../../base/files/cache';
import { crc32 } from '../../base/files/checksum';
import { writeWhole } from '../../base/files/writeDraft';

/** SHA-256 of a file's bytes, and how many they are. */
export interface RememberedDigest {
  content: string;
  bytes: number;
}

interface Entry extends RememberedDigest {
  stamp: string;
  sample: string;
}

export interface DigestMemoryOptions {
  /** Smaller files are read sooner than anybody notices. */
  fromBytes: number;
  /** Milliseconds since 1970. */
  now(): number;
}

const ending = '.digest';
/** What was written so lately may be written again within one tick of the file system's clock; FAT's has two seconds. */
const restMs = 2000;
/** Places of a file that are compared, and bytes of each. */
const [places, placeBytes] = [64, 4096];

/**
 * Digests of large files, kept for the next process: reading one takes longer than what is asked of it. A digest is recalled
 * where device, inode, size and both times of the file are to the nanosecond what they were, and so are samples of its bytes. Nobody
 * writes to a file without its change time being set, which no program can set back: restoring the time of modification
 * does not do.
 */
export class DigestMemory {
  constructor(
    private readonly folder: string,
    private readonly cache: Cache,
    private readonly options: DigestMemoryOptions = { fromBytes: 2 ** 24, now: Date.now },
  ) {
    cache.add(folder, ending);
  }

  /** What is remembered of a file that is as it was; undefined where it has to be read. */
  async recall(path: string): Promise<RememberedDigest | undefined> {
    const now = await this.seen(path);
    const entry = now && entryIn(await readFile(this.place(path), 'utf8').catch(() => ''));
    if (!now || !entry || entry.stamp !== now.stamp || entry.bytes !== now.bytes) return undefined;
    if ((await sampleOf(path, now.bytes)) !== entry.sample) return undefined;
    return { content: entry.content, bytes: entry.bytes };
  }

  /** To be called before a file is read: the answer is called with its digest, and remembers it where the file stayed as it was. */
  async watch(path: string): Promise<((read: RememberedDigest) => Promise<void>) | undefined> {
    const before = await this.seen(path);
    if (!before || before.changedMs > this.options.now() - restMs) return undefined;
    return async ({ content, bytes }) => {
      const sample = await sampleOf(path, bytes).catch(() => undefined);
      const after = await this.seen(path);
      if (sample === undefined || after?.stamp !== before.stamp || bytes !== before.bytes) return;
      const json = JSON.stringify({ content, bytes, stamp: before.stamp, sample } satisfies Entry);
      try {
        await mkdir(this.folder, { recursive: true, mode: 0o700 });
        await writeWhole(this.place(path), put => put(Buffer.from(`${sumOf(json)} ${json}\n`)));
      } catch (error) {
        this.cache.unkept(this.place(path), error);
      }
    };
  }

  async clear(): Promise<void> {
    await clearFiles(this.folder, ending);
  }

  /** Names of files may be secret, and are of no use here. */
  private place(path: string): string {
    return join(this.folder, createHash('sha256').update(resolve(path)).digest('hex').slice(0, 40) + ending);
  }

  private async seen(path: string): Promise<{ stamp: string; bytes: number; changedMs: number } | undefined> {
    const info = await stat(path, { bigint: true }).catch(() => undefined);
    if (!info?.isFile() || Number(info.size) < this.options.fromBytes) return undefined;
    const { dev, ino, size, mtimeNs, ctimeNs, mtimeMs, ctimeMs } = info;
    return {
      stamp: [dev, ino, size, mtimeNs, ctimeNs].join('/'),
      bytes: Number(size),
      changedMs: Math.max(Number(mtimeMs), Number(ctimeMs)),
    };
  }
}

/** Of places all over the file, its beginning and its end among them. */
async function sampleOf(path: string, bytes: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.alloc(placeBytes);
    for (let i = 0; i < places; i++) {
      const from = Math.floor((i * Math.max(0, bytes - placeBytes)) / (places - 1));
      const { bytesRead } = await file.read(buffer, 0, placeBytes, from);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

/** What a line says; undefined where it is not as it was written. */
function entryIn(line: string): Entry | undefined {
  const [, sum, json = ''] = /^([0-9a-f]{8}) (\{.*\})\n$/.exec(line) ?? [];
  return sum === sumOf(json) ? (JSON.parse(json) as Entry) : undefined;
}

const sumOf = (json: string) => crc32(Buffer.from(json)).toString(16).padStart(8, '0');
