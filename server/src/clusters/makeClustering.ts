import type { Vocabulary } from '../corpus/corpus';
import { Turns } from '../corpus/turns';
import { agreement } from './agreement';
import { Clustering, type ClusteringSettings } from './clustering';
import { clusterNames } from './clusterNames';
import { distinctVectors } from './distinctVectors';
import { kmeans } from './kmeans';
import { labelledRows, labelsOf } from './labels';
import { membersOf, ordered, type Partition } from './partition';
import { tokenFields } from './tokenFields';

/** Token vectors as trained, and what is known of the tokens. */
export interface ClusteringInput {
  model: string;
  trainedAt: string;
  vocabulary: Vocabulary;
  columns: readonly string[];
  /** vocabulary × size, row-major. */
  vectors: Float32Array;
  size: number;
}

export interface ClusteringProgress {
  stage: 'start' | 'iterate' | 'report';
  iteration: number;
  of: number;
}

export interface ClusteringDeps {
  signal: AbortSignal;
  onProgress: (progress: ClusteringProgress) => void;
}

/** A fifth of the vocabulary, as in the flow2vec post, where no number is asked for. */
export function clusterCount(asked: number, tokens: number): number {
  return asked > 0 ? asked : Math.max(1, Math.floor(tokens / 5));
}

/** k-means over a model's token vectors, with its report. Rejects when there are fewer distinct vectors than clusters. */
export async function makeClustering(
  input: ClusteringInput,
  settings: ClusteringSettings,
  { signal, onProgress }: ClusteringDeps,
): Promise<Clustering> {
  const { vectors, vocabulary, size, columns } = input;
  const distinct = await distinctVectors(vectors, vocabulary.size, size, settings.k, signal);
  if (distinct < settings.k) throw new Error(tooMany(settings.k, distinct, vocabulary.size));
  const found = await kmeans(vectors, vocabulary.size, size, settings, { signal, onProgress });
  const report = (iteration: number) => onProgress({ stage: 'report', iteration, of: 2 });
  report(0);
  const partition = ordered(found, vocabulary.counts);
  const turns = new Turns(signal);
  const fields = await tokenFields(vocabulary, columns, turns);
  const clusters = Array.from({ length: partition.k }, (_, id) => {
    const rows = membersOf(partition, id);
    return { rows, labels: labelsOf(vocabulary, rows) };
  });
  const names = await clusterNames(clusters, fields, vocabulary, turns);
  report(1);
  const agreed = agreementWithLabels(partition, vocabulary);
  const left = settings.k - partition.k;
  const notes = [
    ...(left > 0 ? [`${left} of ${settings.k} centres had no token and were left out.`] : []),
    ...(found.converged
      ? []
      : [`Stopped after ${found.iterations} iterations, before every token had settled.`]),
  ];
  const facts = {
    model: input.model,
    trainedAt: input.trainedAt,
    settings,
    size,
    iterations: found.iterations,
    inertia: found.inertia,
    seconds: found.seconds,
    silhouette: null,
    silhouetteTokens: 0,
    adjustedRandIndex: agreed?.adjustedRandIndex ?? null,
    homogeneity: agreed?.homogeneity ?? null,
    completeness: agreed?.completeness ?? null,
    notes,
  };
  return new Clustering(facts, partition, names, vocabulary, columns);
}

function agreementWithLabels(partition: Partition, vocabulary: Vocabulary) {
  const { rows, classes } = labelledRows(vocabulary);
  const own = rows.map(row => partition.assignments[row] as number);
  return agreement(own, classes, partition.k, vocabulary.labelClasses.length);
}

function tooMany(k: number, distinct: number, tokens: number): string {
  const remedy = `Ask for at most ${distinct} clusters.`;
  return k > tokens
    ? `${k} clusters cannot be made of ${tokens} tokens. ${remedy}`
    : `${k} clusters cannot be made: the ${tokens} tokens have ${distinct} distinct vectors. ${remedy}`;
}
