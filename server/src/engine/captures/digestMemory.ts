import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clearFiles, type Cache } from '../../base/files/cache';
import { crc32 } from '../../base/files/checksum';
import { writeWhole } from '../../base/files/writeDraft';
import { isAtRest, sampleOf, traceName, traceOf, type FileTrace } from './fileTrace';

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
    if (!before || !isAtRest(before, this.options.now())) return undefined;
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

  private place(path: string): string {
    return join(this.folder, traceName(path) + ending);
  }

  private async seen(path: string): Promise<FileTrace | undefined> {
    const trace = await traceOf(path);
    return trace && trace.bytes >= this.options.fromBytes ? trace : undefined;
  }
}

/** What a line says; undefined where it is not as it was written. */
function entryIn(line: string): Entry | undefined {
  const [, sum, json = ''] = /^([0-9a-f]{8}) (\{.*\})\n$/.exec(line) ?? [];
  return sum === sumOf(json) ? (JSON.parse(json) as Entry) : undefined;
}

const sumOf = (json: string) => crc32(Buffer.from(json)).toString(16).padStart(8, '0');
