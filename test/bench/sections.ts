import type { EmbeddingConfig } from '../../server/src/engine/training/embedding/config';
import {
  clearCache,
  measureHovers,
  measureHoversWhileTraining,
  measureSummary,
  measureSummaryCommand,
  measureTraining,
  type Training,
} from './ours';
import { peer } from './python';
import { median, score, seconds, table, times, whole } from './tables';

export interface Bench {
  /** All that were named; most sections take the first. */
  captures: readonly string[];
  /** Of those that move a bot's flows: the share of a capture's flows before the cut. */
  cut: number;
  python: string | undefined;
  rounds: number;
  /** Of `spark-scaling`: flows of each run, and minutes after which no other is begun. */
  sizes: readonly number[];
  minutes: number;
  log: (line: string) => void;
}

interface Reader {
  flows: number;
  importSeconds: number;
  seconds: number;
}

const readers: readonly [name: string, script: string][] = [
  ['pandas `read_csv`, counts of labels and hosts', 'pandas_read.py'],
  ['polars `read_csv` of all columns as text, counts of labels and hosts', 'polars_read.py'],
  ['DuckDB `read_csv`, count by protocol', 'duckdb_read.py'],
];

/** Reading and counting a capture, beside the readers that an analyst would take. */
export async function ingestTable(capture: string, { python, rounds, log }: Bench): Promise<string> {
  const [ours, commands] = [[], []] as [
    Awaited<ReturnType<typeof measureSummary>>[],
    Awaited<ReturnType<typeof measureSummaryCommand>>[],
  ];
  const theirs = readers.map((): Reader[] => []);
  for (let round = 0; round < rounds + 1; round++) {
    log(`reading, round ${round + 1}`);
    ours.push(await measureSummary(capture));
    commands.push(await measureSummaryCommand(capture));
    if (!python) continue;
    for (const [i, [, script]] of readers.entries()) theirs[i]?.push(peer<Reader>(python, script, capture));
  }
  const flows = whole(ours[0]?.flows ?? 0);
  const prompt = median(commands.map(c => c.prompt));
  const row = (name: string, many: string, value: number) => [
    name,
    many,
    seconds(value),
    times(prompt / value),
  ];
  const rows = [
    row('`flow2vec summary`, from start to prompt', flows, prompt),
    row('and until another process has stored the capture', flows, median(commands.map(c => c.stored))),
    row('flow2vec, into its store', flows, median(ours.map(o => o.first))),
    row('flow2vec, from its store', flows, median(ours.map(o => o.again))),
  ];
  for (const [i, [name]] of readers.entries()) {
    const runs = theirs[i] ?? [];
    if (runs.length === 0) continue;
    const many = whole(runs[0]?.flows ?? 0);
    rows.push(row(name, many, median(runs.map(t => t.seconds))));
    rows.push(row('with its import', many, median(runs.map(t => t.seconds + t.importSeconds))));
  }
  const columns = ['', 'flows', 'seconds', 'times this that `summary` takes'];
  return `## Reading and summary\n\n${table(columns, rows)}`;
}

const head = ['', 'window', 'flows', 'tokens', 'ingest + vocabulary s', 'train s', 'flows/s', 'to gensim'];
const quality = ['macro-F1', 'botnet @10', 'normal @10'];

/** The same settings in both; runs in turn, so that what else the machine does falls on all alike. */
export async function trainingTable(
  captures: readonly string[],
  windows: readonly number[],
  { python, rounds, log }: Bench,
): Promise<string> {
  const rows: string[][] = [];
  for (const capture of captures)
    for (const window of windows) {
      const shared = { window, epochs: 5, negative: 10, size: 100, sample: 1e-3, workers: 2 };
      const systems: [name: string, run: () => Promise<Training>][] = [
        ...(python
          ? [['gensim', async () => gensim(python, capture, shared)] as [string, () => Promise<Training>]]
          : []),
        ['flow2vec, plain', () => measureTraining(capture, { ...shared, vectors: 'plain' })],
        ['flow2vec, composed', () => measureTraining(capture, { ...shared, vectors: 'composed' })],
        [
          'flow2vec, plain, 1 thread',
          () => measureTraining(capture, { ...shared, vectors: 'plain', workers: 1 }),
        ],
      ];
      const runs = systems.map((): Training[] => []);
      for (let round = 0; round < rounds; round++)
        for (const [i, [name, run]] of systems.entries()) {
          log(`training, window ${window}, round ${round + 1}: ${name}`);
          runs[i]?.push(await run());
        }
      const peerSeconds = python ? median((runs[0] ?? []).map(r => r.train)) : undefined;
      for (const [i, [name]] of systems.entries())
        rows.push(trainingRow(name, window, runs[i] ?? [], peerSeconds));
    }
  return `## Training

Skip-gram, 100 numbers, 10 negatives, 5 epochs, sample 0.001, 2 threads unless said. Medians. "@10" is the mean
share of a token's ten nearest that have its class; macro-F1 is of 7 neighbours' vote.

${table([...head, ...quality], rows)}`;
}

