import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/build/paths.mjs';
import { run } from '../../scripts/setup/processes.mjs';

/** In a folder that git ignores; made once. */
const environment = inRoot('out/bench/venv');
const interpreter = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** A Python with gensim, pandas and scikit-learn, or undefined with the reason said: the engine is then measured alone. */
export async function findPython(): Promise<string | undefined> {
  const named = process.env['FLOW2VEC_BENCH_PYTHON'];
  if (named) return named;
  if (existsSync(interpreter) && canImport(interpreter)) return interpreter;
  const system = ['python3', 'python'].find(isRecent);
  if (!system) {
    console.log('No Python 3.9 or newer: gensim, pandas and scikit-learn are left out.');
    return undefined;
  }
  try {
    console.log(`Installing gensim, pandas and scikit-learn into ${environment} …`);
    await run(system, ['-m', 'venv', '--clear', environment]);
    const peers = [
      'gensim',
      'pandas',
      'polars',
      'duckdb',
      'scikit-learn',
      'opentsne',
      'umap-learn',
      'faiss-cpu',
    ];
    await run(interpreter, ['-m', 'pip', 'install', '--quiet', ...peers]);
    return interpreter;
  } catch (error) {
    console.log(
      `gensim, pandas and scikit-learn cannot be installed and are left out: ${(error as Error).message}`,
    );
    return undefined;
  }
}

/** Runs one of the peer scripts; it prints one JSON object. */
export function peer<T>(python: string, script: string, ...args: string[]): T {
  const path = inRoot('test/bench/peers', script);
  return JSON.parse(execFileSync(python, [path, ...args], { encoding: 'utf8', maxBuffer: 1 << 26 })) as T;
}

function isRecent(command: string): boolean {
  return answers(command, 'import sys; sys.exit(sys.version_info < (3, 9))');
}

function canImport(command: string): boolean {
  const modules = '"gensim", "pandas", "polars", "duckdb", "sklearn", "openTSNE", "umap", "faiss"';
  // Only looked for: umap's import alone takes seconds.
  return answers(
    command,
    `import importlib.util as u, sys; sys.exit(any(u.find_spec(m) is None for m in (${modules})))`,
  );
}

function answers(command: string, code: string): boolean {
  try {
    execFileSync(command, ['-c', code], { stdio: 'ignore' });
    return true;
  } catch {
    return false; // Not there, or it says no: both mean another one is looked for.
  }
}
