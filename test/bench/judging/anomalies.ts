import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../../scripts/build/paths.mjs';
import { writeWhole } from '../../../server/src/base/files/writeDraft';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import type { ScoreReport } from '../../../server/src/engine/judging/answers';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { peer } from '../python';
import type { Bench } from '../sections';
import { score, seconds, table } from '../tables';
import { averagePrecision } from './averagePrecision';
import { countsTimesBursts, sixCounts } from './counts';
import { mean, meanAndLeast, seedsOf } from './means';
import {
  botsOf,
  captureLines,
  carriers,
  readInfected,
  spanOf,
  transplanted,
  type Flow,
  type Infected,
} from './transplant';

/** What a test of transplanted bots needs. */
export interface Ward {
  infected: Infected;
  engine: Engine;
  folder: string;
  /** Writes flows as a capture in the folder; its path. */
  write(name: string, flows: readonly Flow[]): Promise<string>;
}

/** Opens a folder with what `captures` hold, cut; undefined where no flow is labelled as a bot's. Removes it afterwards. */
export async function inWard<T>(
  { captures, cut }: Bench,
  work: (ward: Ward) => Promise<T>,
): Promise<T | undefined> {
  const folder = inRoot('out/bench/judging');
  const cache = inRoot('out/bench/cache');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const store = new CaptureStore(cache);
  const infected = await readInfected(captures, { cutAt: cut, captures: store }).finally(() =>
    store.dispose(),
  );
  const engine = createEngine({ cacheDirectory: cache, maxCacheBytes: Infinity });
  try {
    if (!infected) return undefined;
    return await work({
      infected,
      engine,
      folder,
      async write(name, flows) {
        const path = join(folder, name);
        await writeWhole(path, async put => {
          for (const line of captureLines(flows)) await put(line);
        });
        return path;
      },
    });
  } finally {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

export const noBot = (heading: string) =>
  `${heading}\n\nNo flow is labelled as a bot's, or as malicious: there is nothing to move.`;

/** Of one seed. */
interface Measured {
  ours: number;
  /** Place of the carrier among the hosts, from 1; 0 where it is not listed. */
  rank: number;
  /** Whether the bot's first flow lies in the time of the carrier's first incident. */
  inTime: boolean;
  /** What the carrier's first incident scores. */
  weight: number;
  seconds: number;
}

interface Found {
  carrier: string;
  bySeed: Measured[];
  bursts: number;
  six: number;
  forest: number | undefined;
}

/**
 * How well a bot is found on hosts that are known and busy: its flows are moved to each of them, for a bot with an
 * address of its own is found by its address. And what stands first where there is no bot.
 */
export async function anomaliesTable(_: string, bench: Bench): Promise<string> {
  const heading = '## Unexpected flows';
  const text = await inWard(bench, async ward => {
    const { infected, engine, write } = ward;
    const training = await write('training.binetflow', infected.before);
    const quiet = await write('quiet.binetflow', infected.after);
    const rows: string[][] = [];
    const weights: number[] = [];
    for (const [name, bot] of Object.entries(botsOf(infected))) {
      const all: Found[] = [];
      for (const carrier of carriers(infected))
        all.push(await findOn(ward, { training, name, bot, carrier }, bench));
      rows.push(rowOf(name, bot.length, all));
      weights.push(...all.flatMap(({ bySeed }) => bySeed.map(({ weight }) => weight)));
    }
    const calm = await calmReports(engine, training, quiet, infected.after.length, bench);
    return `${heading}

Trained on the first ${Math.round(bench.cut * 100)} % of the flows (${infected.before.length.toLocaleString('en')}) without the bot's host, tested on the rest
(${infected.after.length.toLocaleString('en')}) with the bot's flows moved to hosts of its network that are known before, from the busiest to the least busy. In
brackets the least of the hosts. Counts learn nothing: how much oftener than expected a host does something, times how
unlikely that is for it; and six counts of what a flow has, summed.

${table(head, rows)}

${calmText(calm, infected, Math.min(...weights))}`;
  });
  return text ?? noBot(heading);
}

const head = [
  'flows of the bot',
  'number',
  'hosts',
  'average precision',
  'counts times bursts',
  'six counts',
  'IsolationForest',
  'host found first',
  'first flow in time',
  'seconds',
];

async function findOn(
  { infected, engine, folder, write }: Ward,
  { training, name, bot, carrier }: { training: string; name: string; bot: readonly Flow[]; carrier: string },
  { rounds, python, log }: Bench,
): Promise<Found> {
  const asked = transplanted(infected, carrier, bot);
  const flows = asked.map(({ flow }) => flow);
  const isBot = asked.map(({ flow, isMoved }) => isMoved && flow.isBot);
  const path = await write('asked.binetflow', flows);
  const began = asked.find(({ flow, isMoved }) => isMoved && flow.source === carrier)?.flow.at ?? NaN;
  const bySeed: Measured[] = [];
  for (const seed of seedsOf(rounds)) {
    const config = { ...defaultConfig, seed };
    // Trained before the clock runs: a model is kept.
    await engine.train([training], config, {});
    const started = performance.now();
    const report = await engine.score([training], config, [path], { top: flows.length });
    const took = (performance.now() - started) / 1000;
    const scores = new Array<number>(flows.length).fill(0);
    // The header is the first line.
    for (const { line, score: value } of report.anomalies) scores[line - 2] = value;
    const host = report.hosts.find(({ address }) => address === carrier);
    bySeed.push({
      ours: averagePrecision(scores, isBot),
      rank: host ? report.hosts.indexOf(host) + 1 : 0,
      inTime:
        host !== undefined &&
        Date.parse(host.from) <= began * 1000 &&
        began * 1000 <= Date.parse(host.to) + 1,
      weight: host?.score ?? 0,
      seconds: took,
    });
  }
  const found: Found = {
    carrier,
    bySeed,
    bursts: averagePrecision(countsTimesBursts(infected.before, flows), isBot),
    six: averagePrecision(sixCounts(infected.before, flows), isBot),
    forest: python
      ? averagePrecision(forestOf(python, training, path, join(folder, 'forest')), isBot)
      : undefined,
  };
  log(
    `${name} on ${carrier}: ${bySeed.map(({ ours }) => score(ours)).join(', ')}, counts ${score(found.bursts)}, place ${bySeed.map(({ rank }) => rank).join(', ')}`,
  );
  return found;
}

function forestOf(python: string, training: string, asked: string, out: string): number[] {
  peer(python, 'isolation_forest.py', training, asked, out, '1');
  const bytes = readFileSync(out);
  return [...new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)];
}

function rowOf(name: string, flows: number, all: readonly Found[]): string[] {
  const measured = all.flatMap(({ bySeed }) => bySeed);
  const many = `of ${measured.length}`;
  const forests = all.flatMap(({ forest }) => (forest === undefined ? [] : [forest]));
  return [
    name,
    String(flows),
    String(all.length),
    meanAndLeast(all.map(({ bySeed }) => mean(bySeed.map(({ ours }) => ours)))),
    meanAndLeast(all.map(({ bursts }) => bursts)),
    meanAndLeast(all.map(({ six }) => six)),
    forests.length > 0 ? meanAndLeast(forests) : '–',
    `${measured.filter(({ rank }) => rank === 1).length} ${many}`,
    `${measured.filter(({ inTime }) => inTime).length} ${many}`,
    seconds(Math.max(...measured.map(each => each.seconds))),
  ];
}

/** Shares of false alarms that are promised. */
const promised = [0.01, 0.001, 0.0001];

interface Calm {
  report: ScoreReport;
  /** Share of the flows above each threshold, in the order of `promised`. */
  alarms: number[];
}

/** What is said of the same time without the bot, of each seed. */
async function calmReports(
  engine: Engine,
  training: string,
  quiet: string,
  flows: number,
  { rounds, log }: Bench,
): Promise<Calm[]> {
  const all: Calm[] = [];
  for (const seed of seedsOf(rounds)) {
    const config = { ...defaultConfig, seed };
    log(`without the bot, seed ${seed}`);
    const report = await engine.score([training], config, [quiet], { top: Infinity });
    const alarms: number[] = [];
    for (const falseAlarms of promised) {
      const above = await engine.score([training], config, [quiet], { top: Infinity, falseAlarms });
      alarms.push(above.anomalies.length / flows);
    }
    all.push({ report, alarms });
  }
  return all;
}

function calmText(calm: readonly Calm[], { after }: Infected, least: number): string {
  const hours = spanOf(after) / 3600;
  const anHour = (count: (report: ScoreReport) => number) =>
    (mean(calm.map(({ report }) => count(report))) / hours).toFixed(1);
  const share = (value: number) => `${(value * 100).toPrecision(2)} %`;
  const first = calm[0]?.report.hosts[0];
  const shares = promised.map((p, i) => [
    share(p),
    share(mean(calm.map(({ alarms }) => alarms[i] as number))),
  ]);
  return `The same time without the bot, ${(hours * 60).toFixed(0)} minutes: ${anHour(({ incidentsInAll }) => incidentsInAll)} incidents an hour, ${anHour(({ incidents }) => incidents.filter(({ score: s }) => s >= least).length)} of them as unexpected as the least of those above, ${least.toFixed(5)}.
${first ? `First stands ${first.address}, ${first.score.toFixed(5)}: ${first.reasons[0]}.` : 'Nothing stands first.'}

${table(['false alarms promised', 'flows above it'], shares)}`;
}
