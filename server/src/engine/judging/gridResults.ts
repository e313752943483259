import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesOf } from '../../base/files/cacheFolder';

/** What one combination of a grid gave. */
export interface GridResult {
  macroF1: number;
  weightedF1: number;
  /** Of the training. */
  seconds: number;
}

/** Raised when an evaluation comes to mean something else; older results are then not read. */
const version = 1;

/** Results of grids beside the models they were measured on: one JSON file for each capture. */
export class GridResults {
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly log: (message: string) => void,
  ) {}

  /** Results of a capture by their keys; none when there are none, or when the file cannot be read. */
  async read(capture: string): Promise<Map<string, GridResult>> {
    const path = this.path(capture);
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        this.log(`${path}: cannot be read (${(error as Error).message}); the grid begins anew.`);
      return new Map();
    }
    try {
      return new Map(Object.entries(JSON.parse(text) as Record<string, unknown>).filter(isResult));
    } catch (error) {
      this.log(`${path}: is no JSON (${(error as Error).message}); the grid begins anew.`);
      return new Map();
    }
  }

  /** Adds one result to those of the capture. Written beside the file and renamed: a reader sees all of it or none. */
  add(capture: string, key: string, result: GridResult): Promise<void> {
    this.writing = this.writing
      .catch(() => undefined) // Whoever asked for that write heard of it.
      .then(async () => {
        const results = await this.read(capture);
        results.set(key, result);
        await mkdir(this.folder, { recursive: true });
        const path = this.path(capture);
        const draft = `${path}.${process.pid}.draft`;
        try {
          await writeFile(draft, JSON.stringify(Object.fromEntries(results), null, 1));
          await rename(draft, path);
        } finally {
          await rm(draft, { force: true });
        }
      });
    return this.writing;
  }

  async clear(): Promise<void> {
    for (const file of await filesOf(this.folder, '.json')) await rm(file.path, { force: true });
  }

  private path(capture: string): string {
    return join(this.folder, `${capture.slice(0, 40)}-v${version}.json`);
  }
}

function isResult(entry: [string, unknown]): entry is [string, GridResult] {
  const result = entry[1] as Partial<GridResult> | null;
  return [result?.macroF1, result?.weightedF1, result?.seconds].every(Number.isFinite);
}
