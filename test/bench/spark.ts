import { rmSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { readModel } from '../../server/src/engine/training/models/modelFile';
import type { Model } from '../../server/src/engine/training/models/model';
import { agreementOf } from '../support/agreement';
import { onSpark, sparkFolder as folder, type Took } from './onSpark';
import type { Bench } from './sections';
import { score, seconds, table, times, whole } from './tables';

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
  /** Of ours: seconds of the round, of its steps one after the other, and of the engine in a share, in the mean. */
  round?: {
    seconds: number;
    steps: Record<'sent' | 'shares' | 'added', number>;
    engine: Record<'start' | 'sentences' | 'learn' | 'answer', number>;
  };
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

${table(head, rows)}

${breakdown(again[0] as Trained, again[1] as Trained, again[2] as Trained)}`;
}

/** Where the seconds of a round of ours go, and what is left of them for what MLlib would have to be outrun by. */
function breakdown(sampled: Trained, everyFlow: Trained, theirs: Trained): string {
  const rounds = [sampled, everyFlow].map(({ round }) => round as NonNullable<Trained['round']>);
  const row = (name: string, of: (round: (typeof rounds)[number]) => number) => [
    name,
    ...rounds.map(round => seconds(of(round))),
  ];
  const inEngine = ({ engine }: (typeof rounds)[number]) =>
    engine.start + engine.sentences + engine.learn + engine.answer;
  const rows = [
    row('shares, until their answers are at the driver', ({ steps }) => steps.shares),
    row('… the engine: units and vectors before the round', ({ engine }) => engine.start),
    row('… the engine: reads sentences, numbers tokens', ({ engine }) => engine.sentences),
    row('… the engine: learns, one thread for each share', ({ engine }) => engine.learn),
    row('… the engine: what changed', ({ engine }) => engine.answer),
    row(
      '… Spark, Python and Arrow: plan, tasks, rows and answers moved',
      round => round.steps.shares - inEngine(round),
    ),
    row('the driver adds up', ({ steps }) => steps.added),
    row('all', ({ steps }) => steps.sent + steps.shares + steps.added),
  ];
  const tenth = theirs.learned.seconds / 10;
  return `Where the round of the second run goes, in seconds; of the engine, the mean of the shares.

${table(['', 'as it is set', 'every flow'], rows)}

A tenth of what MLlib learns in is ${seconds(tenth)} s.`;
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
