import type { ClusteringStore } from '../clusters/clusteringStore';
import { none32, type MapArrays } from '../../../../shared/protocol/mapColumns';
import type { MapFile } from './mapFile';

/** A clustering of the tokens whose points are on a map. */
export interface PointClusters {
  /** Its name in the cache. */
  clustering: string;
  names: readonly string[];
  /** Number of the cluster of each row of the model. */
  assignments: Uint32Array;
}

/** The clustering of a model's vectors that was used last; undefined when there is none of this training. */
export async function latestPointClusters(
  clusterings: ClusteringStore,
  model: string,
  trainedAt: string,
): Promise<PointClusters | undefined> {
  for (const clustering of await clusterings.ofModel(model)) {
    const found = await clusterings.load(clustering);
    if (found?.header.trainedAt !== trainedAt) continue;
    const { assignments, names, nameEnds } = found.arrays;
    const text = Buffer.from(names.buffer, names.byteOffset, names.length);
    return {
      clustering,
      assignments,
      names: Array.from(nameEnds, (end, id) =>
        text.toString('utf8', id === 0 ? 0 : (nameEnds[id - 1] as number), end),
      ),
    };
  }
  return undefined;
}

/** The column of cluster numbers, and what the header says of them. */
export function clusterColumn(
  row: Uint32Array,
  clusters: PointClusters | undefined,
): { header: MapFile['header']['clusters']; column: MapArrays['cluster'] } {
  if (!clusters) return { header: null, column: new Uint32Array(row.length).fill(none32) };
  const { clustering, names, assignments } = clusters;
  return { header: { clustering, names }, column: row.map(token => assignments[token] ?? none32) };
}

/** The map with another clustering's numbers, or with none. */
export function withClusters({ header, arrays }: MapFile, clusters: PointClusters | undefined): MapFile {
  const { header: said, column } = clusterColumn(arrays.row, clusters);
  return { header: { ...header, clusters: said }, arrays: { ...arrays, cluster: column } };
}
