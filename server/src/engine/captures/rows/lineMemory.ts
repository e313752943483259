import * as l10n from '@vscode/l10n';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Damaged, readArrays, writeArrays, type Form } from '../../../base/files/arrayFile';
import { clearFiles, type Cache } from '../../../base/files/cache';
import { isAtRest, sampleOf, traceName, traceOf, type FileTrace } from '../fileTrace';

/** Where the lines of a file's first bytes stand. */
export interface KnownLines {
  /** Of each mark, the byte and the zero-based number of the line that begins there. */
  offsets: readonly number[];
  numbers: readonly number[];
  /** Zero-based lines that may be headers. */
  headers: readonly number[];
  /** Line endings among the bytes. */
  ended: number;
  bytes: number;
  lastByte: number;
}

interface Header extends Pick<KnownLines, 'ended' | 'bytes' | 'lastByte'> {
  /** Empty where the file may have been written to in the same tick of the clock: it is known again only by having grown. */
  stamp: string;
  node: string;
  sample: string;
  /** What headers were looked for by. */
  header: string;
}

type Arrays = Record<'offsets' | 'numbers' | 'headers', Float64Array>;

export interface LineMemoryOptions {
  /** Smaller files are read sooner than anybody notices. */
  fromBytes: number;
  /** Milliseconds since 1970. */
  now(): number;
}

const ending = '.lines';
const form: Form = { what: 'lines', version: 1 };

/**
 * Where the lines of large text files stand, kept for the next time that they are opened. It is recalled by what a digest is
 * recalled by. A file that has grown is another by its stamp: of it the lines are recalled where device and inode are the
 * same and samples of its first bytes too, as of a table that is open while its file grows.
 */
export class LineMemory {
  constructor(
    private readonly folder: string,
    private readonly cache: Cache,
    private readonly options: LineMemoryOptions = { fromBytes: 2 ** 24, now: Date.now },
  ) {
    cache.add(folder, ending);
  }

  /** What is remembered of a file, and whether that is all of it; undefined where it has to be read. */
  async recall(path: string, header: string): Promise<{ lines: KnownLines; whole: boolean } | undefined> {
    const now = await traceOf(path);
    if (!now || now.bytes < this.options.fromBytes) return undefined;
    try {
      const { header: known, arrays } = await readArrays<Header, Arrays>(this.place(path), form);
      const whole = known.stamp === now.stamp;
      if (!whole && (known.node !== now.node || known.bytes >= now.bytes)) return undefined;
      if (known.header !== header || (await sampleOf(path, known.bytes)) !== known.sample) return undefined;
      const { bytes, ended, lastByte } = known;
      const [offsets, numbers, headers] = [arrays.offsets, arrays.numbers, arrays.headers].map(array => [
        ...array,
      ]) as [number[], number[], number[]];
      return { lines: { offsets, numbers, headers, bytes, ended, lastByte }, whole };
    } catch (error) {
      // None yet, or one of another version, which is written anew once the file was read.
      if (error instanceof Damaged)
        await this.cache.setAside(this.place(path), error.message, l10n.t('the lines are counted again'));
      return undefined;
    }
  }

  /** How much of a file has to be new for its lines to be kept anew. */
  get step(): number {
    return this.options.fromBytes;
  }

  /** Keeps the lines of a file that was read to its end, and of which `before` was seen before. Never rejects. */
  async keep(path: string, header: string, lines: KnownLines, before: FileTrace | undefined): Promise<void> {
    const { bytes, ended, lastByte } = lines;
    if (!before || bytes < this.options.fromBytes) return;
    try {
      const sample = await sampleOf(path, bytes);
      const now = await traceOf(path);
      if (now?.node !== before.node || now.bytes < bytes) return;
      const isSame =
        now.stamp === before.stamp && now.bytes === bytes && isAtRest(before, this.options.now());
      const stamp = isSame ? now.stamp : '';
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeArrays<Header, Arrays>(this.place(path), form, {
        header: { stamp, node: now.node, sample, header, bytes, ended, lastByte },
        arrays: {
          offsets: Float64Array.from(lines.offsets),
          numbers: Float64Array.from(lines.numbers),
          headers: Float64Array.from(lines.headers),
        },
      });
    } catch (error) {
      this.cache.unkept(this.place(path), error);
    }
  }

  async clear(): Promise<void> {
    await clearFiles(this.folder, ending);
  }

  private place(path: string): string {
    return join(this.folder, traceName(path) + ending);
  }
}
