import * as l10n from '@vscode/l10n';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, codeOf } from '../../base/errors';
import { clearFiles, type Cache } from '../../base/files/cache';
import { crc32 } from '../../base/files/checksum';

/** What one combination of a grid gave. */
export interface GridResult {
  macroF1: number;
  weightedF1: number;
  /** Of the training. */
  seconds: number;
}

/** Raised when an evaluation comes to mean something else; older results are then not read. */
const version = 3;
const ending = '.results';

/**
 * Results of grids beside the models they were measured on: a file for each capture, a line for each result, which is
 * added at the end, so that several processes may do it. A line is a checksum (CRC-32 of what follows), the key and the
 * result as JSON.
 */
export class GridResults {
  /** Of results that no file could take. */
  private readonly held = new Map<string, Map<string, GridResult>>();
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly cache: Cache,
  ) {
    cache.add(folder, ending);
  }

  /** Results of a capture by their keys; a damaged line is said, and its combination is trained again. */
  async read(capture: string): Promise<Map<string, GridResult>> {
    const path = this.path(capture);
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT')
        this.cache.log(l10n.t('{0}: cannot be read ({1}); the grid begins anew.', path, messageOf(error)));
      return '';
    });
    const lines = text.split('\n').filter(line => line !== '');
    const results = lines.map(resultIn).filter(result => result !== undefined);
    const damaged = lines.length - results.length;
    if (damaged > 0) {
      await this.cache.setAside(
        path,
        l10n.t('{0} of {1} results', damaged, lines.length),
        l10n.t('those are made again'),
      );
      await this.append(path, results.map(lineOf).join(''));
    }
    return new Map([...results, ...(this.held.get(capture) ?? [])]);
  }

  /** Adds one result to those of the capture; where it cannot be written, for as long as the process lives. */
  add(capture: string, key: string, result: GridResult): Promise<void> {
    this.writing = this.writing.then(async () => {
      if (await this.append(this.path(capture), lineOf([key, result]))) return;
      const held = this.held.get(capture) ?? new Map<string, GridResult>();
      this.held.set(capture, held.set(key, result));
    });
    return this.writing;
  }

  async clear(): Promise<void> {
    this.held.clear();
    await clearFiles(this.folder, ending);
  }

  private async append(path: string, lines: string): Promise<boolean> {
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      // A line that a killed process began ends before the next one begins.
      await appendFile(path, `\n${lines}`, { mode: 0o600 });
      return true;
    } catch (error) {
      this.cache.unkept(path, error);
      return false;
    }
  }

  private path(capture: string): string {
    return join(this.folder, `${capture.slice(0, 40)}-v${version}${ending}`);
  }
}

function lineOf(entry: [string, GridResult]): string {
  const json = JSON.stringify(entry);
  return `${sumOf(json)} ${json}\n`;
}

function resultIn(line: string): [string, GridResult] | undefined {
  const [, sum, json = ''] = /^([0-9a-f]{8}) (\[.*\])$/.exec(line) ?? [];
  if (sum !== sumOf(json)) return undefined;
  const entry = JSON.parse(json) as [string, unknown];
  return isResult(entry) ? entry : undefined;
}

const sumOf = (json: string) => crc32(Buffer.from(json)).toString(16).padStart(8, '0');

function isResult(entry: [string, unknown]): entry is [string, GridResult] {
  const result = entry[1] as Partial<GridResult> | null;
  return [result?.macroF1, result?.weightedF1, result?.seconds].every(Number.isFinite);
}
