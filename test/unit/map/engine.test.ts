import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultConfig, type EmbeddingConfig } from '../../../server/src/engine/training/embedding/config';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { none32, none8 } from '../../../shared/protocol/mapColumns';
import { readMap, tokenAt } from '../../../server/src/engine/map/mapFile';
import type { MapProgress, MapSettings } from '../../../shared/protocol/map';
import { flowRow, makeOffice } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const config: EmbeddingConfig = { ...defaultConfig, size: 16, epochs: 3, workers: 1 };
const settings: MapSettings = {
  method: 'pca',
  dimensions: 2,
  points: 0,
  perplexity: 10,
  earlyExaggeration: 12,
  learningRate: 0,
  iterations: 350,
  neighbours: 10,
  minDist: 0.1,
  epochs: 30,
  seed: 1,
};

describe('maps by the engine', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const cache = join(folder.path, 'cache');
  const said: string[] = [];
  let engine: Engine;
  let files: string[];
  before(() => {
    const engineOptions = {
      cacheDirectory: cache,
      maxCacheBytes: 1e9,
      log: (m: string) => void said.push(m),
    };
    engine = createEngine(engineOptions);
    files = [folder.file('office.binetflow', makeOffice({ flows: 1500, seed: 1 }))];
  });
  after(() => engine.dispose());

  const draw = (wanted: Partial<MapSettings> = {}, options: Parameters<Engine['map']>[3] = {}) =>
    engine.map(files, config, { ...settings, ...wanted }, options);
  const botnet = 'udp 10.0.0.1 10.0.0.53 53';

  for (const method of ['pca', 'umap', 'tsne'] as const)
    it(`are drawn by ${method} with what is known of each token, and read from the cache`, async () => {
      const report = await draw({ method });
      assert.equal(report.cached, false);
      assert.equal(report.points, report.of);
      assert.ok(report.trustworthiness > 0.6 && report.trustworthiness <= 1);
      assert.ok(report.preservation > 0 && report.preservation <= 1);
      const { header, arrays } = await readMap(report.path);
      assert.ok(arrays.x.every(Number.isFinite) && arrays.y.every(Number.isFinite));
      assert.deepEqual(header.files, ['office.binetflow']);
      assert.deepEqual([...header.labels].sort(), ['background', 'botnet', 'normal']);
      const point = [...arrays.row.keys()].find(i => tokenAt(arrays, i) === botnet) as number;
      assert.equal(header.labels[arrays.label[point] as number], 'botnet');
      const parts = header.columns.map(
        ({ values }, c) => values[arrays[`column${c}`]?.[point] as number] as string,
      );
      assert.deepEqual(parts, botnet.split(' '));
      const line = readFileSync(files[0] as string, 'utf8').split('\n')[(arrays.line[point] as number) - 1];
      assert.ok(line?.includes(',udp,10.0.0.1,50000,   ->,10.0.0.53,53,'));
      assert.deepEqual(
        header.numbers.map((_, c) => arrays[`number${c}`]?.[point]),
        [1, 400, 4],
      );
      const again = await draw({ method });
      assert.deepEqual(again, { ...report, cached: true });
    });

  it('in three dimensions have a third axis; what a method does not use makes no other map', async () => {
    const { path, map } = await draw({ dimensions: 3 });
    assert.equal((await readMap(path)).arrays.z?.length, (await readMap(path)).header.points);
    const same = await draw({ dimensions: 3, perplexity: 99, epochs: 7 });
    assert.deepEqual([same.map, same.cached], [map, true]);
    assert.equal((await draw({ dimensions: 3, points: 1e6 })).map, map);
    assert.notEqual((await draw({ dimensions: 2 })).map, map);
  });

  it('of a sample keep the rare classes and say so', async () => {
    const { notes, points, path } = await draw({ points: 60 });
    assert.equal(points, 60);
    assert.match(notes[0] as string, /^Shown are 60 of \d+ tokens, drawn at random within each class/);
    const { header, arrays } = await readMap(path);
    for (const name of header.labels)
      assert.ok(arrays.label.includes(header.labels.indexOf(name)), `${name} is not on the map`);
    assert.ok([...arrays.row].every((row, i) => i === 0 || row > (arrays.row[i - 1] as number)));
  });

  it('report what is done and show the layout on its way', async () => {
    const seen: MapProgress[] = [];
    const fractions: number[] = [];
    await draw(
      { method: 'umap', epochs: 30_000 },
      {
        fresh: true,
        onProgress: ({ fraction, map }) => {
          fractions.push(fraction);
          if (map) seen.push(map);
        },
      },
    );
    const shown = seen.find(({ snapshot }) => snapshot !== undefined)?.snapshot as string;
    const steps = new Uint16Array(new Uint8Array(Buffer.from(shown, 'base64')).buffer);
    const { points } = await draw({ method: 'umap', epochs: 30_000 });
    assert.equal(steps.length, 2 * points);
    const across = steps.filter((_, i) => i % 2 === 0);
    assert.deepEqual([Math.min(...across), Math.max(...across)], [0, 65535]);
    assert.equal(seen.at(-1)?.stage, 'quality');
    assert.deepEqual(
      fractions,
      [...fractions].sort((a, b) => a - b),
    );
  });

  it('end soon after they are cancelled, and leave no file', async () => {
    const wanted = { method: 'umap', epochs: 99_999, seed: 5 } as const;
    const drawing = draw(wanted, {
      onProgress: ({ map }) => void (map?.snapshot && engine.cancel(files)),
    });
    await assert.rejects(drawing, Cancelled);
    assert.equal((await draw({ ...wanted, method: 'pca' })).cached, false);
    assert.ok(!readdirSync(join(cache, 'maps')).some(name => name.endsWith('.draft')));
  });

  it('have the clusters of the clustering that was used last, also when it came later', async () => {
    const before = await readMap((await draw()).path);
    assert.equal(before.header.clusters, null);
    assert.ok(before.arrays.cluster.every(number => number === none32));
    const wanted = { k: 5, restarts: 1, spherical: false, method: 'full', seed: 1 } as const;
    const clusters = await engine.clusters(files, config, wanted, {});
    const report = await draw();
    assert.equal(report.cached, true);
    const { header, arrays } = await readMap(report.path);
    assert.equal(header.clusters?.clustering, clusters.clustering);
    assert.deepEqual(
      header.clusters?.names,
      clusters.clusters.map(({ name }) => name),
    );
    const sizes = clusters.clusters.map(({ size }) => size);
    for (const [id, size] of sizes.entries())
      assert.equal(arrays.cluster.filter(number => number === id).length, size);
    const [cluster] = await engine.findClusters(clusters.clustering, botnet).then(found => found ?? []);
    const point = [...arrays.row.keys()].find(i => tokenAt(arrays, i) === botnet) as number;
    assert.equal(arrays.cluster[point], cluster);
  });

  it('mark a flow by its row or token, and the nearest point for one that is not drawn or not known', async () => {
    const whole = await draw();
    const { arrays } = await readMap(whole.path);
    const point = [...arrays.row.keys()].find(i => tokenAt(arrays, i) === botnet);
    assert.deepEqual(await engine.markOnMap(whole.map, files, { token: botnet }), {
      point,
      token: botnet,
      known: true,
    });
    const row = flowRow({ proto: 'udp', src: '10.0.0.1', dst: '10.0.0.53', port: '53' }, 3);
    assert.equal((await engine.markOnMap(whole.map, files, { text: row }))?.point, point);
    const unseen = await engine.markOnMap(whole.map, files, { token: 'udp 10.0.0.1 10.0.0.53 54' });
    assert.equal(unseen?.known, false);
    assert.ok(unseen?.point !== null && (unseen?.note ?? '').includes('composed'));
    const nothing = await engine.markOnMap(whole.map, files, { token: 'a b c d' });
    assert.equal(nothing?.point, null);
    const few = await draw({ points: 30 });
    const drawn = (await readMap(few.path)).arrays.row;
    const left = [...arrays.row.keys()].find(i => !drawn.includes(i)) as number;
    const near = await engine.markOnMap(few.map, files, { token: tokenAt(arrays, left) });
    assert.ok(near && near.point !== null && near.point < 30 && !near.known);
    assert.match(near.note ?? '', /not among the points that were drawn.*nearest point on the map \(cosine/);
    await assert.rejects(engine.markOnMap('../../etc/passwd', files, { token: botnet }), /no name of a map/);
  });

  it('whose file is damaged are drawn anew, and the log says so', async () => {
    const { path } = await draw({ seed: 3 });
    writeFileSync(path, readFileSync(path).subarray(0, 999));
    assert.equal((await draw({ seed: 3 })).cached, false);
    assert.ok(said.some(message => message.includes(path)));
  });

  it('of a model that was trained anew are drawn anew', async () => {
    const { map } = await draw();
    await engine.train(files, config, { fresh: true });
    const again = await draw();
    assert.equal(again.cached, false);
    assert.notEqual(again.map, map);
    assert.equal(await engine.markOnMap(map, files, { token: botnet }), undefined);
  });

  it('of a capture without labels, or of a few flows, are maps too', async () => {
    const [header] = makeOffice({ flows: 0, seed: 1 }).split('\n');
    const rows = ['53', '80', '443'].map((port, i) => flowRow({ src: '10.0.0.1', dst: '10.0.0.2', port }, i));
    const tiny = [folder.file('tiny.binetflow', [header, ...rows, ''].join('\n'))];
    const { notes, path } = await engine.map(tiny, config, { ...settings, method: 'tsne' }, {});
    assert.match(notes[0] as string, /3 points are too few for tsne/);
    const { header: head, arrays } = await readMap(path);
    assert.deepEqual([head.labels, head.points], [[], 3]);
    assert.ok(arrays.label.every(label => label === none8));
  });

  it('are counted and gone when the cache is cleared', async () => {
    const files = readdirSync(join(cache, 'maps')).filter(name => name.endsWith('.map')).length;
    assert.ok(files > 5);
    assert.equal((await engine.clearCache()).maps, files);
    assert.deepEqual(readdirSync(join(cache, 'maps')), []);
  });
});
