import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/build/paths.mjs';
import { installSpark } from '../../scripts/setup/spark';

/** Where programs on Spark write. */
export const sparkFolder = inRoot('out/bench/spark');

/** What a step of a program took. */
export interface Took {
  seconds: number;
  /** Seconds of all processes' cores. */
  processor: number;
}

/** The lines of JSON that a program on Spark prints; it is ended after `milliseconds`, where they are given. */
export async function onSpark<T>(
  master: string,
  script: string,
  words: readonly string[],
  milliseconds?: number,
): Promise<T[]> {
  const { env, python } = await installSpark();
  mkdirSync(sparkFolder, { recursive: true });
  const log = join(sparkFolder, 'log4j2.properties');
  writeFileSync(log, 'rootLogger.level = error\n');
  const conf = {
    'spark.driver.memory': '2g',
    'spark.driver.host': '127.0.0.1',
    'spark.ui.enabled': 'false',
    'spark.ui.showConsoleProgress': 'false',
    'spark.sql.shuffle.partitions': '4',
  };
  const options = Object.entries(conf).map(([key, value]) => `--conf ${key}=${value}`);
  const PYSPARK_SUBMIT_ARGS = `--master ${master} ${options.join(' ')} --driver-java-options -Dlog4j2.configurationFile=${log} pyspark-shell`;
  const said = execFileSync(python, [inRoot('test/bench/peers', script), ...words], {
    encoding: 'utf8',
    env: { ...env, PYSPARK_SUBMIT_ARGS },
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 26,
    ...(milliseconds === undefined ? {} : { timeout: milliseconds }),
  });
  return said
    .split('\n')
    .filter(line => /^[[{]/.test(line))
    .map(line => JSON.parse(line) as T);
}
