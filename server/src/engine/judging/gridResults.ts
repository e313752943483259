import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { filesOf, makePrivate } from '../../base/files/cacheFolder';
import { writeWhole } from '../../base/files/writeDraft';

/** What one combination of a grid gave. */
export interface GridResult {
  macroF1: number;
  weightedF1: number;
  /** Of the training. */
  seconds: number;
}

/** Raised when an evaluation comes to mean something else; older results are then not read. */
const version = 2;

/** Results of grids beside the models they were measured on: one file for each capture, a checksum and JSON. */
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
    const end = text.indexOf('\n');
    const json = text.slice(end + 1);
    if (text.slice(0, Math.max(0, end)) !== String(crc32(json))) {
      this.log(
        `${path}: is not as it was written, and is set aside as ${path}.damaged; the grid begins anew.`,
      );
      await rename(path, `${path}.damaged`).catch(() => undefined); // It is written anew with the next result.
      return new Map();
    }
    return new Map(Object.entries(JSON.parse(json) as Record<string, unknown>).filter(isResult));
  }

  /** Adds one result to those of the capture. Written beside the file and renamed: a reader sees all of it or none. */
  add(capture: string, key: string, result: GridResult): Promise<void> {
    this.writing = this.writing
      .catch(() => undefined) // Whoever asked for that write heard of it.
      .then(async () => {
        const results = await this.read(capture);
        results.set(key, result);
        await makePrivate(this.folder);
        const json = JSON.stringify(Object.fromEntries(results), null, 1);
        await writeWhole(this.path(capture), put => put(`${crc32(json)}\n${json}`), { mode: 0o600 });
      });
    return this.writing;
  }

  async clear(): Promise<void> {
    for (const ending of ['.json', '.json.damaged'])
      for (const file of await filesOf(this.folder, ending)) await rm(file.path, { force: true });
  }

  private path(capture: string): string {
    return join(this.folder, `${capture.slice(0, 40)}-v${version}.json`);
  }
}

function isResult(entry: [string, unknown]): entry is [string, GridResult] {
  const result = entry[1] as Partial<GridResult> | null;
  return [result?.macroF1, result?.weightedF1, result?.seconds].every(Number.isFinite);
}
