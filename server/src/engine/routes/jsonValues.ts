/** A JSON object as it stands in the file: its text and one-based lines. */
export interface JsonText {
  text: string;
  line: number;
  lastLine: number;
  /** The file, or the next object, began before this one had ended. */
  cut: boolean;
  /** It is longer than `longestValue`, and its text is not kept. */
  tooLong: boolean;
}

/** Characters of a JSON object; the results of a traceroute have thousands, of a thousand probes some millions. */
export const longestValue = 64 * 1024 * 1024;

/** Text between objects of which more than this is not kept. */
const longestStray = 10_000;

export interface JsonListener {
  value(value: JsonText): void;
  /** A line that begins with `#` between objects. */
  comment(text: string, line: number): void;
  /** Text between objects that is neither: its line, from where it begins. */
  stray(text: string, line: number): void;
}

const enum Char {
  newline = 10,
  quote = 34,
  hash = 35,
  comma = 44,
  colon = 58,
  openList = 91,
  backslash = 92,
  closeList = 93,
  open = 123,
  close = 125,
}

/**
 * Cuts JSON lines, objects after each other, or one array of objects (on one line too) into its objects, without
 * holding more than one of them. Objects that lack a bracket are told apart from those that are cut off: an object
 * may not begin at the start of a line where nothing asks for one, nor at all inside one that began as a JSON line.
 */
export class JsonValues {
  private line = 1;
  /** Brackets open, innermost last; empty between values. */
  private open: number[] = [];
  private held = '';
  /** Characters of the object so far, kept or not. */
  private length = 0;
  private startLine = 1;
  private inString = false;
  private escaped = false;
  private lineStart = true;
  private before = 0;
  /** Whether more than a bracket stands on the value's first line, as in JSON lines. */
  private packed = false;
  /** What stands on this line between values: nothing, a comment, or text to be passed over. */
  private between: 'nothing' | 'comment' | 'stray' = 'nothing';

  constructor(private readonly listener: JsonListener) {}

  push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.open.length === 0 && this.between !== 'nothing') {
        const end = text.indexOf('\n', at);
        if (this.between === 'comment' || this.held.length < longestStray)
          this.held += text.slice(at, end < 0 ? text.length : end);
        if (end < 0) return;
        this.endOfLine();
        at = end;
        continue;
      }
      if (code === Char.newline) {
        this.line++;
        this.lineStart = true;
        this.inString = this.escaped = false;
        continue;
      }
      if (this.open.length === 0) {
        if (code === Char.open) from = this.begin(at);
        else if (code === Char.hash && this.lineStart) this.between = 'comment';
        else if (code > 32 && code !== Char.comma && code !== Char.openList && code !== Char.closeList) {
          this.between = 'stray';
          this.held = text[at] as string;
        }
        this.lineStart &&= code <= 32;
        continue;
      }
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (code === Char.backslash) this.escaped = true;
        else if (code === Char.quote) this.inString = false;
      } else if (code === Char.open && this.lineStart && (this.packed || !this.asked())) {
        this.emit(text.slice(from, at), this.line - 1, true);
        from = this.begin(at);
      } else if (this.bracket(code)) {
        this.emit(text.slice(from, at + 1), this.line, false);
        from = at + 1;
      }
      this.lineStart = false;
      if (code > 32) {
        this.before = code;
        this.packed ||= this.line === this.startLine;
      }
    }
    if (this.open.length > 0) this.hold(text.slice(from));
  }

  /** Keeps a part of an object that goes on; of one that is too long no more than that it is. */
  private hold(text: string): void {
    this.length += text.length;
    this.held = this.length > longestValue ? '' : this.held + text;
  }

  end(): void {
    if (this.open.length > 0) this.emit('', this.line, true);
    else if (this.between !== 'nothing') this.endOfLine();
  }

  private begin(at: number): number {
    this.open = [Char.open];
    this.startLine = this.line;
    this.before = Char.open;
    this.held = '';
    this.length = 0;
    this.packed = false;
    return at;
  }

  /** Whether what stands before asks for a value. */
  private asked(): boolean {
    return this.before === Char.comma || this.before === Char.colon || this.before === Char.openList;
  }

  /** True when the value ends here. A `}` also closes lists left open inside, as old versions of mtr leave them. */
  private bracket(code: number): boolean {
    const { open } = this;
    if (code === Char.quote) this.inString = true;
    else if (code === Char.open || code === Char.openList) open.push(code);
    else if (code === Char.closeList && open.at(-1) === Char.openList) open.pop();
    else if (code === Char.close) while (open.pop() === Char.openList);
    return open.length === 0;
  }

  private emit(rest: string, lastLine: number, cut: boolean): void {
    this.hold(rest);
    const { held: text, length } = this;
    this.held = '';
    this.length = 0;
    this.open = [];
    this.inString = this.escaped = false;
    this.listener.value({ text, line: this.startLine, lastLine, cut, tooLong: length > longestValue });
  }

  private endOfLine(): void {
    if (this.between === 'comment') this.listener.comment(`#${this.held}`, this.line);
    else this.listener.stray(this.held, this.line);
    this.held = '';
    this.between = 'nothing';
    this.line++;
    this.lineStart = true;
  }
}
