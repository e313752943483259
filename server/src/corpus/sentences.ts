/** How flows are cut into sentences: so many flows, or all flows that start within so many seconds. */
export type SentenceScheme = { by: 'count'; size: number } | { by: 'time'; seconds: number };

/** Marks a flow whose token is below the minimum count: it takes its place when flows are counted off. */
export const rareToken = 0xffffffff;

/** gensim trains at most so many words of a sentence; longer ones are cut here, and nothing is dropped. */
const longestSentence = 10_000;

/** Collects token numbers in file order and notes where sentences begin. A sentence never spans two files. */
export class SentenceCutter {
  private readonly tokens: Uint32Array;
  private readonly starts: number[] = [0];
  private kept = 0;
  private inSentence = 0;
  private file = -1;
  private window = 0;

  constructor(
    private readonly scheme: SentenceScheme,
    flows: number,
  ) {
    this.tokens = new Uint32Array(flows);
  }

  /** `time` in seconds; only the time scheme reads it. */
  add(token: number, file: number, time: number): void {
    const window = this.scheme.by === 'time' ? Math.floor(time / this.scheme.seconds) : 0;
    const longest = this.scheme.by === 'count' ? this.scheme.size : longestSentence;
    if (file !== this.file || window !== this.window || this.inSentence >= longest) this.close();
    this.file = file;
    this.window = window;
    this.inSentence++;
    if (token !== rareToken) this.tokens[this.kept++] = token;
  }

  finish(): { tokens: Uint32Array; sentences: Uint32Array } {
    this.close();
    return { tokens: this.tokens.slice(0, this.kept), sentences: Uint32Array.from(this.starts) };
  }

  private close(): void {
    this.inSentence = 0;
    if (this.starts[this.starts.length - 1] !== this.kept) this.starts.push(this.kept);
  }
}
