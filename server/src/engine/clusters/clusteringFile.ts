import * as l10n from '@vscode/l10n';
import type { Vocabulary } from '../training/corpus/corpus';
import { readArrays, writeArrays, type ArrayFile } from '../../base/files/arrayFile';
import { Clustering, type ClusteringFacts } from './clustering';
import { partitionOf } from './partition';

const form = { what: 'clustering', version: 2 };

/** Raised when k-means, or what is said of clusters, comes to mean something else: older files are then a miss. */
export const clusteringVersion = form.version;

type Arrays = {
  assignments: Uint32Array;
  distances: Float32Array;
  centres: Float32Array;
  /** UTF-8 of all names, one after the other, and where each ends. */
  names: Uint8Array;
  nameEnds: Uint32Array;
};

/** What a file says, before its model is at hand. */
export type ClusteringContent = ArrayFile<ClusteringFacts, Arrays>;

/** The tokens are the model's, and are not written again. */
export function contentOf({ facts, partition, names }: Clustering): ClusteringContent {
  const texts = names.map(name => Buffer.from(name, 'utf8'));
  let end = 0;
  return {
    header: facts,
    arrays: {
      assignments: partition.assignments,
      distances: partition.distances,
      centres: partition.centres,
      names: new Uint8Array(Buffer.concat(texts)),
      nameEnds: Uint32Array.from(texts, text => (end += text.length)),
    },
  };
}

/** Writes beside the target and renames. */
export async function writeClustering(path: string, content: ClusteringContent): Promise<void> {
  await writeArrays(path, form, content);
}

/** Rejects, saying what is wrong, when it is no clustering, or damaged. */
export async function readClustering(path: string): Promise<ClusteringContent> {
  return readArrays<ClusteringFacts, Arrays>(path, form);
}

/** The clustering with the tokens of its model. Throws when the model has other tokens. */
export function clusteringOf(
  { header, arrays }: ClusteringContent,
  vocabulary: Vocabulary,
  columns: readonly string[],
  shown: (name: string) => string = name => name,
): Clustering {
  const { assignments, distances, centres, names, nameEnds } = arrays;
  const k = nameEnds.length;
  const whole =
    assignments.length === vocabulary.size &&
    distances.length === vocabulary.size &&
    centres.length === k * header.size &&
    assignments.every(c => c < k);
  if (!whole) throw new Error(l10n.t('it is of another model'));
  const text = Buffer.from(names.buffer, names.byteOffset, names.length);
  const list = Array.from(nameEnds, (end, id) =>
    shown(text.toString('utf8', id === 0 ? 0 : nameEnds[id - 1], end)),
  );
  return new Clustering(header, partitionOf(assignments, distances, centres, k), list, vocabulary, columns);
}
