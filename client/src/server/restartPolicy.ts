/** Whether a server that crashed is started again: at most so many times within a span of time. */
export class RestartPolicy {
  #restarts: number[] = [];
  readonly #now: () => number;

  constructor(
    now: () => number,
    readonly limit = 3,
    readonly spanMs = 3 * 60_000,
  ) {
    this.#now = now;
  }

  /** Counts a crash; false when it was one too many and the server must stay down. */
  mayRestart(): boolean {
    const now = this.#now();
    this.#restarts = this.#restarts.filter(at => now - at < this.spanMs);
    if (this.#restarts.length >= this.limit) return false;
    this.#restarts.push(now);
    return true;
  }

  /** A restart the user asked for begins with a clean slate. */
  reset(): void {
    this.#restarts = [];
  }
}

/** How a process ended, in words for the log. */
export function describeEnd(code: number | null, signal: string | null): string {
  if (signal) return `killed by ${signal}`;
  return code === null ? 'ended without an exit code' : `exit code ${code}`;
}
