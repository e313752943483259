import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { inRoot } from '../../scripts/build/paths.mjs';
import { captureOf } from './captureOf';
import { clustersTable } from './clusters';
import { exchangeTable } from './exchange';
import { mapsTable } from './maps';
import { clearCache } from './ours';
import { judgingTable } from './judging';
import { findPython } from './python';
import { routesTable } from './routes';
import { hoverTable, ingestTable, trainingTable, variantTable, type Bench } from './sections';
import { table } from './tables';

const usage = 'npm run bench [-- --flows N | --capture FILE] [--rounds N] [--full]';

/** Measures and writes RESULTS.md; the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      flows: { type: 'string', default: '100000' },
      capture: { type: 'string' },
      rounds: { type: 'string', default: '2' },
      full: { type: 'boolean', default: false },
    },
  });
  const [flows, rounds] = [Number(values.flows), Number(values.rounds)];
  if (!Number.isInteger(flows) || flows < 1000 || !Number.isInteger(rounds) || rounds < 1) {
    console.error(`At least 1,000 flows and one round are needed.\n${usage}`);
    return 2;
  }
  const python = await findPython();
  const bench: Bench = { python, rounds, log: line => console.log(`  ${line}`) };
  const capture = values.capture ? resolve(values.capture) : captureOf(flows);
  const parts = [
    '# Measurements\n\nWritten by `npm run bench`; medians of runs in turn.',
    `Capture: ${values.capture ? basename(capture) : `generated, seed 1`}`,
    machine(python),
    await ingestTable(capture, bench),
    await trainingTable([capture], [30, 10], bench),
    await variantTable(capture, bench),
    await hoverTable(capture, bench),
    await exchangeTable(capture, bench),
    await judgingTable(capture, bench),
    await clustersTable(capture, bench),
    await mapsTable(capture, bench),
    await routesTable(bench),
  ];
  if (values.full) {
    const sizes = [100_000, 1_000_000, 5_000_000];
    parts.push(
      '# From 100,000 to 5,000,000 flows',
      await trainingTable(sizes.map(captureOf), [30], { ...bench, rounds: 1 }),
    );
  }
  clearCache();
  const text = `${parts.join('\n\n')}\n`;
  writeFileSync(inRoot('test/bench/RESULTS.md'), text);
  console.log(`\n${text}`);
  return 0;
}

function machine(python: string | undefined): string {
  const rows = [
    ['processor', `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`],
    ['memory', `${(totalmem() / 2 ** 30).toFixed(1)} GiB`],
    ['Node', process.version],
    ['Python, gensim, pandas, numpy', python ? versionsOf(python) : 'not there'],
  ];
  return `## Machine\n\n${table(['', ''], rows)}`;
}

function versionsOf(python: string): string {
  const code =
    'import platform, gensim, pandas, numpy; print(platform.python_version(), gensim.__version__, pandas.__version__, numpy.__version__)';
  return execFileSync(python, ['-c', code], { encoding: 'utf8' }).trim().split(' ').join(', ');
}
