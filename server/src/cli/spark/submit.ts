import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Cancelled } from '../../base/threads/cancelled';
import { UsageError, type Call, type Option } from '../command';
import { without } from './secrets';
import { submitOptions } from './sparkSettings';

/** The Python package beside the extension; spark-submit runs its `main.py`. */
const program = fileURLToPath(new URL('../../spark/flow2vec_spark/main.py', import.meta.url));

/** The words of spark-submit for a call: places are absolute, so that they mean the same from any folder. */
export function commandLine(action: string, call: Call, options: readonly Option[]): string[] {
  const { SPARK_HOME: home } = process.env;
  const submit = home ? join(home, 'bin', 'spark-submit') : 'spark-submit';
  const words = (chosen: readonly Option[]) =>
    chosen.flatMap(({ name, value }) => {
      if (!call.has(name)) return [];
      if (value === undefined) return [`--${name}`];
      const many = call.texts(name);
      // A value that begins with a dash is one still.
      const values = many.length > 0 ? many : [textOf(call.values[name])];
      return values.flatMap(each => (each.startsWith('-') ? [`--${name}=${each}`] : [`--${name}`, each]));
    });
  const ofSubmit = submitOptions.filter(({ value }) => value !== undefined);
  const ours = options.filter(option => !submitOptions.includes(option));
  return [submit, ...words(ofSubmit), program, action, ...call.files, ...words(ours)];
}

const textOf = (value: unknown) => (Array.isArray(value) ? value.join(',') : String(value));

/** A command line as one would type it, `***` in place of each of the `secrets`. */
export function typed(words: readonly string[], secrets: readonly string[]): string {
  const quoted = (word: string) =>
    /^[\w@%+=:,./*-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
  return words.map(word => quoted(without(secrets, word))).join(' ');
}

/** Runs spark-submit; its log and the progress of the run go on line by line, without the `secrets`; its last line is the answer. */
export async function submitted(
  [command = '', ...words]: readonly string[],
  secrets: readonly string[],
  say: (line: string) => void,
): Promise<Record<string, unknown>> {
  const tell = (line: string) => say(without(secrets, line));
  if (!existsSync(program))
    throw new Error(`${program} is missing: build or install the extension again, which brings it.`);
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  // A terminal's Ctrl+C reaches the driver too, which cancels its jobs and ends; others get it from here.
  const stop = () => void child.kill('SIGINT');
  process.on('SIGINT', stop);
  // spark-submit writes what the driver says as an error to its standard output too: all but the last line is progress.
  let answer = '';
  const output = new Lines(line => {
    if (answer !== '') tell(answer);
    answer = line;
  });
  const errors = new Lines(tell);
  child.stdout.setEncoding('utf8').on('data', (text: string) => output.add(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.add(text));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', error => reject(reasonOf(error, command)));
      child.once('close', resolve);
    });
    errors.end();
    output.end();
    if (code === 130) throw new Cancelled('The run on Spark was cancelled.');
    if (code !== 0 || !answer.startsWith('{')) tell(answer);
    if (code === 2) throw new UsageError('spark-submit takes these words otherwise; see above.');
    if (code !== 0) throw new Error('the run on Spark failed; its reason is above.');
  } finally {
    process.removeListener('SIGINT', stop);
  }
  return JSON.parse(answer) as Record<string, unknown>;
}

function reasonOf(error: Error, command: string): Error {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return error;
  return new Error(
    `${command} is not there. Install Spark (or pip install pyspark), or say where it is in SPARK_HOME.`,
  );
}

/** Text that comes in pieces, as lines. */
class Lines {
  private held = '';

  constructor(private readonly tell: (line: string) => void) {}

  add(text: string): void {
    const lines = (this.held + text).split('\n');
    this.held = lines.pop() ?? '';
    for (const line of lines) this.tell(line);
  }

  end(): void {
    if (this.held !== '') this.tell(this.held);
    this.held = '';
  }
}
