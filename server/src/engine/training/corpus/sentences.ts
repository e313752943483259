/**
 * How flows are cut into sentences: so many flows; all flows that start within so many seconds; the flows of
 * one source host; or the flows of one destination service (protocol and port) within so many seconds, as
 * DarkVec does (Gioacchini et al. 2021).
 */
export type SentenceScheme =
  | { by: 'count'; size: number }
  | { by: 'time'; seconds: number }
  | { by: 'host' }
  | { by: 'service'; seconds: number };

/** Marks a flow whose token is below the minimum count: it takes its place when flows are counted off. */
export const rareToken = 0xffffffff;

/** gensim trains at most so many words of a sentence; longer ones are cut here, and nothing is dropped. */
export const longestSentence = 10_000;

export interface Sentences {
  /** Token numbers, sentence after sentence; rare ones are gone. */
  tokens: Uint32Array;
  /** First position of each sentence in `tokens`; one more entry than sentences. */
  sentences: Uint32Array;
  /** For each position of `tokens` the number of its flow, in the order flows were added; when asked for. */
  order?: Uint32Array;
}

/** Collects token numbers and notes where sentences begin. A sentence never spans two files. */
export class SentenceCutter {
  private readonly tokens: Uint32Array;
  private readonly order: Uint32Array | undefined;
  private readonly starts: number[] = [0];
  private kept = 0;
  private added = 0;
  private inSentence = 0;
  private file = -1;
  private window = 0;

  constructor(
    private readonly scheme: SentenceScheme,
    flows: number,
    { keepOrder = false }: { keepOrder?: boolean } = {},
  ) {
    this.tokens = new Uint32Array(flows);
    this.order = keepOrder ? new Uint32Array(flows) : undefined;
  }

  /** `time` in seconds; only schemes with a window of time read it. */
  add(token: number, file: number, time: number): void {
    const window = windowOf(this.scheme, time);
    const longest = this.scheme.by === 'count' ? this.scheme.size : longestSentence;
    if (file !== this.file || window !== this.window || this.inSentence >= longest) this.close();
    this.file = file;
    this.window = window;
    this.inSentence++;
    if (token !== rareToken) {
      if (this.order) this.order[this.kept] = this.added;
      this.tokens[this.kept++] = token;
    }
    this.added++;
  }

  finish(): Sentences {
    this.close();
    return {
      tokens: this.tokens.slice(0, this.kept),
      sentences: Uint32Array.from(this.starts),
      ...(this.order ? { order: this.order.slice(0, this.kept) } : {}),
    };
  }

  private close(): void {
    this.inSentence = 0;
    if (this.starts[this.starts.length - 1] !== this.kept) this.starts.push(this.kept);
  }
}

/**
 * The same for sentences that run beside each other: one for each group of flows (a host, a service) within a
 * file and window, in the order in which their first flows stand.
 */
export class GroupedCutter {
  private readonly tokens: Uint32Array;
  /** Sentence of each flow. */
  private readonly sentenceOf: Uint32Array;
  private readonly open = new Map<number, number>();
  private readonly lengths: number[] = [];
  private added = 0;
  private file = -1;
  private window = 0;

  constructor(
    private readonly scheme: SentenceScheme,
    flows: number,
    private readonly options: { keepOrder?: boolean } = {},
  ) {
    this.tokens = new Uint32Array(flows);
    this.sentenceOf = new Uint32Array(flows);
  }

  /** `group` is any number that tells the host or service; files and windows are added one after the other. */
  add(token: number, file: number, time: number, group: number): void {
    const window = windowOf(this.scheme, time);
    if (file !== this.file || window !== this.window) this.open.clear();
    this.file = file;
    this.window = window;
    let sentence = this.open.get(group);
    if (sentence === undefined || (this.lengths[sentence] as number) >= longestSentence) {
      sentence = this.lengths.push(0) - 1;
      this.open.set(group, sentence);
    }
    this.lengths[sentence] = (this.lengths[sentence] as number) + 1;
    this.sentenceOf[this.added] = sentence;
    this.tokens[this.added++] = token;
  }

  finish(): Sentences {
    // Places are counted first, then filled: sentence after sentence, flows in order within each.
    const next = new Uint32Array(this.lengths.length + 1);
    this.lengths.forEach((length, s) => (next[s + 1] = (next[s] as number) + length));
    const flowAt = new Uint32Array(this.added);
    for (let i = 0; i < this.added; i++) {
      const sentence = this.sentenceOf[i] as number;
      flowAt[next[sentence] as number] = i;
      next[sentence] = (next[sentence] as number) + 1;
    }
    const cut = new SentenceCutter({ by: 'host' }, this.added);
    const order = new Uint32Array(this.options.keepOrder ? this.added : 0);
    let kept = 0;
    for (const flow of flowAt) {
      const token = this.tokens[flow] as number;
      // A new sentence is to the cutter what a new file is.
      cut.add(token, this.sentenceOf[flow] as number, 0);
      if (this.options.keepOrder && token !== rareToken) order[kept++] = flow;
    }
    return { ...cut.finish(), ...(this.options.keepOrder ? { order: order.slice(0, kept) } : {}) };
  }
}

function windowOf(scheme: SentenceScheme, time: number): number {
  return scheme.by === 'time' || scheme.by === 'service' ? Math.floor(time / scheme.seconds) : 0;
}
