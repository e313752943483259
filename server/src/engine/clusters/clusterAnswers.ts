import { clusterJobs, type ClusterJobDeps } from './clusterJobs';
import type { ClusteringStore } from './clusteringStore';
import { exportClusters } from './exportClusters';
import { findClusters } from './findClusters';
import { tokenOfLine } from '../training/corpus/lineToken';
import type { EmbeddingConfig } from '../training/embedding/config';
import type { Engine } from '../engine';
import { OpenClusterings } from './openClusterings';

export interface ClusteringDeps extends ClusterJobDeps {
  clusterings: ClusteringStore;
  keyOf(files: readonly string[], config: EmbeddingConfig): Promise<string>;
}

type Clusterings = Pick<
  Engine,
  | 'clusters'
  | 'suggestClusters'
  | 'cluster'
  | 'findClusters'
  | 'clusterOf'
  | 'clustersOfTokens'
  | 'exportClusters'
> & {
  /** Forgets what is in memory. */
  forgetClusterings(): void;
};

/** What the engine answers about clusters of token vectors. */
export function clustering({ clusterings, keyOf, ...deps }: ClusteringDeps): Clusterings {
  const { opened } = deps;
  const open = new OpenClusterings(clusterings, opened);

  return {
    ...clusterJobs(deps, open),
    async cluster(key, id, page) {
      return (await open.find(key))?.detail(id, page);
    },
    async findClusters(key, text) {
      const found = await open.find(key);
      return found && findClusters(found, text);
    },
    async clusterOf(files, config, query) {
      const name = await keyOf(files, config);
      const model = await opened(name);
      const used = model && (await open.latest(name));
      if (!used) return undefined;
      const { neighbourhood } = model;
      const token =
        'token' in query
          ? query.token
          : await tokenOfLine(files[0] as string, query.text, neighbourhood.columns);
      const place = neighbourhood.place(token);
      if (!place) return undefined;
      const known = 'row' in place;
      const id = known ? used.found.clusterOf(place.row) : used.found.nearestTo(place.vector);
      const about = { clustering: used.key, k: used.found.k };
      return { ...used.found.summary(id), ...about, ...(known ? {} : { composed: true }) };
    },
    async clustersOfTokens(asked, tokens) {
      const found =
        typeof asked === 'string'
          ? await open.find(asked)
          : (await open.latest(await keyOf(asked.files, asked.config)))?.found;
      const model = found && (await opened(found.facts.model));
      return (
        model &&
        tokens(found.columns).map(token => {
          const row = token === undefined ? undefined : model.neighbourhood.row(token);
          return row === undefined ? null : found.clusterOf(row);
        })
      );
    },
    async exportClusters(key, out) {
      const found = await open.find(key);
      if (!found) throw new Error('The clustering is no longer cached: cluster the flows anew.');
      return exportClusters(found, out);
    },
    forgetClusterings: () => open.forget(),
  };
}
