import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { inRoot } from '../../scripts/build/paths.mjs';
import { captureOf } from './captureOf';
import { clustersTable } from './clusters';
import { exchangeTable } from './exchange';
import { faissTable } from './faiss';
import { flowTableTable } from './flowTable';
import { mapsTable } from './maps';
import { overviewTable } from './overview';
import { sparkTable } from './spark';
import { sparkScalingTable } from './sparkScaling';
import { clearCache } from './ours';
import { readSections, writeSections } from './results';
import { amongTable } from './judging/among';
import { anomaliesTable } from './judging/anomalies';
import { labelsTable } from './judging/labels';
import { judgingTable } from './judging/speed';
import { transferTable } from './judging/transfer';
import { findPython } from './python';
import { peakTable } from './peak';
import { routesTable } from './routes';
import { hoverTable, ingestTable, trainingTable, variantTable, type Bench } from './sections';
import { table } from './tables';

const usage =
  'npm run bench [-- --flows N | --capture FILE…] [--rounds N] [--only SECTION,…] [--cut SHARE] [--sizes MILLIONS,…] [--minutes N]';
const results = inRoot('test/bench/RESULTS.md');

type Section = (capture: string, bench: Bench) => Promise<string>;

/** Trained with another seed each round. */
const seeded = ['anomalies', 'among', 'labels', 'transfer'];

/** What takes long, needs a browser or installs Spark is measured only when it is named. */
const onlyNamed = ['scaling', 'table', 'spark', 'spark-scaling'];

const sections: Record<string, Section> = {
  reading: ingestTable,
  training: (capture, bench) => trainingTable([capture], [30, 10], bench),
  peak: peakTable,
  variants: variantTable,
  hovers: hoverTable,
  overview: overviewTable,
  exchange: exchangeTable,
  judging: judgingTable,
  anomalies: anomaliesTable,
  among: amongTable,
  labels: labelsTable,
  transfer: transferTable,
  clusters: clustersTable,
  faiss: faissTable,
  maps: mapsTable,
  routes: (_, bench) => routesTable(bench),
  table: flowTableTable,
  spark: sparkTable,
  'spark-scaling': (_, bench) => sparkScalingTable(bench),
  scaling: async (_, bench) => {
    const captures = [100_000, 1_000_000, 5_000_000].map(captureOf);
    const text = await trainingTable(captures, [30], { ...bench, rounds: 1 });
    return text.replace('## Training', '## Training, from 100,000 to 5,000,000 generated flows');
  },
};

/** Measures and writes RESULTS.md, section by section; those that are not measured stay. The exit code. */
export async function main(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      flows: { type: 'string', default: '100000' },
      // Sections of judging take several; the others the first.
      capture: { type: 'string', multiple: true },
      rounds: { type: 'string', default: '2' },
      // Of anomalies and among: the share of the flows that stands before the cut.
      cut: { type: 'string', default: '0.667' },
      // Of spark-scaling: millions of flows, and minutes after which no other size is begun.
      sizes: { type: 'string', default: '5,10,20,50' },
      minutes: { type: 'string', default: '240' },
      only: {
        type: 'string',
        default: Object.keys(sections)
          .filter(name => !onlyNamed.includes(name))
          .join(),
      },
    },
  });
  const [flows, rounds, only] = [Number(values.flows), Number(values.rounds), values.only.split(',')];
  const unknown = only.filter(name => !Object.hasOwn(sections, name));
  if (
    !Number.isInteger(flows) ||
    flows < 1000 ||
    !Number.isInteger(rounds) ||
    rounds < 1 ||
    !(Number(values.minutes) > 0) ||
    !(Number(values.cut) > 0 && Number(values.cut) < 1) ||
    values.sizes.split(',').some(size => !(Number(size) > 0)) ||
    unknown.length > 0
  ) {
    const said =
      unknown.length > 0
        ? `No section ${unknown.join(', ')}; there are ${Object.keys(sections).join(', ')}.`
        : 'At least 1,000 flows, one round, one size and one minute are needed, and a cut between 0 and 1.';
    console.error(`${said}\n${usage}`);
    return 2;
  }
  const python = await findPython();
  const captures = values.capture?.map(file => resolve(file)) ?? [captureOf(flows)];
  const [capture] = captures as [string];
  const bench: Bench = {
    captures,
    cut: Number(values.cut),
    python,
    rounds,
    sizes: values.sizes.split(',').map(size => Math.round(Number(size) * 1e6)),
    minutes: Number(values.minutes),
    log: line => console.log(`  ${line}`),
  };
  const name = (of: readonly string[]) =>
    values.capture
      ? of.map(file => basename(file)).join(', ')
      : `${flows.toLocaleString('en')} generated flows`;
  const toldOf = (section: string) => {
    if (seeded.includes(section))
      return `Of ${name(captures)}; means over ${rounds === 1 ? 'one seed' : `${rounds} seeds`}.`;
    const what = ['routes', 'scaling', 'spark-scaling'].includes(section)
      ? 'generated data'
      : name([capture]);
    return `Of ${what}, medians of ${rounds === 1 ? 'one run' : `${rounds} runs in turn`}.`;
  };
  const kept = readSections(results);
  const write = () => writeSections(results, head(python), Object.keys(sections), kept);
  for (const section of only) {
    const text = await (sections[section] as Section)(capture, bench);
    kept.set(section, text.replace('\n', `\n\n${toldOf(section)}\n`));
    // Written at once: a run that is stopped leaves what it measured.
    write();
    console.log(`\n${text}\n`);
  }
  clearCache();
  return 0;
}

const head = (python: string | undefined) =>
  ['# Measurements', 'Written by `npm run bench`.', machine(python)].join('\n\n');

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
