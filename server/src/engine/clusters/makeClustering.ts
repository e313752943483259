import * as l10n from '@vscode/l10n';
import type { Vocabulary } from '../training/corpus/corpus';
import { Turns } from '../../base/threads/turns';
import { agreement } from './agreement';
import { Clustering, type ClusteringFacts, type ClusteringSettings, type Suggested } from './clustering';
import { clusterNames } from './clusterNames';
import { distinctVectors } from './distinctVectors';
import { kmeans, type Kmeans } from './kmeans';
import { labelsOf } from '../training/corpus/tokenLabels';
import { labelledRows } from './labels';
import { silhouette } from './silhouette';
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
  /** Of the whole, 0 to 1. */
  fraction: number;
}

/** Tokens whose silhouettes are taken: what is left to chance is then 0.02 at most, nearly always. */
const silhouetteSample = 2000;

export interface ClusteringDeps {
  signal: AbortSignal;
  onProgress: (progress: ClusteringProgress) => void;
  suggested?: Suggested | undefined;
}

/**
 * k-means over a model's token vectors, with its report. `suggested` says why there are so many clusters, where nobody
 * asked for a number. Rejects when there are fewer distinct vectors than clusters.
 */
export async function makeClustering(
  input: ClusteringInput,
  settings: ClusteringSettings,
  { signal, onProgress, suggested }: ClusteringDeps,
): Promise<Clustering> {
  const { vectors, vocabulary, size } = input;
  const distinct = await distinctVectors(vectors, vocabulary.size, size, settings.k, signal);
  if (distinct < settings.k) throw new Error(tooMany(settings.k, distinct, vocabulary.size));
  const found = await kmeans(vectors, vocabulary.size, size, settings, {
    signal,
    onProgress: ({ stage, iteration, of, restart, restarts }) => {
      // Choosing centres takes about as long as moving them.
      const done = Math.min(1, iteration / Math.max(1, of)) / 2 + (stage === 'start' ? 0 : 0.5);
      onProgress({ stage, iteration, of, fraction: (0.9 * (restart - 1 + done)) / restarts });
    },
  });
  const measured = await silhouette(
    vectors,
    vocabulary.size,
    size,
    found.assignments,
    { sample: silhouetteSample, spherical: settings.spherical, seed: settings.seed },
    {
      signal,
      onProgress: (iteration, of) =>
        onProgress({ stage: 'report', iteration, of, fraction: 0.9 + (0.05 * iteration) / of }),
    },
  );
  onProgress({ stage: 'report', iteration: 1, of: 1, fraction: 0.95 });
  // Mini-batches end when they have drawn enough: there is no settling.
  const settled = found.converged || settings.method === 'mini-batch';
  const notes = settled
    ? []
    : [l10n.t('Stopped after {0} iterations, before every token had settled.', found.iterations)];
  const silhouettes = {
    silhouette: measured.mean,
    silhouetteTokens: measured.mean === null ? 0 : measured.rows.length,
  };
  return toldOf(input, settings, { ...found, ...silhouettes, notes, suggested }, signal);
}

/** What k-means found, wherever it ran, and what was measured of it. */
export type FoundClusters = Pick<Kmeans, 'k' | 'assignments' | 'distances' | 'centres'> &
  Pick<
    ClusteringFacts,
    'iterations' | 'inertia' | 'seconds' | 'silhouette' | 'silhouetteTokens' | 'notes'
  > & {
    suggested?: Suggested | undefined;
  };

/** Numbers the clusters of k-means, names them, and compares them with the labels. */
export async function toldOf(
  input: Omit<ClusteringInput, 'vectors'>,
  settings: ClusteringSettings,
  found: FoundClusters,
  signal: AbortSignal,
): Promise<Clustering> {
  const { vocabulary, columns, size } = input;
  const partition = ordered(found, vocabulary.counts);
  const turns = new Turns(signal);
  const fields = await tokenFields(vocabulary, columns, turns);
  const clusters = Array.from({ length: partition.k }, (_, id) => {
    const rows = membersOf(partition, id);
    return { rows, labels: labelsOf(vocabulary, rows) };
  });
  const names = await clusterNames(clusters, fields, vocabulary, turns);
  const agreed = agreementWithLabels(partition, vocabulary);
  const left = settings.k - partition.k;
  const notes = [
    ...(left > 0 ? [l10n.t('{0} of {1} centres had no token and were left out.', left, settings.k)] : []),
    ...found.notes,
  ];
  const facts = {
    model: input.model,
    trainedAt: input.trainedAt,
    settings,
    ...(found.suggested ? { suggested: found.suggested } : {}),
    size,
    iterations: found.iterations,
    inertia: found.inertia,
    seconds: found.seconds,
    silhouette: found.silhouette,
    silhouetteTokens: found.silhouetteTokens,
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
  const remedy = l10n.t('Ask for at most {0} clusters.', distinct);
  return k > tokens
    ? l10n.t('{0} clusters cannot be made of {1} tokens. {2}', k, tokens, remedy)
    : l10n.t(
        '{0} clusters cannot be made: the {1} tokens have {2} distinct vectors. {3}',
        k,
        tokens,
        distinct,
        remedy,
      );
}
