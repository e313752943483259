import { readFile } from 'node:fs/promises';
import { contentDigest } from '../captures/digests';
import type { Clustering, ClusteringSettings } from '../clusters/clustering';
import { contentOf, writeClustering } from '../clusters/clusteringFile';
import { inputOf, tokensOf } from '../clusters/clusterJobs';
import { makeClustering, toldOf } from '../clusters/makeClustering';
import { readModel } from '../training/models/modelFile';
import type { Operation } from './conversation';
import { floatsOf } from './trainShare';

interface AskedClusters {
  /** Path of the model file, and of the clustering beside it. */
  model: string;
  out: string;
  settings: ClusteringSettings;
}

/** Whoever asked ends the process to cancel it. */
const { signal } = new AbortController();

/** Clusters the tokens of a model file in this process. */
export const clusterModel: Operation = async function* (_input, asked) {
  const { model: path, out, settings } = asked as unknown as AskedClusters;
  const input = inputOf(await contentDigest(path), await readModel(path, 'vectors only'));
  return written(out, await makeClustering(input, settings, { signal, onProgress: () => undefined }));
};

/** Tokens of one answer. */
const answered = 50_000;

/** For each token of a model file its number, `row`, and those of the vectors that its own is the mean of, `f0`, `f1`, … */
export const vectorsOfTokens: Operation = async function* (_input, asked) {
  const { vocabulary, fields } = await readModel(asked['model'] as string, 'vectors only');
  if (!fields) throw new Error('The vectors of this model are not composed.');
  const { columns, ofTokens } = fields;
  for (let from = 0; from < vocabulary.size; from += answered) {
    const length = Math.min(answered, vocabulary.size - from);
    const numbers = Array.from({ length: columns }, (_, c) => [
      `f${c}`,
      Int32Array.from({ length }, (__, i) => ofTokens[(from + i) * columns + c] as number),
    ]);
    yield { row: Int32Array.from({ length }, (_, i) => from + i), ...Object.fromEntries(numbers) };
  }
};

/**
 * Writes what executors clustered of a model's tokens: `row`, `cluster` and `distance` to its centre of each; the
 * centres as little-endian floats in a file. Silhouettes are not taken: they need all vectors in one process.
 */
export const clustersFound: Operation = async function* (rows, asked) {
  const {
    model: path,
    out,
    settings,
    centres,
    ...found
  } = asked as unknown as AskedClusters & {
    centres: string;
    iterations: number;
    inertia: number;
    seconds: number;
    notes: readonly string[];
  };
  const model = await readModel(path, 'vectors only');
  const { size: n } = model.vocabulary;
  const assignments = new Uint32Array(n);
  const distances = new Float32Array(n).fill(NaN);
  for await (const batch of rows) {
    const [row, cluster, distance] = [
      batch.numbers('row'),
      batch.numbers('cluster'),
      batch.floats('distance'),
    ];
    row.forEach((at, i) => {
      assignments[at] = cluster[i] as number;
      distances[at] = distance[i] as number;
    });
  }
  if (distances.some(Number.isNaN)) throw new Error('Spark did not tell the cluster of every token.');
  const input = tokensOf(await contentDigest(path), model);
  const moved = floatsOf(await readFile(centres));
  const measured = { silhouette: null, silhouetteTokens: 0 };
  const k = moved.length / input.size;
  return written(
    out,
    await toldOf(
      input,
      settings,
      { ...found, ...measured, k, assignments, distances, centres: moved },
      signal,
    ),
  );
};

async function written(out: string, made: Clustering) {
  await writeClustering(out, contentOf(made));
  return { clusters: made.k, tokens: made.vocabulary.size };
}
