import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Lines } from './lines';
import { inSlices } from './slices';

/** The lines of an open document. It changes in place, so a long job must ask `OpenDocument.version` again. */
export function documentLines(document: TextDocument): Lines {
  return {
    uri: document.uri,
    get version() {
      return document.version;
    },
    get lineCount() {
      return document.lineCount;
    },
    line: index => {
      const range = { start: { line: index, character: 0 }, end: { line: index + 1, character: 0 } };
      return document.getText(range).replace(/[\r\n]+$/, '');
    },
    matching: expression => linesMatching(document, expression),
  };
}

/** One search over the whole text takes a fraction of the time of one over each line. */
function linesMatching(document: TextDocument, { source, flags }: RegExp): number[] {
  const found: number[] = [];
  for (const match of document.getText().matchAll(new RegExp(source, `${flags}g`))) {
    const { line } = document.positionAt(match.index);
    if (found.at(-1) !== line) found.push(line);
  }
  return found;
}

/** A document open in the editor, with the index of its present text as soon as there is one. */
export abstract class OpenDocument<Options, Index> {
  readonly lines: Lines;
  /** Version the document was opened with. */
  readonly openedVersion: number;
  private closed = false;
  private changedAt = -Infinity;
  private kept: { stamp: string; index: Index } | undefined;
  private building: { stamp: string; index: Promise<Index | undefined> } | undefined;

  constructor(
    private readonly document: TextDocument,
    /** Milliseconds without a change before the lines are read anew. */
    private readonly settleMs: number,
  ) {
    this.lines = documentLines(document);
    this.openedVersion = document.version;
  }

  /** Reads the lines, in slices. */
  protected abstract indexed(options: Options): Generator<void, Index>;

  get version(): number {
    return this.document.version;
  }

  changed(): void {
    this.changedAt = performance.now();
  }

  /** The same text is to be read anew. */
  protected forget(): void {
    this.kept = undefined;
    this.building = undefined;
  }

  close(): void {
    this.closed = true;
  }

  /** The index if it is there; a hover does not wait for one of a long document. */
  indexNow(options: Options): Index | undefined {
    return this.kept?.stamp === this.stamp(options) ? this.kept.index : undefined;
  }

  /** The index of the text once it rests; undefined when the document was closed before. */
  async index(options: Options): Promise<Index | undefined> {
    while (!this.closed) {
      const ready = this.indexNow(options);
      if (ready) return ready;
      const rest = this.changedAt + this.settleMs - performance.now();
      if (rest > 0) await new Promise(resolve => setTimeout(resolve, rest));
      else await this.build(options);
    }
    return undefined;
  }

  /** Runs a job over the lines in slices; undefined when the text changed meanwhile or nobody wants the answer. */
  run<T>(work: Generator<void, T>, unwanted: () => boolean): Promise<T | undefined> {
    const { version } = this;
    return inSlices(work, { cancelled: () => unwanted() || this.closed || this.version !== version });
  }

  private async build(options: Options): Promise<void> {
    const stamp = this.stamp(options);
    if (this.building?.stamp !== stamp)
      this.building = { stamp, index: this.run(this.indexed(options), () => false) };
    const { building } = this;
    const index = await building.index;
    if (this.building === building) this.building = undefined;
    if (index) this.kept = { stamp, index };
  }

  /** What an index is of: another version, or other options, want another. */
  private stamp(options: Options): string {
    return JSON.stringify([this.version, options]);
  }
}
