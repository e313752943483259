import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/build/paths.mjs';
import { kmeans, type KmeansSettings } from '../../server/src/engine/clusters/kmeans';
import { silhouette } from '../../server/src/engine/clusters/silhouette';
import { composeAll } from '../../server/src/engine/training/corpus/fields';
import { defaultConfig, type EmbeddingConfig } from '../../server/src/engine/training/embedding/config';
import { createEngine } from '../../server/src/engine/flowEngine';
import { readModel } from '../../server/src/engine/training/models/modelFile';
import { inertiaOf } from '../support/referenceKmeans';
import { peer } from './python';
import type { Bench } from './sections';
import { median, seconds, table, times, whole } from './tables';

const folder = inRoot('out/bench/clusters');
/** As many tokens, the commonest, as the flow2vec post clusters; a fifth as many clusters. */
const tokens = 20_000;
const sample = 1000;

interface Run {
  seconds: number;
  /** Processor seconds of all threads. */
  processor: number;
  inertia: number;
  iterations: number;
}

interface Vectors {
  name: string;
  matrix: Float32Array;
  n: number;
  size: number;
}

/** k-means beside scikit-learn's on the same vectors, and the whole vocabulary by ours alone. */
export async function clustersTable(capture: string, { python, rounds, log }: Bench): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const rows: string[][] = [];
  for (const vectors of ['plain', 'composed'] as const) {
    const all = await trainedVectors(capture, vectors);
    const n = Math.min(tokens, all.n);
    const some = { ...all, n, matrix: all.matrix.subarray(0, n * all.size) };
    const path = join(folder, `${vectors}.f32`);
    writeFileSync(path, new Uint8Array(some.matrix.slice().buffer));
    for (const method of ['full', 'mini-batch'] as const) {
      const k = Math.max(1, Math.floor(n / 5));
      const [theirs, ours]: [Run[], Run[]] = [[], []];
      for (let round = 1; round <= rounds; round++) {
        log(`clusters, ${vectors}, ${method}, round ${round}`);
        const asked = [path, String(n), String(all.size), String(k), method, String(round)];
        if (python) theirs.push(peer<Run>(python, 'sklearn_clusters.py', ...asked));
        ours.push(await measure(some, { k, method, seed: round }));
      }
      if (python) rows.push(row(`scikit-learn, ${vectors}, ${method}`, some, k, theirs));
      rows.push(row(`flow2vec, ${vectors}, ${method}`, some, k, ours, theirs));
    }
    if (all.n > n) rows.push(await wholeVocabulary(all, log));
  }
  rmSync(folder, { recursive: true, force: true });
  const head = [
    '',
    'vectors',
    'k',
    'seconds',
    'processor s',
    'to scikit-learn',
    'iterations',
    'inertia',
    'its share',
  ];
  return `## Clusters

k-means of the vectors of the commonest tokens, one k-means++ start to convergence, 2 threads; scikit-learn's
KMeans and MiniBatchKMeans on the same vectors. Inertia is of the clusters' means; "its share" is of
scikit-learn's. Then all tokens, with the mean silhouette of ${whole(sample)} of them against all.

${table(head, rows)}`;
}

/** Of all tokens, commonest first; trained once for each cache. */
export async function trainedVectors(
  capture: string,
  vectors: EmbeddingConfig['vectors'],
  cacheDirectory = join(folder, 'cache'),
): Promise<Vectors> {
  const config: EmbeddingConfig = { ...defaultConfig, vectors, workers: 2 };
  const engine = createEngine({ cacheDirectory, maxCacheBytes: Infinity });
  const { path } = await engine.train([capture], config, {});
  await engine.dispose();
  const { inputs, vocabulary, fields } = await readModel(path, 'vectors only');
  const matrix = fields ? composeAll(fields, inputs, config.size) : inputs;
  return { name: vectors, matrix, n: vocabulary.size, size: config.size };
}

async function measure(
  { matrix, n, size }: Vectors,
  settings: Pick<KmeansSettings, 'k' | 'method' | 'seed'>,
): Promise<Run> {
  const before = process.cpuUsage();
  const found = await kmeans(matrix, n, size, { ...settings, restarts: 1, spherical: false, threads: 2 });
  const { user, system } = process.cpuUsage(before);
  return {
    seconds: found.seconds,
    processor: (user + system) / 1e6,
    inertia: inertiaOf(matrix, n, size, found.k, found.assignments),
    iterations: found.iterations,
  };
}

function row(
  name: string,
  { n }: Vectors,
  k: number,
  runs: readonly Run[],
  peers: readonly Run[] = [],
): string[] {
  const of = (all: readonly Run[], value: (run: Run) => number) => median(all.map(value));
  const took = of(runs, r => r.seconds);
  const inertia = of(runs, r => r.inertia);
  return [
    name,
    whole(n),
    whole(k),
    seconds(took),
    seconds(of(runs, r => r.processor)),
    peers.length > 0 ? times(of(peers, r => r.seconds) / took) : '–',
    whole(of(runs, r => r.iterations)),
    inertia.toPrecision(5),
    peers.length > 0 ? (inertia / of(peers, r => r.inertia)).toFixed(3) : '–',
  ];
}

async function wholeVocabulary(all: Vectors, log: Bench['log']): Promise<string[]> {
  log(`clusters, ${all.name}, whole vocabulary`);
  const { matrix, n, size } = all;
  const settings = { restarts: 1, spherical: false, method: 'full', seed: 1, threads: 2 } as const;
  const k = Math.floor(n / 5);
  const before = process.cpuUsage();
  const found = await kmeans(matrix, n, size, { ...settings, k });
  const { user, system } = process.cpuUsage(before);
  const { mean } = await silhouette(matrix, n, size, found.assignments, { ...settings, sample });
  const memory = process.resourceUsage().maxRSS / 2 ** 20;
  return [
    `flow2vec, ${all.name}, all tokens: silhouette ${(mean ?? 0).toFixed(3)}, process at most ${memory.toFixed(2)} GiB`,
    whole(n),
    whole(k),
    seconds(found.seconds),
    seconds((user + system) / 1e6),
    '–',
    whole(found.iterations),
    found.inertia.toPrecision(5),
    '–',
  ];
}
