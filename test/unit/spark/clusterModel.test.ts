import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../../server/src/engine/flowEngine';
import type { Engine } from '../../../server/src/engine/engine';
import { clusterModel, clustersFound, vectorsOfTokens } from '../../../server/src/engine/spark/clusterModel';
import type { Operation } from '../../../server/src/engine/spark/conversation';
import { Rows, streamOf } from '../../../server/src/engine/spark/rows';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const config = { ...defaultConfig, size: 8, epochs: 1, vectors: 'composed' as const };
const settings = { k: 5, restarts: 1, spherical: false, method: 'full' as const, seed: 1 };

describe('clusters that come with a model that was trained elsewhere', () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const files = () => [at('here.binetflow')];
  const there = { model: '', out: '' };
  let engine: Engine;

  before(async () => {
    engine = createEngine({ cacheDirectory: at('cache'), maxCacheBytes: Infinity });
    folder.file('there.binetflow', makeCapture({ flows: 400, seed: 1 }));
    folder.file('here.binetflow', makeCapture({ flows: 300, seed: 2 }));
    const { path } = await engine.train([at('there.binetflow')], config, {});
    Object.assign(there, { model: at('model.f2v'), out: at('model.clusters') });
    copyFileSync(path, there.model);
  });
  after(() => engine.dispose());

  async function told(operation: Operation, asked: object, batches: AsyncIterable<Rows> = none()) {
    const answers = operation(batches, asked as Record<string, unknown>);
    for (;;) {
      const { value, done } = await answers.next();
      if (done) return value as { clusters: number; tokens: number };
    }
  }

  it('are those of the capture once the model is, without clustering it again', async () => {
    const { clusters, tokens } = await told(clusterModel, { ...there, settings });
    const opened = await engine.openModel(files(), config, there.model);
    assert.deepEqual(opened.clusters, settings);
    const report = await engine.clusters(files(), config, settings, {});
    assert.deepEqual([report.cached, report.k, report.tokens], [true, clusters, tokens]);
  });

  it('are put together of what executors found, and told without silhouettes', async () => {
    const all: Rows[] = [];
    const answers = vectorsOfTokens(none(), there);
    for (let next = await answers.next(); !next.done; next = await answers.next())
      all.push(new Rows(streamOf(next.value)));
    const rows = all.flatMap(batch => [...batch.numbers('row')]);
    assert.ok(all[0] && all[0].numbers('f3').length > 0);
    writeFileSync(at('centres'), new Uint8Array(new Float32Array(3 * config.size).fill(1).buffer));
    const found = { centres: at('centres'), iterations: 4, inertia: 2, seconds: 1, notes: ['by \u202Ethem'] };
    const batch = new Rows(
      streamOf({
        row: Int32Array.from(rows),
        cluster: Int32Array.from(rows, row => row % 2),
        distance: Float64Array.from(rows, row => row),
      }),
    );
    const asked = { ...there, settings: { ...settings, k: 3 }, ...found };
    assert.deepEqual(await told(clustersFound, asked, some(batch)), { clusters: 2, tokens: rows.length });
    const { clusters = settings } = await engine.openModel(files(), config, there.model);
    const report = await engine.clusters(files(), config, clusters, {});
    assert.deepEqual([report.cached, report.k, report.silhouette], [true, 2, null]);
    assert.equal(report.notes.length, 2);
    assert.doesNotMatch(report.notes.join(), /\u202E/);
    // Those of the model before it are forgotten with it.
    assert.equal((await engine.clusters(files(), config, settings, {})).cached, false);
  });

  it('are refused where they are of another model, or damaged', async () => {
    const { path } = await engine.train([at('there.binetflow')], { ...config, seed: 2 }, {});
    copyFileSync(there.out, at('other.clusters'));
    copyFileSync(path, at('other.f2v'));
    const refused = /other\.clusters: is no clustering of the model beside it .*Move it away/;
    await assert.rejects(engine.openModel(files(), config, at('other.f2v')), refused);
    writeFileSync(at('other.clusters'), readFileSync(there.out).fill(1, 2000));
    await assert.rejects(engine.openModel(files(), config, at('other.f2v')), refused);
    rmSync(at('other.clusters'));
    assert.equal((await engine.openModel(files(), config, at('other.f2v'))).clusters, undefined);
  });
});

async function* none(): AsyncGenerator<Rows> {}
async function* some(...rows: Rows[]): AsyncGenerator<Rows> {
  yield* rows;
}
