import type { TableRows } from '../../../../shared/protocol/flowTables';

/** While the file is read, how many rows there are is asked for so often. */
const askAgainMs = 300;
/** And whether it is in the store, so often: each question takes a part of what loads it. */
const readyMs = 1000;

/** How far the file has been read, which is asked again and again until it is. */
export class FileReading {
  /** False while the file is still being read. */
  exact = false;
  /** Whether filters and orders are answered at once. */
  ready = false;
  #stopped = false;
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ask: () => Promise<TableRows>,
    /** Told of each answer: how many rows there are so far. */
    private readonly told: (rows: number) => void,
  ) {}

  /** Takes over what a page of rows says of it. */
  learn({ exact, ready }: Pick<TableRows, 'exact' | 'ready'>): void {
    this.exact = exact;
    this.ready = ready;
    if (this.#stopped || (exact && ready)) return;
    this.#asking ??= setTimeout(() => this.#askAgain(), exact ? readyMs : askAgainMs);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#asking);
  }

  /** The file is another. */
  anew(): void {
    this.exact = this.ready = false;
  }

  #askAgain(): void {
    this.#asking = undefined;
    this.ask().then(
      answer => {
        this.learn(answer);
        this.told(answer.count);
      },
      // The server was stopped or the file is gone: the panel says so by itself.
      () => undefined,
    );
  }
}
