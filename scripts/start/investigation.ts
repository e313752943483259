import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { inRoot } from '../build/paths.mjs';
import { writeSample } from '../sample/sample';

/** What VS Code is opened on: captures of one folder, the first one shown. */
export interface Investigation {
  folder: string;
  captures: readonly [string, ...string[]];
}

export function investigationOf(paths: readonly string[]): Investigation {
  const [first, ...rest] = paths.map(path => resolve(process.env.INIT_CWD ?? '.', path));
  if (first === undefined) {
    const capture = writeSample(inRoot('.editor-host/sample'));
    console.log(`No capture named: opening a generated sample, ${capture}`);
    return { folder: dirname(capture), captures: [capture] };
  }
  for (const path of [first, ...rest]) {
    if (!existsSync(path) || !statSync(path).isFile()) throw new Error(`${path} is not a file.`);
  }
  return { folder: dirname(first), captures: [first, ...rest] };
}
