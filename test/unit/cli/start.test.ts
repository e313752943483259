import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { bundles } from '../../../scripts/build/bundles.mjs';
import { inRoot } from '../../../scripts/build/paths.mjs';

describe('what the command line loads before it has read the words', () => {
  it('is without the database, which takes longer to load than all else', async () => {
    const options = bundles({ production: false }).find(({ entryPoints }) => 'cli' in (entryPoints ?? {}));
    const { metafile } = await build({ ...options, write: false, metafile: true, absWorkingDir: inRoot() });
    const { outputs } = metafile;
    const entry = Object.keys(outputs).find(path => path.endsWith('/cli.mjs')) as string;
    const loaded = new Set([entry]);
    for (const path of loaded)
      for (const { path: next, kind } of outputs[path]?.imports ?? [])
        if (kind !== 'dynamic-import') loaded.add(next);
    const sources = (paths: Iterable<string>) =>
      [...paths].flatMap(path => Object.keys(outputs[path]?.inputs ?? {}));
    const database = (path: string) => path.includes('@duckdb/node-api');
    assert.ok(sources(Object.keys(outputs)).some(database), 'it is in a piece');
    assert.deepEqual(sources(loaded).filter(database), []);
  });
});
