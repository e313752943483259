import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from '../../scripts/build/paths.mjs';
import { run } from '../../scripts/setup/processes.mjs';
import { scaleOf, samplesOf } from '../../server/src/engine/routes/featureScale';
import { loadAdam } from '../../server/src/engine/routes/networks/adam';
import { chooseBackend } from '../../server/src/engine/routes/networks/backend';
import { loadDense } from '../../server/src/engine/routes/networks/denseDescent';
import { loadLstm } from '../../server/src/engine/routes/networks/lstm';
import { planOf, defaultRouteSettings, resolved } from '../../server/src/engine/routes/networks/plan';
import { rawFeatures, type FeatureMap, type Samples } from '../../server/src/engine/routes/networks/samples';
import { asKind, trainNetwork } from '../../server/src/engine/routes/networks/training';
import type { NetworkKind } from '../../shared/protocol/routeReport';
import { binaries } from '../support/networkBinaries';
import { plantedRoutes } from '../support/plantedRoutes';
import { peer } from './python';
import type { Bench } from './sections';
import { median, seconds, table, times, whole } from './tables';

/** What an epoch takes; processor seconds are of all threads. */
interface Epoch {
  seconds: number;
  processor: number;
  accuracy: number;
}

/** Routes of an epoch: a Keras LSTM needs 345 KB for the one-hot steps of one. */
const sizes: Partial<Record<NetworkKind, number>> = { dense: 36_000, hybrid: 7200, lstm: 2048 };
const epochs = 3;

/** Epochs of the notebook's networks on either backend, beside Keras and scikit-learn, in turn. */
export async function routesTable({ rounds, log }: Bench): Promise<string> {
  const python = await findKeras(log);
  const rows: string[][] = [];
  for (const [kind, size] of Object.entries(sizes) as [NetworkKind, number][]) {
    const given = sampleOf(kind, size);
    const file = writeGiven(kind, given);
    const systems: [name: string, measure: () => Promise<Epoch>][] = [];
    if (python) systems.push(['Keras', async () => peer<Epoch>(python, 'keras_routes.py', file)]);
    if (python && kind === 'dense')
      systems.push(['scikit-learn MLP, sparse', async () => peer<Epoch>(python, 'sklearn_routes.py', file)]);
    for (const backend of ['wasm', 'native'] as const)
      if (await loads(backend)) systems.push([`flow2vec, ${backend}`, () => ours(kind, given, backend)]);
    const measured = systems.map((): Epoch[] => []);
    for (let round = 0; round < rounds; round++)
      for (const [i, [name, measure]] of systems.entries()) {
        log(`${kind}, round ${round + 1}: ${name}`);
        measured[i]?.push(await measure());
      }
    const of = (i: number, value: (e: Epoch) => number) => median((measured[i] ?? []).map(value));
    const keras = python ? of(0, e => e.seconds) : undefined;
    for (const [i, [name]] of systems.entries()) {
      const took = of(i, e => e.seconds);
      rows.push([
        `${kind}, ${name}`,
        whole(size),
        seconds(took),
        seconds(of(i, e => e.processor)),
        keras === undefined ? '–' : times(keras / took),
      ]);
    }
  }
  const head = ['', 'routes', 'epoch s', 'processor s', 'to Keras'];
  return `## Networks of routes

An epoch of training with the notebook's layers and batches on generated routes of twelve hops, 2,874 subnets (the hybrid:
50 groups of them); the best of those after the first, which compiles.

${table(head, rows)}`;
}

interface Given {
  samples: Samples;
  map: FeatureMap;
}

function sampleOf(kind: NetworkKind, size: number): Given {
  const planted = plantedRoutes(size, 1, { hosts: 2000, transit: 869, between: 9 });
  const all = Uint32Array.from({ length: size }, (_, r) => r);
  const map = rawFeatures(planted.subnets.length);
  if (kind === 'hybrid') {
    // Any groups will do to measure: finding them is not part of an epoch.
    map.features = 50;
    map.row = map.row.map(s => s % 50);
    map.value.fill(50 / planted.subnets.length);
  }
  return { samples: samplesOf(planted, all, scaleOf(planted, all)), map };
}

const settingsOf = (kind: NetworkKind) =>
  resolved({ ...defaultRouteSettings, network: kind, epochs, earlyStop: 0 });

function writeGiven(kind: NetworkKind, { samples, map }: Given): string {
  const { batchSize, learningRate } = settingsOf(kind);
  const path = inRoot('out/bench', `routes-${kind}.json`);
  mkdirSync(dirname(path), { recursive: true });
  const hops = Array.from({ length: samples.size }, (_, r) => [
    ...samples.hops.subarray(samples.offsets[r], samples.offsets[r + 1]),
  ]);
  const { features } = map;
  writeFileSync(
    path,
    JSON.stringify({
      network: kind,
      features,
      hops,
      row: [...map.row],
      value: [...map.value],
      labels: [...samples.labels],
      statistics: [...samples.statistics],
      batch: batchSize,
      rate: learningRate,
      epochs,
    }),
  );
  return path;
}

async function loads(backend: 'wasm' | 'native'): Promise<boolean> {
  return chooseBackend(backend, binaries).then(
    () => true,
    () => false, // tfjs-node is optional: without it, it is not measured.
  );
}

async function ours(kind: NetworkKind, { samples, map }: Given, backend: 'wasm' | 'native'): Promise<Epoch> {
  await chooseBackend(backend, binaries);
  await Promise.all([loadLstm(binaries), loadAdam(binaries), loadDense(binaries)]);
  const few: Samples = { ...samples, size: 64 };
  const [train, watched] = [samples, few].map(s => asKind(kind, s, map.row.length)) as [Samples, Samples];
  const processor: number[] = [];
  let [epoch, used] = [1, process.cpuUsage()];
  const made = await trainNetwork(planOf(settingsOf(kind), [1, 1]), map, train, watched, progress => {
    if (progress.batch === progress.batches) {
      const { user, system } = process.cpuUsage(used);
      processor.push((user + system) / 1e6);
      [epoch, used] = [epoch + 1, process.cpuUsage()];
    }
  });
  return {
    seconds: Math.min(...made.epochs.slice(1).map(e => e.seconds)),
    processor: Math.min(...processor.slice(1)),
    accuracy: made.epochs.at(-1)?.accuracy ?? NaN,
  };
}

/** A Python with Keras and scikit-learn, in a throw-away environment of its own; undefined with the reason said. */
async function findKeras(log: (line: string) => void): Promise<string | undefined> {
  const named = process.env['FLOW2VEC_BENCH_KERAS'];
  if (named) return named;
  const environment = inRoot('out/bench/keras');
  const interpreter = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(interpreter)) return interpreter;
  try {
    log(`Installing Keras and scikit-learn into ${environment} …`);
    await run('python3', ['-m', 'venv', '--clear', environment]);
    await run(interpreter, ['-m', 'pip', 'install', '--quiet', 'tensorflow-cpu', 'scikit-learn']);
    return interpreter;
  } catch (error) {
    log(`Keras cannot be installed and is left out: ${(error as Error).message}`);
    return undefined;
  }
}
