import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { defaultConfig, type EmbeddingConfig } from '../../../server/src/engine/training/embedding/config';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import type { ClusterSettings } from '../../../shared/protocol/clusters';
import { makeOffice } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const config: EmbeddingConfig = { ...defaultConfig, size: 16, epochs: 3, workers: 1, deterministic: true };
const settings: ClusterSettings = { k: 12, restarts: 1, spherical: false, method: 'full', seed: 1 };
const unknownKey = `${'0'.repeat(40)}-${'0'.repeat(16)}`;

describe('clusters of a capture', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let files: string[];
  const log: string[] = [];
  const cache = () => join(folder.path, 'cache');
  const newEngine = () =>
    createEngine({ cacheDirectory: cache(), maxCacheBytes: 1e9, log: message => log.push(message) });
  before(() => {
    const planted = [{ src: '10.0.0.3', dst: '66.6.6.6', port: '6667', label: '=From-\u202EBotnet' }];
    files = [folder.file('office.binetflow', makeOffice({ flows: 2000, seed: 3 }, planted))];
    engine = newEngine();
  });
  after(() => engine.dispose());

  it('hold every token once, the largest first, and are read the second time', async () => {
    const stages: string[] = [];
    const report = await engine.clusters(files, config, settings, {
      onProgress: p => stages.push(p.training?.stage ?? p.clusters?.stage ?? ''),
    });
    const model = await engine.train(files, config, {});
    assert.deepEqual([report.cached, report.k, report.tokens], [false, 12, model.vocabulary]);
    assert.ok(
      ['train', 'start', 'report'].every(stage => stages.includes(stage)),
      stages.join(),
    );
    const { clusters } = report;
    assert.deepEqual(
      clusters.map(c => c.id),
      [...clusters.keys()],
    );
    const sum = (of: (c: (typeof clusters)[number]) => number) => clusters.reduce((n, c) => n + of(c), 0);
    assert.deepEqual([sum(c => c.size), sum(c => c.flows)], [model.vocabulary, 2001]);
    for (const [i, { size, labels, flows, purity, top, name }] of clusters.entries()) {
      assert.ok(size > 0 && size <= (clusters[i - 1]?.size ?? Infinity));
      const counts = Object.values(labels);
      assert.equal(
        counts.reduce((a, b) => a + b, 0),
        flows,
      );
      assert.equal(purity, Math.max(...counts) / flows);
      assert.ok(top.length > 0 && top.length <= 3 && name !== '');
    }
    assert.equal(new Set(clusters.map(c => c.name)).size, 12);
    assert.ok(report.silhouette !== null && report.silhouette > 0 && report.silhouette <= 1);
    assert.equal(report.silhouetteTokens, Math.min(2000, report.tokens));
    for (const value of [report.adjustedRandIndex, report.homogeneity, report.completeness])
      assert.ok(value !== null && value > -1 && value <= 1);

    const again = await engine.clusters(files, config, settings, {});
    assert.deepEqual(again, { ...report, cached: true });
    const another = newEngine();
    assert.deepEqual(await another.clusters(files, config, settings, {}), { ...report, cached: true });
    await another.dispose();
    const fresh = await engine.clusters(files, config, settings, { fresh: true });
    assert.deepEqual([fresh.cached, fresh.inertia], [false, report.inertia]);
  });

  it('are as many as is suggested unless a number is asked for, and say why', async () => {
    const asked = { ...settings, k: 0 };
    const { k, settings: used, suggested, cached } = await engine.clusters(files, config, asked, {});
    const { k: wanted, tried, notes } = await engine.suggestClusters(files, config, settings, {});
    assert.deepEqual([k, used.k, cached], [wanted, wanted, false]);
    assert.deepEqual(suggested, { k: wanted, tried, notes });
    const again = await engine.clusters(files, config, asked, {});
    assert.deepEqual([again.cached, again.k, again.suggested], [true, k, suggested]);
    const { suggested: none } = await engine.clusters(files, config, { ...settings, k: wanted }, {});
    assert.equal(none, undefined);
  });

  it('of one cluster have no silhouette', async () => {
    const { silhouette, silhouetteTokens, adjustedRandIndex, homogeneity, clusters } = await engine.clusters(
      files,
      config,
      { ...settings, k: 1 },
      {},
    );
    assert.deepEqual([silhouette, silhouetteTokens, adjustedRandIndex, homogeneity], [null, 0, 0, 0]);
    assert.notEqual(clusters[0]?.name, '');
  });

  it('are suggested by their silhouettes', async () => {
    const tried: (number | undefined)[] = [];
    const found = await engine.suggestClusters(files, config, settings, {
      onProgress: ({ clusters, fraction }) => {
        assert.ok(fraction >= 0 && fraction <= 1);
        tried.push(clusters?.k);
      },
    });
    const best = Math.max(...found.tried.map(t => t.silhouette));
    assert.equal(found.tried.find(t => t.silhouette === best)?.k, found.k);
    assert.ok(found.tried.length > 3 && found.tried.every(({ k }) => tried.includes(k)));
    const going = engine.suggestClusters(files, config, settings, { onProgress: () => engine.cancel(files) });
    await assert.rejects(going, Cancelled);
  });

  it('cannot be more than there are tokens', () =>
    assert.rejects(
      engine.clusters(files, config, { ...settings, k: 1_000_000 }, {}),
      /1,?000,?000 clusters cannot be made of [\d,]+ tokens\. Ask for at most [\d,]+ clusters\./,
    ));

  it('tell their members in pages, their fields, neighbours and outliers', async () => {
    const report = await engine.clusters(files, config, settings, {});
    const { clustering, clusters } = report;
    const whole = await engine.cluster(clustering, 0, { from: 0, count: 10_000 });
    const page = await engine.cluster(clustering, 0, { from: 2, count: 3 });
    assert.ok(whole && page);
    const { members, distinguishing, nearest, outliers, ...summary } = whole;
    assert.deepEqual(summary, clusters[0]);
    assert.equal(members.length, summary.size);
    assert.deepEqual(page.members, members.slice(2, 5));
    assert.deepEqual(
      members.slice(0, 3).map(m => m.token),
      summary.top,
    );
    for (const [i, { distance, count, labels, firstLine }] of members.entries()) {
      assert.ok(distance >= (members[i - 1]?.distance ?? 0));
      assert.equal(
        Object.values(labels).reduce((a, b) => a + b, 0),
        count,
      );
      assert.ok(firstLine >= 2 && firstLine <= 2002);
    }
    assert.deepEqual(outliers[0], members.at(-1));
    assert.ok(distinguishing.length > 0 && distinguishing.every(f => f.share > f.elsewhere && f.logOdds > 0));
    assert.equal(nearest.length, 5);
    for (const { id, name } of nearest) assert.equal(name, clusters[id]?.name);
    await assert.rejects(engine.cluster(clustering, 12, { from: 0, count: 1 }), /count from 0 to 11/);
  });

  it('are found by label, host and port', async () => {
    const { clustering, clusters } = await engine.clusters(files, config, settings, {});
    const bots = await engine.findClusters(clustering, 'botnet');
    assert.ok(bots && bots.length > 0 && bots.every(id => (clusters[id]?.labels['botnet'] ?? 0) > 0));
    const share = (id: number) => (clusters[id]?.labels['botnet'] ?? 0) / (clusters[id]?.flows ?? 1);
    assert.ok(share(bots[0] as number) >= share(bots.at(-1) as number));
    assert.equal((await engine.findClusters(clustering, '66.6.6.6 :6667'))?.length, 1);
    assert.deepEqual(await engine.findClusters(clustering, 'no such thing'), []);
  });

  it('are told of flows: known ones, those composed of known fields, none of strangers', async () => {
    const { clustering, clusters, k } = await engine.clusters(files, config, settings, {});
    const token = clusters[3]?.top[0] ?? '';
    assert.deepEqual(await engine.clusterOf(files, config, { token }), { ...clusters[3], clustering, k });
    const row = readFileSync(files[0] as string, 'utf8').split('\n')[1] ?? '';
    assert.ok(await engine.clusterOf(files, config, { text: row }));
    const stranger = await engine.clusterOf(files, config, { token: `${token.slice(0, -1)}99` });
    assert.equal(stranger?.composed, true);
    assert.equal(await engine.clusterOf(files, config, { token: 'x y z w' }), undefined);
    const columns: string[] = [];
    const numbers = await engine.clustersOfTokens(clustering, names => {
      columns.push(...names);
      return [token, undefined, 'x y z w', clusters[0]?.top[0]];
    });
    assert.deepEqual([numbers, columns], [[3, null, null, 0], config.tokenColumns]);
    assert.deepEqual(await engine.clustersOfTokens({ files, config }, () => [token]), [3]);
  });

  it('are written as comma-separated values', async () => {
    const { clustering, clusters, tokens } = await engine.clusters(files, config, settings, {});
    const out = join(folder.path, 'clusters.csv');
    assert.deepEqual(await engine.exportClusters(clustering, out), { path: out, rows: tokens });
    const rows = parse(readFileSync(out, 'utf8'), { columns: true }) as Record<string, string>[];
    assert.deepEqual(Object.keys(rows[0] ?? {}), ['token', 'cluster', 'name', 'distance', 'labels', 'flows']);
    assert.equal(rows.length, tokens);
    assert.equal(rows[0]?.['token'], clusters[0]?.top[0]);
    assert.equal(rows.filter(row => row['cluster'] === '5').length, clusters[5]?.size);
    assert.equal(rows.find(row => row['token']?.includes('66.6.6.6'))?.['labels'], 'botnet 1');
    await assert.rejects(engine.exportClusters(clustering, '/no/such/folder/c.csv'), /does not exist/);
  });

  it('are gone with their file, and made again', async () => {
    const { clustering, inertia } = await engine.clusters(files, config, settings, {});
    const path = join(cache(), 'clusters', `${clustering}.clusters`);
    writeFileSync(path, readFileSync(path).subarray(0, 100));
    log.length = 0;
    const another = newEngine();
    assert.equal(await another.cluster(clustering, 0, { from: 0, count: 1 }), undefined);
    assert.match(log.join(), /is damaged \(.*set aside/);
    assert.equal((await another.clusters(files, config, settings, {})).inertia, inertia);
    for (const asked of [
      another.findClusters(unknownKey, 'x'),
      another.cluster(unknownKey, 0, { from: 0, count: 1 }),
    ])
      assert.equal(await asked, undefined);
    await assert.rejects(another.exportClusters(unknownKey, 'x.csv'), /no longer cached/);
    await another.dispose();
  });

  it('end when they are cancelled', async () => {
    const many = { ...settings, k: 300, restarts: 500 };
    const going = engine.clusters(files, config, many, {
      onProgress: progress => void (progress.clusters && engine.cancel(files)),
    });
    await assert.rejects(going, Cancelled);
    assert.ok(readdirSync(join(cache(), 'clusters')).every(name => !name.endsWith('.draft')));
  });

  it('of another training are not told as those of this one', async () => {
    const other: EmbeddingConfig = { ...config, deterministic: false };
    const before = await engine.clusters(files, other, settings, {});
    const token = before.clusters[0]?.top[0] ?? '';
    assert.equal((await engine.clusterOf(files, other, { token }))?.id, 0);
    await engine.train(files, other, { fresh: true });
    assert.equal(await engine.clusterOf(files, other, { token }), undefined);
    const another = newEngine();
    assert.equal(await another.cluster(before.clustering, 0, { from: 0, count: 1 }), undefined);
    assert.equal(await another.clusterOf(files, other, { token }), undefined);
    await another.dispose();
    const after = await engine.clusters(files, other, settings, {});
    assert.deepEqual([after.cached, after.clustering === before.clustering], [false, false]);
  });

  it('are cleared and counted with the rest of the cache', async () => {
    await engine.clusters(files, config, settings, {});
    const cleared = await engine.clearCache();
    assert.ok(cleared.clusterings >= 1);
    assert.deepEqual(readdirSync(join(cache(), 'clusters')), []);
    assert.equal(await engine.clusterOf(files, config, { token: 'x' }), undefined);
  });
});
