const newline = 10;
/** Stands in the table for no text. */
const none = 0xffffffff;

/**
 * Texts by number as they stand in a file, UTF-8 and each ended by a newline: one is decoded when it is asked for. A
 * million and more tokens are ready in a tenth of the time that as many strings and a map of them take.
 */
export class Texts {
  /** Numbers of texts by the hash of their bytes, open addressing; made for the first search. */
  private table: Uint32Array | undefined;

  private constructor(
    private readonly bytes: Buffer,
    /** Where each text begins, and one entry more. */
    private readonly starts: Uint32Array,
  ) {}

  /** Texts with a newline between two. There is always one, which may be empty. */
  static ofLines(lines: Uint8Array): Texts {
    const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.length);
    let starts = new Uint32Array(Math.max(16, bytes.length >> 4));
    let size = 1;
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) {
      if (size + 1 >= starts.length) {
        const longer = new Uint32Array(starts.length * 2);
        longer.set(starts);
        starts = longer;
      }
      starts[size++] = at + 1;
    }
    starts[size] = bytes.length + 1;
    return new Texts(bytes, starts.subarray(0, size + 1));
  }

  static ofStrings(texts: readonly string[]): Texts {
    const starts = new Uint32Array(texts.length + 1);
    for (const [row, text] of texts.entries())
      starts[row + 1] = (starts[row] as number) + Buffer.byteLength(text, 'utf8') + 1;
    const bytes = Buffer.alloc(starts[texts.length] as number, newline);
    for (const [row, text] of texts.entries()) bytes.write(text, starts[row] as number, 'utf8');
    return new Texts(bytes, starts);
  }

  get size(): number {
    return this.starts.length - 1;
  }

  at(row: number): string {
    return this.bytes.toString('utf8', this.starts[row], (this.starts[row + 1] as number) - 1);
  }

  /** The first of the texts that is this one; undefined when none is. */
  row(text: string): number | undefined {
    const table = (this.table ??= this.hashed());
    const asked = Buffer.from(text, 'utf8');
    const mask = table.length - 1;
    for (let at = hashOf(asked, 0, asked.length) & mask; table[at] !== none; at = (at + 1) & mask) {
      const row = table[at] as number;
      const [from, to] = [this.starts[row] as number, (this.starts[row + 1] as number) - 1];
      if (asked.equals(this.bytes.subarray(from, to))) return row;
    }
    return undefined;
  }

  /** Whether some text has this part. */
  haveWithin(part: string): boolean {
    return this.bytes.includes(part, 0, 'utf8');
  }

  all(): string[] {
    return Array.from({ length: this.size }, (_, row) => this.at(row));
  }

  private hashed(): Uint32Array {
    const { bytes, starts, size } = this;
    const table = new Uint32Array(2 ** Math.ceil(Math.log2(2 * size + 1))).fill(none);
    const mask = table.length - 1;
    for (let row = 0; row < size; row++) {
      let at = hashOf(bytes, starts[row] as number, (starts[row + 1] as number) - 1) & mask;
      while (table[at] !== none) at = (at + 1) & mask;
      table[at] = row;
    }
    return table;
  }
}

/** FNV-1a, whose upper bits are mixed into the lower ones that number a place. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

const known = new WeakMap<object, Texts>();

/** The texts of something that has strings, made once. */
export function textsOf<T extends object>(owner: T, strings: (owner: T) => readonly string[]): Texts {
  let texts = known.get(owner);
  if (!texts) known.set(owner, (texts = Texts.ofStrings(strings(owner))));
  return texts;
}

/** Gives `owner` a list of strings under `name` that is made of texts when it is asked for. */
export function withTexts<T extends object, Name extends string>(
  owner: T,
  name: Name,
  texts: Texts,
): T & Readonly<Record<Name, readonly string[]>> {
  let strings: readonly string[] | undefined;
  const whole = Object.defineProperty(owner, name, {
    get: () => (strings ??= texts.all()),
    enumerable: true,
  });
  known.set(whole, texts);
  return whole as T & Readonly<Record<Name, readonly string[]>>;
}
