/** What was asked for last, kept in memory: promises by key, of which those used least recently are forgotten. */
export class Recent<T> {
  private readonly held = new Map<string, Promise<T | undefined>>();

  constructor(private readonly most: number) {}

  /** What is held, or what `make` finds. Nothing found, or a failure, is not held: it is looked for again. */
  get(key: string, make: () => Promise<T | undefined>): Promise<T | undefined> {
    const found = this.held.get(key) ?? make();
    this.put(key, found);
    return found;
  }

  put(key: string, found: Promise<T | undefined>): void {
    this.held.delete(key);
    this.held.set(key, found);
    for (const old of [...this.held.keys()].slice(0, -this.most)) this.held.delete(old);
    const forget = () => {
      // Another may have taken its place meanwhile.
      if (this.held.get(key) === found) this.held.delete(key);
    };
    found.then(value => {
      if (value === undefined) forget();
    }, forget);
  }

  /** Last used first. */
  keys(): string[] {
    return [...this.held.keys()].reverse();
  }

  delete(key: string): void {
    this.held.delete(key);
  }

  clear(): void {
    this.held.clear();
  }
}
