import { labelClasses, type LabelClass, type LabelCounts } from '../../server/src/engine/captures/labels';
import { Clustering, type ClusteringFacts } from '../../server/src/engine/clusters/clustering';
import { clusterNames } from '../../server/src/engine/clusters/clusterNames';
import { labelsOf } from '../../server/src/engine/training/corpus/tokenLabels';
import { membersOf, partitionOf } from '../../server/src/engine/clusters/partition';
import { tokenFields } from '../../server/src/engine/clusters/tokenFields';
import type { Vocabulary } from '../../server/src/engine/training/corpus/corpus';
import { defaultTokenColumns } from '../../server/src/engine/training/corpus/tokens';
import { Turns } from '../../server/src/base/threads/turns';

/** A token with its flows of each class, and the cluster it is put into. */
export interface Placed {
  token: string;
  labels: LabelCounts;
  cluster: number;
  /** To the centre; places in order where it is left out. */
  distance?: number;
}

export function vocabularyOf(tokens: readonly Pick<Placed, 'token' | 'labels'>[]): Vocabulary {
  const used = labelClasses.filter(name => tokens.some(({ labels }) => (labels[name] ?? 0) > 0));
  const flows = (labels: LabelCounts, name: LabelClass) => labels[name] ?? 0;
  return {
    size: tokens.length,
    tokens: tokens.map(({ token }) => token),
    counts: Uint32Array.from(tokens, ({ labels }) => Object.values(labels).reduce((a, b) => a + b, 0)),
    firstLines: Uint32Array.from(tokens, (_, row) => row + 2),
    firstFiles: new Uint16Array(tokens.length),
    labelClasses: used,
    labelCounts: Uint32Array.from(tokens.flatMap(({ labels }) => used.map(name => flows(labels, name)))),
  };
}

export const facts: ClusteringFacts = {
  model: '0'.repeat(40),
  trainedAt: '2020-01-01T00:00:00.000Z',
  settings: { k: 2, restarts: 1, spherical: false, method: 'full', seed: 1 },
  size: 2,
  iterations: 3,
  inertia: 1.5,
  seconds: 0.1,
  silhouette: 0.5,
  silhouetteTokens: 4,
  adjustedRandIndex: null,
  homogeneity: null,
  completeness: null,
  notes: [],
};

/** Clusters of tokens that are placed by hand; the centre of cluster c stands at (c, 0). */
export async function placedClustering(
  tokens: readonly Placed[],
  columns = defaultTokenColumns,
): Promise<Clustering> {
  const vocabulary = vocabularyOf(tokens);
  const k = Math.max(...tokens.map(({ cluster }) => cluster)) + 1;
  const partition = partitionOf(
    Uint32Array.from(tokens, ({ cluster }) => cluster),
    Float32Array.from(tokens, ({ distance }, row) => distance ?? row),
    Float32Array.from({ length: 2 * k }, (_, i) => (i % 2 === 0 ? i / 2 : 0)),
    k,
  );
  const clusters = Array.from({ length: k }, (_, id) => {
    const rows = membersOf(partition, id);
    return { rows, labels: labelsOf(vocabulary, rows) };
  });
  const turns = new Turns();
  const names = await clusterNames(
    clusters,
    await tokenFields(vocabulary, columns, turns),
    vocabulary,
    turns,
  );
  return new Clustering(facts, partition, names, vocabulary, columns);
}
