import assert from 'node:assert/strict';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusteringOf } from '../../../server/src/engine/clusters/clusteringFile';
import {
  clusteringKey,
  ClusteringStore,
  modelOfKey,
} from '../../../server/src/engine/clusters/clusteringStore';
import { Cache } from '../../../server/src/base/files/cache';
import { facts, placedClustering } from '../../support/makeClustering';
import { temporaryFolder } from '../../support/temporaryFolder';

const model = facts.model;
const key = clusteringKey(model, facts);
const tokens = [
  { token: 'udp a b 53', labels: { botnet: 2 }, cluster: 0 },
  { token: 'udp a ü 53', labels: { normal: 1 }, cluster: 0 },
  { token: 'tcp a \u202E 80', labels: { normal: 1 }, cluster: 1 },
];

describe('the name of a clustering in the cache', () => {
  it('differs with every setting, and with a new training', () => {
    const { settings } = facts;
    const changed = [
      { ...settings, k: 3 },
      { ...settings, restarts: 2 },
      { ...settings, spherical: true },
      { ...settings, method: 'mini-batch' as const },
      { ...settings, seed: 2 },
    ];
    const keys = changed.map(other => clusteringKey(model, { ...facts, settings: other }));
    const again = clusteringKey(model, { ...facts, trainedAt: '2021-01-01T00:00:00.000Z' });
    assert.equal(new Set([key, again, ...keys]).size, 7);
    assert.equal(clusteringKey(model, { ...facts, settings: { ...settings } }), key);
    assert.equal(modelOfKey(key), model);
  });

  for (const name of ['', '../../etc/passwd', `${key}/..`, key.toUpperCase().replace('0', 'G'), `${key}0`])
    it(`is none of ${JSON.stringify(name)}`, () =>
      assert.throws(() => modelOfKey(name), /cluster the flows anew/));
});

describe('the cache of clusterings', () => {
  const folder = temporaryFolder();
  const log: string[] = [];
  const store = (maxBytes = Infinity) =>
    new ClusteringStore(join(folder.path, 'clusters'), new Cache({ maxBytes, log: m => log.push(m) }));

  it('gives back what was saved', async () => {
    const made = await placedClustering(tokens);
    await store().save(key, made);
    const content = await store().load(key);
    assert.ok(content);
    const read = clusteringOf(content, made.vocabulary, made.columns);
    assert.deepEqual(read.facts, made.facts);
    assert.deepEqual(read.names, made.names);
    assert.deepEqual(read.summaries(), made.summaries());
    assert.deepEqual(
      await read.detail(1, { from: 0, count: 9 }),
      await made.detail(1, { from: 0, count: 9 }),
    );
    assert.deepEqual(await store().ofModel(model), [key]);
    assert.deepEqual(await store().ofModel('1'.repeat(40)), []);
    assert.equal(await store().load(`${model}-${'f'.repeat(16)}`), undefined);
  });

  const bad: [what: string, spoil: (bytes: Buffer) => Buffer][] = [
    ['truncated', bytes => bytes.subarray(0, bytes.length - 9)],
    ['of no known kind', bytes => Buffer.concat([Buffer.from('PK'), bytes.subarray(2)])],
    ['empty', () => Buffer.alloc(0)],
  ];
  for (const [what, spoil] of bad)
    it(`sets a file aside that is ${what}`, async () => {
      await store().save(key, await placedClustering(tokens));
      const path = join(folder.path, 'clusters', `${key}.clusters`);
      writeFileSync(path, spoil(readFileSync(path)));
      log.length = 0;
      assert.equal(await store().load(key), undefined);
      assert.match(
        log[0] ?? '',
        /\.clusters: is damaged \(.+\) and is set aside as .*\.damaged; the flows are clustered again/,
      );
      assert.deepEqual(readdirSync(join(folder.path, 'clusters')), [`${key}.clusters.damaged`]);
    });

  it('knows a clustering of other tokens', async () => {
    await store().save(key, await placedClustering(tokens));
    const content = await store().load(key);
    const other = await placedClustering(tokens.slice(0, 2));
    assert.ok(content);
    assert.throws(() => clusteringOf(content, other.vocabulary, other.columns), /of another model/);
  });

  it('keeps what was used last within its limit, and counts what it clears', async () => {
    const made = await placedClustering(tokens);
    const second = clusteringKey(model, { ...facts, trainedAt: 'later' });
    await store().save(key, made);
    const first = join(folder.path, 'clusters', `${key}.clusters`);
    const { length } = readFileSync(first);
    utimesSync(first, 1000, 1000);
    await store(length).save(second, made);
    assert.deepEqual(await store().ofModel(model), [second]);
    const cleared = await store().clear();
    assert.equal(cleared.clusterings, 1);
    assert.ok(Math.abs(cleared.bytes - length) < 100);
    assert.deepEqual(await store().ofModel(model), []);
  });
});
