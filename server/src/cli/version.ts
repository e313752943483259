import { readFileSync } from 'node:fs';

/** The version in the manifest, which stands two folders above the bundle and three above this source. */
export function version(): string {
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      const { name, version: found } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
        name?: string;
        version?: string;
      };
      if (name === 'flow2vec' && found !== undefined) return found;
    } catch {
      continue; // The other place, then.
    }
  }
  return 'unknown';
}
