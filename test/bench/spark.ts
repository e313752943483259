import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { inRoot } from '../../scripts/build/paths.mjs';
import { installSpark } from '../../scripts/setup/spark';
import { readModel } from '../../server/src/engine/training/models/modelFile';
import type { Model } from '../../server/src/engine/training/models/model';
import { agreementOf } from '../support/agreement';
import type { Bench } from './sections';
import { score, seconds, table, times, whole } from './tables';

const folder = inRoot('out/bench/spark');

interface Took {
  seconds: number;
  /** Seconds of all processes' cores. */
  processor: number;
}

/** A training on Spark: ours with its model, or MLlib's with its vectors. */
interface Trained {
  name: string;
  flows: number;
  /** From flows in Parquet to numbered sentences, or to sentences of words in memory. */
  prepared: Took;
  /** From there to vectors. */
  learned: Took;
  /** From flows in Parquet to vectors in a file. */
  whole: Took;
  model?: string;
  vectors?: string;
}

const settings = { flows: 300_000, window: 30, size: 100, partitions: 2 };

/** One round beside MLlib's Word2Vec in the same session of Spark, on at most 300,000 flows of a capture. */
export async function sparkTable(capture: string, { log }: Bench): Promise<string> {
  log('Spark: flow2vec and Word2Vec of MLlib');
  const [runs = []] = await onSpark<Trained[][]>('local[2]', 'spark_word2vec.py', [
    capture,
    folder,
    JSON.stringify(settings),
  ]);
  const [first, again] = runs as [Trained[], Trained[]];
  const [sampled, everyFlow, theirs] = again as [Trained, Trained, Trained];
  const models = await Promise.all([sampled, everyFlow].map(({ model }) => readModel(model as string)));
  const [ofSample, ofEveryFlow] = models as [Model, Model];
  const vectors = await vectorsOf(theirs.vectors as string, ofSample);
  const agreed = [
    await agreementOf(ofSample),
    await agreementOf(ofEveryFlow),
    await agreementOf(ofSample, vectors),
  ];
  const steps = ['prepared', 'learned', 'whole'] as const;
  const took = (run: Trained) =>
    steps.map(step => `${seconds(run[step].seconds)} (${seconds(run[step].processor)})`);
  const names = [
    'flow2vec, as it is set',
    'flow2vec, every flow (`--sample 0`)',
    'Word2Vec of MLlib, which knows no sampling',
  ];
  const rows = (
    [
      ['first', first],
      ['second', again],
    ] as const
  ).flatMap(([which, of]) => {
    const peer = of[2] as Trained;
    return of.map((run, i) => [
      `${names[i]}, ${which} run`,
      ...took(run),
      whole(run.flows / run.learned.seconds),
      times(peer.learned.seconds / run.learned.seconds),
      times(peer.whole.seconds / run.whole.seconds),
      score(agreed[i]?.macroF1),
    ]);
  });
  const head = ['', 'prepare s', 'learn s', 'whole s', 'learned flows/s', 'learn', 'whole', 'macro-F1'];
  rmSync(folder, { recursive: true, force: true });
  return `## On Spark, beside MLlib

\`local[2]\`, window ${settings.window}, ${settings.size} numbers, ${whole(settings.flows)} flows, one round, ${settings.partitions} partitions, in one session. The first run is what a command sees; in the
second Java has compiled what it ran. Both begin
with flows in Parquet. To prepare is to count tokens and values and cut numbered sentences, on disk; of MLlib to join words and cut
sentences, in memory. To learn is the round from there to averaged vectors; of MLlib \`fit\`, which counts its words itself. The whole
is both, and the model file, or vectors as Parquet. In brackets processor seconds of all processes.

${table(head, rows)}`;
}

/** Tokens × size of MLlib's vectors, in the order of a model's tokens. */
async function vectorsOf(path: string, { vocabulary }: Model): Promise<Float32Array> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const rows = await connection.runAndReadAll(`SELECT word, vector FROM '${path}/*.parquet'`);
  const known = new Map(rows.getRows() as [string, string][]);
  const vectors = new Float32Array(vocabulary.size * settings.size);
  for (const [row, token] of vocabulary.tokens.entries())
    vectors.set(JSON.parse(known.get(token) as string) as number[], row * settings.size);
  return vectors;
}

interface Scaled {
  flows: number;
  counted: number;
  scored: number;
  /** MiB of the largest process of each name. */
  memory: Readonly<Record<string, number>>;
  generated: Took;
  summary: Took;
  train: Took & { units: number; steps: { sentences: number; rounds: number; model: number } };
  score: Took;
}

/** Flows that Spark generates as Parquet, counted, trained on for a round and scored, on two executors of one core each. */
export async function sparkScalingTable(sizes: readonly number[], { log }: Bench): Promise<string> {
  log(`Spark: ${sizes.map(whole).join(', ')} flows`);
  const runs = await onSpark<Scaled>('local-cluster[2,1,2048]', 'spark_scale.py', [
    folder,
    ...sizes.map(String),
  ]);
  const rate = (flows: number, took: Took) =>
    `${whole(flows / took.seconds)} (${whole(flows / took.processor)})`;
  const rows = runs.map(run => [
    whole(run.flows),
    rate(run.flows, run.summary),
    rate(run.flows, run.train),
    whole(run.flows / run.train.steps.rounds),
    rate(run.flows, run.score),
    whole(run.train.units),
    whole(Math.max(...Object.values(run.memory))),
  ]);
  for (const { flows, counted, scored } of runs)
    if (counted !== flows || scored !== flows)
      throw new Error(`Of ${flows} flows ${counted} were counted and ${scored} scored.`);
  rmSync(folder, { recursive: true, force: true });
  const head = [
    'flows',
    'summary, flows/s',
    'train, flows/s',
    'of which the round',
    'score, flows/s',
    'vectors',
    'largest process, MiB',
  ];
  return `## On Spark, by size

Two executors of one core each, one round, all settings as they are. In brackets flows for each second of processor time, of all
processes together.

${table(head, rows)}`;
}

/** The lines of JSON that a program on Spark prints. */
async function onSpark<T>(master: string, script: string, words: readonly string[]): Promise<T[]> {
  const { env, python } = await installSpark();
  mkdirSync(folder, { recursive: true });
  const log = join(folder, 'log4j2.properties');
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
  });
  return said
    .split('\n')
    .filter(line => /^[[{]/.test(line))
    .map(line => JSON.parse(line) as T);
}
