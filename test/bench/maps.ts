import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/build/paths.mjs';
import { seededRandom } from '../../server/src/base/seededRandom';
import { mapQuality } from '../../server/src/engine/map/quality';
import { tsne } from '../../server/src/engine/map/tsne';
import { umap } from '../../server/src/engine/map/umap';
import { trainedVectors } from './clusters';
import { peer } from './python';
import type { Bench } from './sections';
import { median, seconds, table, times, whole } from './tables';

const folder = inRoot('out/bench/maps');
/** As many tokens, the commonest, as the flow2vec post lays out. */
const few = 4000;

interface Run {
  seconds: number;
  /** Processor seconds of all threads. */
  processor: number;
  kl?: number;
  layout: Float32Array;
}

/** The same vectors, of length one, for all. */
interface Vectors {
  matrix: Float32Array;
  n: number;
  size: number;
  path: string;
}

/** t-SNE and UMAP beside scikit-learn, openTSNE and umap-learn on the same vectors. */
export async function mapsTable(capture: string, bench: Bench): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const { matrix, n, size } = await trainedVectors(capture, 'composed', join(folder, 'cache'));
  const unit = ofLengthOne(matrix, n, size);
  const vectors = (count: number): Vectors => {
    const path = join(folder, `${count}.f32`);
    const some = unit.slice(0, count * size);
    writeFileSync(path, new Uint8Array(some.buffer));
    return { matrix: some, n: count, size, path };
  };
  const some = vectors(Math.min(few, n));
  const all = vectors(n);
  const rows = [
    ...(await compare('t-SNE, 1,000 iterations', some, bench, 'sklearn_tsne.py', tsneOf(1000))),
    ...(await compare('t-SNE, 750 iterations', all, bench, 'opentsne.py', tsneOf(750))),
    ...(await compare('UMAP', all, bench, 'umap_learn.py', umapOf)),
  ];
  rmSync(folder, { recursive: true, force: true });
  const head = [
    '',
    'points',
    'seconds',
    'processor s',
    'to the peer',
    'KL',
    'trustworthiness @10',
    'kept @10',
  ];
  return `## Maps

Vectors of the commonest tokens, then of all, composed, of length one; two dimensions, perplexity 30, 2 threads.
scikit-learn's TSNE, openTSNE's FFT variant and umap-learn on the same vectors. Quality is measured alike for all, at
a sample of the points: trustworthiness, and the share of a point's ten nearest that are its ten nearest on the map.
Of openTSNE, KL is over its approximate neighbours.

${table(head, rows)}`;
}

type Layout = (vectors: Vectors, seed: number) => Promise<{ layout: Float32Array; kl?: number }>;

const tsneOf =
  (iterations: number): Layout =>
  ({ matrix, n, size }, seed) =>
    tsne(matrix, n, size, {
      dimensions: 2,
      perplexity: 30,
      earlyExaggeration: 12,
      learningRate: 0,
      iterations,
      seed,
      threads: 2,
    });

const umapOf: Layout = ({ matrix, n, size }, seed) =>
  umap(matrix, n, size, { dimensions: 2, neighbours: 15, minDist: 0.1, epochs: 0, seed, threads: 2 });

async function compare(
  what: string,
  vectors: Vectors,
  { python, rounds, log }: Bench,
  script: string,
  layOut: Layout,
): Promise<string[][]> {
  const [theirs, ours]: [Run[], Run[]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    log(`maps, ${what}, ${vectors.n} points, round ${round}`);
    const run = python && ofPeer(python, script, vectors, round);
    if (run) theirs.push(run);
    ours.push(await measure(vectors, layOut, round));
  }
  const rows = [await row(`flow2vec, ${what}`, vectors, ours, theirs)];
  if (theirs.length > 0) rows.unshift(await row(`${script.replace('.py', '')}, ${what}`, vectors, theirs));
  for (const cells of rows) log(cells.join(' | '));
  return rows;
}

/** Nothing when the peer is not installed. */
function ofPeer(python: string, script: string, { path, n, size }: Vectors, seed: number): Run | undefined {
  const out = `${path}.layout`;
  const run = peer<Omit<Run, 'layout'> | null>(
    python,
    script,
    path,
    String(n),
    String(size),
    String(seed),
    out,
  );
  if (!run) return undefined;
  return { ...run, layout: new Float32Array(new Uint8Array(readFileSync(out)).buffer) };
}

async function measure(vectors: Vectors, layOut: Layout, seed: number): Promise<Run> {
  const before = process.cpuUsage();
  const began = performance.now();
  const found = await layOut(vectors, seed);
  const took = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { ...found, seconds: took, processor: (user + system) / 1e6 };
}

async function row(
  name: string,
  { matrix, n, size }: Vectors,
  runs: readonly Run[],
  peers: readonly Run[] = [],
): Promise<string[]> {
  const qualities = [];
  for (const { layout } of runs)
    qualities.push(await mapQuality(matrix, n, size, layout, 2, { random: seededRandom(1), threads: 2 }));
  const took = median(runs.map(r => r.seconds));
  const kls = runs.flatMap(r => r.kl ?? []);
  return [
    name,
    whole(n),
    seconds(took),
    seconds(median(runs.map(r => r.processor))),
    peers.length > 0 ? times(median(peers.map(r => r.seconds)) / took) : '–',
    kls.length > 0 ? median(kls).toFixed(3) : '–',
    median(qualities.map(q => q.trustworthiness)).toFixed(4),
    median(qualities.map(q => q.preservation)).toFixed(3),
  ];
}

function ofLengthOne(matrix: Float32Array, n: number, size: number): Float32Array {
  const unit = new Float32Array(n * size);
  for (let i = 0; i < n; i++) {
    const vector = matrix.subarray(i * size, (i + 1) * size);
    const length = Math.hypot(...vector);
    unit.set(
      vector.map(x => (length > 0 ? x / length : 0)),
      i * size,
    );
  }
  return unit;
}