function gensim(
  python: string,
  capture: string,
  { size, ...shared }: Record<string, number>,
  variant: Record<string, number> = {},
): Training {
  const settings = { ...shared, vector_size: size, ...variant };
  return peer<Training>(python, 'gensim_train.py', capture, JSON.stringify(settings));
}

function trainingRow(
  name: string,
  window: number,
  runs: readonly Training[],
  peerSeconds: number | undefined,
): string[] {
  const of = (value: (run: Training) => number) => median(runs.map(value));
  const train = of(r => r.train);
  return [
    name,
    String(window),
    whole(of(r => r.flows)),
    whole(of(r => r.vocabulary)),
    seconds(of(r => r.ingest + r.vocabularySeconds)),
    seconds(train),
    whole(of(r => r.flowsPerSecond)),
    peerSeconds === undefined ? '–' : times(peerSeconds / train),
    score(of(r => r.macroF1)),
    ...['botnet', 'normal'].map(c => score(median(runs.map(r => r.precisionAt10[c] ?? NaN)))),
  ];
}

/** CBOW and hierarchical softmax, by our settings and by gensim's. */
const variants: [name: string, ours: Partial<EmbeddingConfig>, theirs: Record<string, number>][] = [
  ['skip-gram, hierarchical softmax', { output: 'hierarchical' }, { hs: 1, negative: 0 }],
  ['CBOW', { architecture: 'cbow' }, { sg: 0 }],
  [
    'CBOW, hierarchical softmax',
    { architecture: 'cbow', output: 'hierarchical' },
    { sg: 0, hs: 1, negative: 0 },
  ],
];

/** The other architectures, each beside gensim's, in turn. */
export async function variantTable(capture: string, { python, rounds, log }: Bench): Promise<string> {
  const shared = { window: 30, epochs: 5, size: 100, sample: 1e-3, workers: 2 };
  const rows: string[][] = [];
  for (const [name, settings, peerSettings] of variants) {
    const [theirs, ours]: [Training[], Training[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      log(`${name}, round ${round + 1}`);
      if (python) theirs.push(gensim(python, capture, shared, peerSettings));
      ours.push(await measureTraining(capture, { ...shared, ...settings, vectors: 'plain' }));
    }
    const peerSeconds = python ? median(theirs.map(run => run.train)) : undefined;
    if (python) rows.push(trainingRow(`gensim, ${name}`, shared.window, theirs, peerSeconds));
    rows.push(trainingRow(`flow2vec, ${name}`, shared.window, ours, peerSeconds));
  }
  return `## CBOW and hierarchical softmax\n\nPlain vectors, settings as above.\n\n${table([...head, ...quality], rows)}`;
}

/** A warm model's answers, and opening it from disk. */
export async function hoverTable(capture: string, { log }: Bench): Promise<string> {
  const rows = [];
  for (const vectors of ['plain', 'composed'] as const) {
    log(`hovers, ${vectors}`);
    clearCache();
    const { vocabulary, p50, p95, reopen } = await measureHovers(capture, {
      vectors,
      epochs: 1,
      window: 5,
      workers: 2,
    });
    rows.push([vectors, whole(vocabulary), p50.toFixed(2), p95.toFixed(2), reopen.toFixed(0)]);
  }
  const head = ['vectors', 'tokens', 'p50 ms', 'p95 ms', 'opening the model ms'];
  log('hovers while a training runs');
  const busy = await measureHoversWhileTraining(capture, { epochs: 1, window: 5, workers: 2 });
  return `## Nearest tokens of a hover

1,000 random tokens, five neighbours each.

${table(head, rows)}

While another training uses every core (${seconds(busy.seconds)} s, composed vectors): ${whole(busy.asked)} questions, 20 ms
apart, waiting included: p50 ${busy.p50.toFixed(1)} ms, p95 ${busy.p95.toFixed(1)} ms.`;
}
