import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../../scripts/build/paths.mjs';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { temporaryFolder } from '../../support/temporaryFolder';

/** Real captures are not part of the project, for their licences; they lie beside it where there are any. */
const data = inRoot('../shared/data/flows');
const config = { ...defaultConfig, workers: 1, deterministic: true };
const settings = { restarts: 1, spherical: false, method: 'full' as const, seed: 1 };

describe('clusters of real captures', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  const cases: [file: string, k: number, text: string, name: RegExp][] = [
    ['smb-scan.binetflow', 15, ':3389', /^tcp → :3389 .*in 147\.32\.[\d./]+, 46\.166\.151\.160$/],
    ['smb-scan.binetflow', 15, ':445', /^tcp → :445 .*in 147\.32\.81\.0\/24, 216\.73\.23\.146$/],
    ['portscan.binetflow', 8, '14.1.11.113', /^tcp → 14\.1\.11\.113 .*ports.*, 10\.8\.0\.69/],
  ];
  for (const [file, k, text, name] of cases)
    it(`${file}: the scan stands first among the clusters of ${text}`, async function () {
      const path = join(data, file);
      if (!existsSync(path)) {
        console.log(`      skipped: ${path} is not there`);
        return this.skip();
      }
      const engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
      try {
        const { clustering, clusters } = await engine.clusters([path], config, { ...settings, k }, {});
        const found = await engine.findClusters(clustering, text);
        assert.match(clusters[found?.[0] ?? -1]?.name ?? '', name);
      } finally {
        await engine.dispose();
      }
    });
});
