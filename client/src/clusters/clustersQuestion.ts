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
  const { k, restarts, spherical, method, seed } = saved as Record<string, unknown>;
  const settings: Partial<ClusterSettings> = {};
  if (isCount(k, 0)) settings.k = k;
  if (isCount(restarts, 1)) settings.restarts = restarts;
  if (typeof spherical === 'boolean') settings.spherical = spherical;
  if (method === 'full' || method === 'mini-batch') settings.method = method;
  if (isCount(seed, 0)) settings.seed = seed;
  return settings;
}

function isCount(value: unknown, least: number): value is number {
  return Number.isInteger(value) && (value as number) >= least;
}
