import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/build/paths.mjs';
import { createEngine } from '../../server/src/engine/flowEngine';
import { defaultConfig } from '../../server/src/engine/training/embedding/config';
import { countsTimesBursts } from './countsTimesBursts';
import type { Bench } from './sections';
import { score, seconds, table } from './tables';
import {
  averagePrecision,
  carriers,
  countsOf,
  readInfected,
  transplanted,
  type Infected,
  type Row,
} from './transplant';

const folder = inRoot('out/bench/anomalies');
const quiet = 20;

interface Measured {
  ours: number;
  counts: number;
  /** Place of the carrier among the hosts, from 1; 0 where it is not listed. */
  rank: number;
  incidents: number;
  seconds: number;
}

/**
 * How well a bot is found on hosts that are known and busy: its flows are moved to each of them, for a bot with an
 * address of its own is found by its address.
 */
export async function anomaliesTable(capture: string, { log }: Bench): Promise<string> {
  const heading = '## Unexpected flows';
  const infected = await readInfected(capture);
  if (!infected) return `${heading}\n\nThe capture has no flow that is labelled as a bot's.`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const text = (rows: readonly Row[]) => [infected.header, ...rows].map(row => `${row.join(',')}\n`).join('');
  const training = join(folder, 'training.binetflow');
  writeFileSync(training, text(infected.before));
  const engine = createEngine({ cacheDirectory: inRoot('out/bench/cache'), maxCacheBytes: Infinity });
  await engine.train([training], defaultConfig, {});
  const rows: string[][] = [];
  for (const [name, bot] of Object.entries(botsOf(infected))) {
    const all: Measured[] = [];
    for (const carrier of carriers(infected)) {
      const asked = transplanted(infected, carrier, bot);
      const path = join(folder, 'asked.binetflow');
      writeFileSync(path, text(asked));
      const began = performance.now();
      const report = await engine.score([training], defaultConfig, [path], { top: asked.length });
      const took = (performance.now() - began) / 1000;
      const moved = new Set(bot.map(row => row[infected.column('Label')]));
      const isBot = asked.map(row => moved.has(row[infected.column('Label')]) && row.includes(carrier));
      // The header is the first line.
      const scores = new Array<number>(asked.length).fill(0);
      for (const { line, score: value } of report.anomalies) scores[line - 2] = value;
      const measured = {
        ours: averagePrecision(scores, isBot),
        counts: averagePrecision(countsTimesBursts(infected, asked), isBot),
        rank: report.hosts.findIndex(({ address }) => address === carrier) + 1,
        incidents: report.incidentsInAll,
        seconds: took,
      };
      log(`${name} on ${carrier}: ${score(measured.ours)}, counts ${score(measured.counts)}`);
      all.push(measured);
    }
    rows.push(rowOf(name, bot.length, all));
  }
  await engine.dispose();
  rmSync(folder, { recursive: true, force: true });
  const head = [
    'flows of the bot',
    'number',
    'hosts',
    'average precision (least)',
    'counts times bursts (least)',
    'host found first',
    'incidents',
    'seconds',
  ];
  return `${heading}

Trained on the first two thirds of the capture without the bot's host, tested on the rest with the bot's flows moved to
hosts of its network, each a third as busy as the one before.

${table(head, rows)}`;
}

/** A loud bot; a quiet one; and one without what it does most. */
function botsOf({ bot, column }: Infected): Record<string, Row[]> {
  const port = column('Dport');
  const [commonest] = [...countsOf(bot.rows.map(row => row[port] as string))].sort((a, b) => b[1] - a[1]);
  return {
    all: bot.rows,
    [`every ${quiet}th`]: bot.rows.filter((_, i) => i % quiet === 0),
    [`all but those to port ${commonest?.[0]}`]: bot.rows.filter(row => row[port] !== commonest?.[0]),
  };
}

function rowOf(name: string, flows: number, all: readonly Measured[]): string[] {
  const of = (value: (each: Measured) => number) => {
    const values = all.map(value);
    return `${score(values.reduce((a, b) => a + b, 0) / values.length)} (${score(Math.min(...values))})`;
  };
  return [
    name,
    String(flows),
    String(all.length),
    of(each => each.ours),
    of(each => each.counts),
    `${all.filter(each => each.rank === 1).length} of ${all.length}`,
    String(Math.max(...all.map(each => each.incidents))),
    seconds(Math.max(...all.map(each => each.seconds))),
  ];
}
