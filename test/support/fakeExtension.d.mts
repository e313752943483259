export interface FakeExtension {
  /** What the page is shown once it listens. */
  shown: unknown;
  /** What its calls are answered, by their names; others with null. */
  answers: Readonly<Record<string, unknown>>;
}

/** Runs in the page, in place of VS Code: shows it its state, answers its calls, and hands it the map's file. */
export function fakeExtension(given: FakeExtension): void;
