import { clusterParameters } from '../../../shared/parameters/clusters';
import { taken } from '../../../shared/parameters/parameter';
import { embeddingParameters } from '../../../shared/parameters/training';
import type { ClusterSettings } from '../../../shared/protocol/clusters';
import type { ClustersQuestion } from '../../../webviews/src/clusters/contract';

const keys = ['k', 'restarts', 'spherical', 'method', 'seed'] as const;

/** Whether the clusters of one question are those of another. */
export function sameClustering(a: ClustersQuestion, b: ClustersQuestion): boolean {
  return a.uri === b.uri && keys.every(key => a.settings[key] === b.settings[key]);
}

/** The question in a page's saved state, or undefined when it holds none that can be asked again. */
export function savedClusters(saved: unknown): ClustersQuestion | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { uri, settings } = saved as Record<string, unknown>;
  if (typeof uri !== 'string' || !uri.startsWith('file:')) return undefined;
  return { uri, settings: readClusterSettings(settings) };
}

/** What of the settings can be used; the rest is left to the editor's settings. */
export function readClusterSettings(saved: unknown): Partial<ClusterSettings> {
  if (typeof saved !== 'object' || saved === null) return {};
  return taken({ ...clusterParameters, seed: embeddingParameters.seed }, saved);
}
