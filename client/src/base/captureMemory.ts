import type { Memento } from 'vscode';

/** What is kept of captures in the workspace, by their URIs, and never in a capture. */
export class CaptureMemory<T> {
  constructor(
    private readonly state: Pick<Memento, 'get' | 'update'>,
    private readonly key: string,
  ) {}

  of(uri: string): T | undefined {
    return this.all()[uri];
  }

  all(): Readonly<Record<string, T>> {
    return this.state.get<Record<string, T>>(this.key) ?? {};
  }

  /** Keeps it in the place of what there was; undefined: nothing is kept. */
  async set(uri: string, value: T | undefined): Promise<void> {
    const others = Object.entries(this.all()).filter(([other]) => other !== uri);
    const own: [string, T][] = value === undefined ? [] : [[uri, value]];
    await this.state.update(this.key, Object.fromEntries([...others, ...own]));
  }
}
