import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a program writes, line by line; it may be waited for. */
export class Spoken {
  readonly out: string[] = [];
  readonly err: string[] = [];
  /** What it ends with. */
  readonly code: Promise<number | null>;
  private readonly waiting: ((line: string) => void)[] = [];

  constructor(readonly child: ChildProcess) {
    for (const name of ['out', 'err'] as const) {
      const stream = child[`std${name}`];
      if (!stream) continue;
      createInterface({ input: stream }).on('line', line => {
        this[name].push(line);
        for (const tell of this.waiting) tell(line);
      });
    }
    this.code = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
  }

  /** The first line that is such, whether or not it was written already. Rejects where the program ends without one. */
  line(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const tell = (line: string) => pattern.test(line) && resolve(line);
      [...this.out, ...this.err].forEach(tell);
      this.waiting.push(tell);
      const late = (code: number | null) =>
        reject(new Error(`It ended with code ${code}:\n${[...this.out, ...this.err].slice(-20).join('\n')}`));
      this.code.then(late, reject);
    });
  }
}
