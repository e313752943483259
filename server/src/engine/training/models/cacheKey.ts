import { createHash } from 'node:crypto';
import { modelFileVersion } from './modelFile';

/**
 * Name of a model in the cache: digest of capture content and whole configuration. Every field counts, those
 * added later too: a forgotten field would be a stale model.
 */
export function cacheKey(capture: string, config: object): string {
  const canonical = JSON.stringify([modelFileVersion, capture, config], (_, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(canonical).digest('hex').slice(0, 40);
}
