import { longestLine } from '../../../../base/files/textLines';
import type { CaptureSource, Head } from '../../source';
import { objectOf, type JsonObject } from './jsonLine';

/** The text of one object; undefined where it is longer than a line may be. */
export interface ObjectText {
  text: string | undefined;
  /** The line on which it begins; its place after the one before, where several begin on one. */
  line: number;
}

const [newline, quote, backslash, open, close] = [10, 34, 92, 123, 125];

/** Whether objects are written over several lines, or in one list, and not one on each line. */
export function isSpread({ lines }: Pick<Head, 'lines'>): boolean {
  const [first = '', second = ''] = lines.map(line => line.trim());
  if (first.startsWith('[')) return true;
  return first.startsWith('{') && !first.endsWith('}') && !second.startsWith('{');
}

/** The first objects of a file, whichever way they are written. */
export function headObjects(head: Head, most: number): JsonObject[] {
  if (!/^\s*[[{]/.test(head.lines[0] ?? '')) return [];
  const texts = isSpread(head)
    ? new ObjectScanner().take(Buffer.from(head.lines.join('\n'))).map(({ text }) => text ?? '')
    : head.lines.filter(line => line.trim() !== '');
  return texts.slice(0, most).flatMap(text => {
    const found = objectOf(text, 1);
    return 'object' in found ? [found.object] : [];
  });
}

/** The objects of a file in order; what stands between them is passed over. */
export async function* objectsOf(source: CaptureSource, isSpread: boolean): AsyncGenerator<ObjectText[]> {
  let line = 0;
  if (!isSpread) {
    for await (const some of source.lines()) yield some.map(text => ({ text, line: ++line }));
    return;
  }
  const scanner = new ObjectScanner();
  for await (const part of source.bytes()) yield scanner.take(part);
  yield scanner.end();
}

/** Cuts a text into its outermost objects by their braces, part by part. */
class ObjectScanner {
  private depth = 0;
  private inText = false;
  private escaped = false;
  private line = 1;
  private begun = 1;
  private last = 0;
  private held: Uint8Array[] = [];
  private heldBytes = 0;

  take(bytes: Uint8Array): ObjectText[] {
    const found: ObjectText[] = [];
    let from = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i];
      if (byte === newline) this.line++;
      if (this.escaped) this.escaped = false;
      else if (this.inText) {
        if (byte === backslash) this.escaped = true;
        else if (byte === quote) this.inText = false;
      } else if (byte === quote) this.inText = this.depth > 0;
      else if (byte === open) {
        if (this.depth++ > 0) continue;
        from = i;
        this.begun = this.line;
      } else if (byte === close && this.depth > 0 && --this.depth === 0)
        found.push(this.object(bytes.subarray(from, i + 1)));
    }
    if (this.depth > 0) this.hold(bytes.subarray(from));
    return found;
  }

  /** What began and did not end. */
  end(): ObjectText[] {
    return this.depth > 0 ? [this.object(new Uint8Array())] : [];
  }

  private object(rest: Uint8Array): ObjectText {
    const tooLong = this.heldBytes + rest.length > longestLine;
    const text = tooLong ? undefined : Buffer.concat([...this.held, rest]).toString('utf8');
    this.held = [];
    this.heldBytes = 0;
    this.last = Math.max(this.begun, this.last + 1);
    return { text, line: this.last };
  }

  private hold(part: Uint8Array): void {
    this.heldBytes += part.length;
    if (this.heldBytes <= longestLine) this.held.push(Uint8Array.from(part));
  }
}
