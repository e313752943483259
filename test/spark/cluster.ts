import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inRoot } from '../../scripts/build/paths.mjs';
import { end, start } from '../../scripts/setup/processes.mjs';
import { findSpark, type Spark } from '../../scripts/setup/spark';

/** Spark as this machine has it; without one the suite is skipped, and it is said why. */
export function sparkOrSkip(suite: Mocha.Context): Spark | undefined {
  const spark = findSpark();
  if (!('missing' in spark)) return spark;
  console.log(`      skipped: ${spark.missing}`);
  suite.skip();
}

export const quiet = {
  'spark.ui.enabled': 'false',
  'spark.ui.showConsoleProgress': 'false',
  'spark.sql.shuffle.partitions': '4',
  'spark.driver.host': '127.0.0.1',
} as const;

/** A driver that answers words, one after the other, on some master. */
export class Driver {
  /** What it wrote beside its answers, line by line. */
  readonly lines: string[] = [];
  private readonly child: ChildProcess;
  private readonly waiting: ((line: string) => boolean)[] = [];

  constructor(spark: Spark, master: string, folder: string, conf: Record<string, string> = {}) {
    const log = join(folder, 'log4j2.properties');
    writeFileSync(log, logging);
    const options = Object.entries({ ...quiet, ...conf }).map(([key, value]) => `--conf ${key}=${value}`);
    // Python itself, for spark-submit does not hand on its standard input.
    const words = `--master ${master} ${options.join(' ')} --driver-java-options -Dlog4j2.configurationFile=${log} pyspark-shell`;
    this.child = start(spark.python, [inRoot('test/spark/driver.py')], {
      env: { ...spark.env, PYSPARK_SUBMIT_ARGS: words },
      stdio: ['pipe', 'pipe', 'pipe'],
      cwd: folder,
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      if (stream) createInterface({ input: stream }).on('line', line => this.take(line));
  }

  /** Resolves with the first line, from now on, that begins with a text. */
  line(beginning: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.child.once('exit', code =>
        reject(new Error(`The driver ended with code ${code}:\n${this.lines.slice(-30).join('\n')}`)),
      );
      this.waiting.push(line => {
        if (!line.startsWith(beginning)) return false;
        resolve(line);
        return true;
      });
    });
  }

  async ask<T>(words: readonly string[], version?: string): Promise<T> {
    const answer = this.line('ANSWER ');
    this.child.stdin?.write(`${JSON.stringify({ words, ...(version === undefined ? {} : { version }) })}\n`);
    return JSON.parse((await answer).slice('ANSWER '.length)) as T;
  }

  /** Processes below this driver whose command line holds a text; where the system shows them. */
  processes(text: string): number[] {
    const parents = new Map<number, number>();
    const found: number[] = [];
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
        if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text)) found.push(Number(name));
      } catch {
        continue; // It ended meanwhile.
      }
    }
    const isBelow = (pid: number): boolean =>
      pid === this.child.pid || (pid > 1 && isBelow(parents.get(pid) ?? 0));
    return found.filter(isBelow);
  }

  end(): Promise<void> {
    return end(this.child);
  }

  private take(line: string): void {
    this.lines.push(line);
    const place = this.waiting.findIndex(wants => wants(line));
    if (place >= 0) this.waiting.splice(place, 1);
  }
}

const logging = `rootLogger.level = error
rootLogger.appenderRef.stdout.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %p %c{1}: %m%n
`;
