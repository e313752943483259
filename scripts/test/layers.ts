import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { build } from '../build.mjs';
import { filesBelow, inRoot, root } from '../build/paths.mjs';
import { start } from '../setup/processes.mjs';
import { findSpark, installSpark } from '../setup/spark';
import { countsFile, one, readCounts, sum } from './counts';
import type { Counts } from './counts';
import { runEditorLayer } from './editorLayer';

export interface Layer {
  name: string;
  /** Whether it needs Chromium. */
  browser?: true;
  /** Whether it runs beside the others that do, before all tests. */
  alongside?: true;
  /** Whether it runs only when it is named. */
  onlyNamed?: true;
  /** Why it cannot run here, where that is so; it is skipped then. */
  missing?(): string | undefined;
  run(): Promise<Counts>;
}

/** Files share nothing, so that as many run at once as there are cores; `more` of those that mostly wait for a window. */
const inParallel = (more = 0) => ['--parallel', '--jobs', String(availableParallelism() + more)];

/** In the order of how soon they tell. */
export const layers: readonly Layer[] = [
  { name: 'typecheck', alongside: true, run: () => npmScript('typecheck') },
  { name: 'lint', alongside: true, run: () => npmScript('lint') },
  { name: 'build', alongside: true, run: buildAll },
  { name: 'grammar', alongside: true, run: grammar },
  { name: 'unit', run: () => mocha('unit', inParallel()) },
  { name: 'server', run: () => mocha('server', inParallel()) },
  // What installs, and what takes long, is for whoever asks for it.
  { name: 'spark', missing: missingSpark, run: () => mocha('spark/brief') },
  { name: 'spark-whole', onlyNamed: true, run: sparkWhole },
  { name: 'editor', browser: true, run: runEditorLayer },
  { name: 'ui', browser: true, run: () => mocha('ui', inParallel(1)) },
  { name: 'package', browser: true, run: () => mocha('package') },
];

function missingSpark(): string | undefined {
  const found = findSpark();
  return 'missing' in found ? found.missing : undefined;
}

/** Sets up PySpark and a Java runtime where they are missing, then runs all tests of Spark. */
async function sparkWhole(): Promise<Counts> {
  await installSpark();
  return mocha('spark');
}

async function npmScript(name: string): Promise<Counts> {
  return (await exitCode('npm', ['run', '--silent', name])) === 0 ? one.passed : one.failed;
}

async function buildAll(): Promise<Counts> {
  const seconds = await build();
  console.log(`Built in ${seconds.toFixed(1)} s.`);
  return one.passed;
}

/** A busy machine is no failure: tests wait for conditions, and none is timed. */
const usualLimitMs = 30_000;

/** The mocha tests of a folder below test/, in a process of their own, or in as many as `options` say. */
async function mocha(layer: string, options: readonly string[] = []): Promise<Counts> {
  const tests = longestFirst(filesBelow(`test/${layer}`).filter(path => path.endsWith('.test.ts')));
  if (tests.length === 0) {
    console.log(`There are no tests in test/${layer}.`);
    return one.failed;
  }
  const output = countsFile(layer.replace('/', '-'));
  const reporter = [
    '--reporter',
    inRoot('scripts/test/countingReporter.cjs'),
    '--reporter-option',
    `output=${output}`,
  ];
  const general = [
    '--import=tsx',
    inRoot('node_modules/mocha/bin/mocha.js'),
    '--timeout',
    String(usualLimitMs),
  ];
  const args = [...general, ...reporter, ...options];
  return readCounts(
    output,
    await exitCode(process.execPath, [...args, ...tests.map(path => relative(root, path))]),
  );
}

/**
 * What takes long must not begin last, alone on one core. Tests that take long say so by the time that they ask for; of those that
 * ask for the same, long files tend to take longer.
 */
function longestFirst(paths: readonly string[]): string[] {
  const expected = paths.map(path => {
    const text = readFileSync(path, 'utf8');
    const asked = [...text.matchAll(/\.timeout\(([\d_]+)\)/g)].map(([, ms = '']) =>
      Number(ms.replaceAll('_', '')),
    );
    return { path, asked: Math.max(usualLimitMs, ...asked), size: text.length };
  });
  return expected.sort((a, b) => b.asked - a.asked || b.size - a.size).map(({ path }) => path);
}

/** Each sample is one test: its comments assert the scope of every column. */
async function grammar(): Promise<Counts> {
  const samples = filesBelow('syntaxes/samples');
  const results: Counts[] = [];
  for (const sample of samples) {
    const command = inRoot('node_modules/.bin/vscode-tmgrammar-test');
    results.push((await exitCode(command, [relative(root, sample)])) === 0 ? one.passed : one.failed);
  }
  return results.length > 0 ? sum(results) : one.failed;
}

function exitCode(command: string, args: string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = start(command, args, { cwd: inRoot(), stdio: 'inherit', shell: shellFor(command) });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

/** npm and the commands in .bin are scripts on Windows, which only a shell can start. */
function shellFor(command: string): boolean {
  return process.platform === 'win32' && (command === 'npm' || existsSync(`${command}.cmd`));
}
