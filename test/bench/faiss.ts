import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/build/paths.mjs';
import { kmeans } from '../../server/src/engine/clusters/kmeans';
import { nearestGraph } from '../../server/src/engine/map/nearest';
import { inertiaOf } from '../support/referenceKmeans';
import { trainedVectors } from './clusters';
import { peer } from './python';
import type { Bench } from './sections';
import { median, seconds, table, times, whole } from './tables';

const folder = inRoot('out/bench/faiss');
/** As many vectors as CTU-13's first half hour has tokens. */
const most = 54_072;
const clusterCounts = [1000, 10_000];
const neighbours = 10;

interface Run {
  seconds: number;
  /** Processor seconds of all threads. */
  processor: number;
  inertia?: number | null;
}

/** k-means and the exact graph of nearest neighbours beside faiss, in turn. */
export async function faissTable(capture: string, { python, rounds, log }: Bench): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const { matrix, n: all, size } = await trainedVectors(capture, 'plain', join(folder, 'cache'));
  const n = Math.min(most, all);
  const some = matrix.slice(0, n * size);
  const path = join(folder, 'vectors.f32');
  writeFileSync(path, new Uint8Array(some.buffer));
  const given = [path, String(n), String(size)];
  const rows: string[][] = [];
  const compare = async (
    what: string,
    words: (seed: number) => string[],
    ours: (seed: number) => Promise<Run>,
  ) => {
    const runs: Record<'faiss' | 'flow2vec', Run[]> = { faiss: [], flow2vec: [] };
    for (let seed = 1; seed <= rounds; seed++) {
      log(`${what}, round ${seed}`);
      if (python) runs.faiss.push(peer<Run>(python, 'faiss_peer.py', ...given, ...words(seed)));
      runs.flow2vec.push(await ours(seed));
    }
    const of = (system: keyof typeof runs, value: (run: Run) => number) => median(runs[system].map(value));
    for (const system of ['faiss', 'flow2vec'] as const) {
      if (runs[system].length === 0) continue;
      const isPeer = system === 'faiss' || runs.faiss.length === 0;
      const ratio = (value: (run: Run) => number) => times(of('faiss', value) / of('flow2vec', value));
      const inertia = of(system, r => r.inertia ?? NaN);
      rows.push([
        `${system}, ${what}`,
        seconds(of(system, r => r.seconds)),
        seconds(of(system, r => r.processor)),
        isPeer ? '–' : ratio(r => r.seconds),
        isPeer ? '–' : ratio(r => r.processor),
        Number.isNaN(inertia) ? '–' : inertia.toPrecision(5),
      ]);
    }
  };
  for (const k of clusterCounts.filter(count => count < n)) {
    // faiss takes as many iterations as it is told: as many as ours took to convergence.
    const settings = { k, method: 'full', restarts: 1, spherical: false, threads: 2 } as const;
    const { iterations } = await kmeans(some, n, size, { ...settings, seed: 1 });
    await compare(
      `k-means, k ${whole(k)}, ${iterations} iterations`,
      seed => ['kmeans', String(k), String(iterations), String(seed)],
      async seed => {
        const [found, run] = await measured(() => kmeans(some, n, size, { ...settings, seed }));
        return { ...run, inertia: inertiaOf(some, n, size, found.k, found.assignments) };
      },
    );
  }
  await compare(
    `exact graph of the ${neighbours} nearest`,
    () => ['graph', String(neighbours)],
    async () => (await measured(() => nearestGraph(some, n, size, neighbours, { threads: 2 })))[1],
  );
  rmSync(folder, { recursive: true, force: true });
  return `## k-means and nearest neighbours beside faiss

${whole(n)} vectors of plain tokens, ${size} numbers, 2 threads; faiss-cpu's Kmeans on all vectors, for as many iterations as ours
takes to convergence, and its flat index. Ours begins k-means by k-means++, faiss at random.

${table(['', 'seconds', 'processor s', 'to faiss', 'by processor time', 'inertia'], rows)}`;
}

async function measured<T>(work: () => Promise<T>): Promise<[T, Run]> {
  const before = process.cpuUsage();
  const began = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [result, { seconds: (performance.now() - began) / 1000, processor: (user + system) / 1e6 }];
}
