/** Longest stretch of work, in milliseconds, before requests that wait (a hover) get their turn. */
const defaultBudget = 8;

/**
 * Work over all lines of a capture, written as a generator that yields after every line or so, run a few
 * milliseconds at a time. Answers undefined when `cancelled` says so between two slices: the text has changed.
 */
export async function inSlices<T>(
  work: Generator<void, T>,
  options: { budget?: number; cancelled?: () => boolean } = {},
): Promise<T | undefined> {
  const { budget = defaultBudget, cancelled = () => false } = options;
  for (;;) {
    if (cancelled()) return undefined;
    const end = performance.now() + budget;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    await new Promise<void>(resolve => setImmediate(resolve));
  }
}

/** The same work at once, for tests and small texts. */
export function atOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
