import * as l10n from '@vscode/l10n';
import { clusterJobs, type ClusterJobDeps } from './clusterJobs';
import type { CaptureStore } from '../captures/store';
import type { ClusteringStore } from './clusteringStore';
import { exportClusters } from './exportClusters';
import { findClusters } from './findClusters';
import { tokenOf } from '../similar/similarAnswers';
import type { ClusterAnswers } from './answers';
import { OpenClusterings } from './openClusterings';

export interface ClusterDeps extends ClusterJobDeps {
  captures: CaptureStore;
  clusterings: ClusteringStore;
}

/** What the engine answers about clusters of token vectors. */
export function clusterAnswers({ clusterings, ...deps }: ClusterDeps): ClusterAnswers & {
  /** Forgets what is in memory. */
  forgetClusterings(): void;
} {
  const { open: openModels, trainings } = deps;
  const open = new OpenClusterings(clusterings, name => openModels.get(name));

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
      const model = await openModels.find(files, config);
      const used = model && (await open.latest(model.key));
      if (!used) return undefined;
      const place = model.model.neighbourhood.place(await tokenOf(query, files, model.model, deps.captures));
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
          : (await open.latest(await trainings.keyOf(asked.files, asked.config)))?.found;
      const model = found && (await openModels.get(found.facts.model));
      return (
        model &&
        tokens(found.columns).map(token => {
          const row = token === undefined ? undefined : model.neighbourhood.row(token);
          return row === undefined ? null : found.clusterOf(row);
        })
      );
    },
    async clusterNames(files, config, ids) {
      const latest = await open.latest(await trainings.keyOf(files, config));
      return latest && ids.map(id => latest.found.summary(id).name);
    },
    async exportClusters(key, out) {
      const found = await open.find(key);
      if (!found) throw new Error(l10n.t('The clustering is no longer cached: cluster the flows anew.'));
      return exportClusters(found, out);
    },
    forgetClusterings: () => open.forget(),
  };
}
