import { basename } from 'node:path';
import { plainBytes } from '../../base/files/compression';
import { isBlank, linesOf, utf16In, utf8Parts } from '../../base/files/textLines';

/** The beginning of a file, by which its format is judged. */
export interface Head {
  /** Name of the file, without its folder. */
  name: string;
  /** From the first byte, decompressed, as UTF-8: 64 KiB, or all there is. */
  bytes: Uint8Array;
  /** Whether the file is UTF-16, and no byte of it is where it is in `bytes`. */
  isRecoded?: boolean;
  /** Lines from the first that is not blank; together some 64 KiB. */
  lines: readonly string[];
  /** One-based number of the first of `lines`. */
  firstLine: number;
}

const headSize = 65_536;

/** `sep=;`, which tells spreadsheets what separates the cells; it is passed over as a blank line is. */
const spreadsheetSeparator = /^\uFEFF?"?sep=.{1,2}"?\r?$/i;

/** A capture file as it is read: decompressed, as UTF-8, in lines. */
export class CaptureSource {
  private constructor(
    /** As it was named. */
    readonly path: string,
    readonly head: Head,
    /** A folder for copies, which whoever makes them deletes. */
    readonly folder: string,
    /** Where its bytes are: the file itself, or a copy of one that changes. */
    readonly content: string,
  ) {}

  /** Reads the file's beginning. Rejects, naming the file, when it cannot be read. */
  static async open(path: string, folder: string, content = path): Promise<CaptureSource> {
    return new CaptureSource(path, await readHead(path, content), folder, content);
  }

  /** The text's bytes in parts, each of which is overwritten by the next. UTF-16 comes as UTF-8. */
  bytes(): AsyncGenerator<Uint8Array> {
    return utf8Parts(plainBytes(this.content, this.path));
  }

  /**
   * All lines in order, without their endings, as the editor counts them; one that is longer than `longestLine` is
   * undefined. A line that is not UTF-8 is read as Windows-1252.
   */
  lines(): AsyncGenerator<(string | undefined)[]> {
    return linesOf(this.bytes());
  }
}

async function readHead(path: string, content: string): Promise<Head> {
  let bytes: Uint8Array | undefined;
  const head = new HeadLines();
  let isRecoded = false;
  async function* plain() {
    let first = true;
    for await (const part of plainBytes(content, path)) {
      if (first) isRecoded = utf16In(part) !== undefined;
      first = false;
      yield part;
    }
  }
  async function* seen() {
    for await (const part of utf8Parts(plain())) {
      bytes ??= Uint8Array.from(part.subarray(0, headSize));
      yield part;
    }
  }
  for await (const some of linesOf(seen())) {
    for (const text of some) if (head.add(text ?? '')) break;
    if (head.full) break;
  }
  return {
    name: basename(path),
    bytes: bytes ?? new Uint8Array(),
    ...(isRecoded ? { isRecoded } : {}),
    lines: head.lines,
    firstLine: head.firstLine,
  };
}

/** Lines of a head; one rule for files and for what is open in the editor. */
export class HeadLines {
  readonly lines: string[] = [];
  /** One-based; without lines, that of the last blank one. */
  firstLine = 0;
  private size = 0;

  get full(): boolean {
    return this.size > headSize;
  }

  /** True when no more lines are needed. */
  add(text: string): boolean {
    if (this.lines.length === 0) this.firstLine++;
    if (this.lines.length > 0 || !(isBlank(text) || spreadsheetSeparator.test(text))) {
      this.lines.push((this.lines.length === 0 ? text.replace(/^\uFEFF/, '') : text).slice(0, headSize));
      this.size += text.length + 1;
    }
    return this.full;
  }
}
