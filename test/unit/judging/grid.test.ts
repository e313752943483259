import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultConfig, type EmbeddingConfig } from '../../../server/src/engine/training/embedding/config';
import { combinationsOf, configWith, orderOf } from '../../../server/src/engine/judging/gridSearch';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import type { Engine } from '../../../server/src/engine/engine';
import type { GridRun } from '../../../shared/protocol/judging';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const base: EmbeddingConfig = { ...defaultConfig, size: 16, epochs: 1 };

describe('the axes of a grid', () => {
  it('make every combination once, the last changing fastest', () => {
    assert.deepEqual(combinationsOf({ window: [5, 10, 5], size: [50, 100] }), [
      { window: 5, size: 50 },
      { window: 5, size: 100 },
      { window: 10, size: 50 },
      { window: 10, size: 100 },
    ]);
    assert.deepEqual(combinationsOf({}), [{}]);
    assert.throws(() => combinationsOf({ window: [] }), /window: name at least one value/);
    const many = Array.from({ length: 200 }, (_, i) => i);
    assert.throws(() => combinationsOf({ window: many, size: many }), /more than 10,000 combinations/);
  });

  const values: [params: Record<string, string | number>, becomes: Partial<EmbeddingConfig>][] = [
    [{ window: '5' }, { window: 5 }],
    [{ sample: 0 }, { sample: 0 }],
    [{ alpha: '0.05' }, { alpha: 0.05 }],
    [{ noiseExponent: -0.5 }, { noiseExponent: -0.5 }],
    [{ vectors: 'plain' }, { vectors: 'plain' }],
    [{ architecture: 'cbow' }, { architecture: 'cbow' }],
    [{ shrinkWindow: 'false' }, { shrinkWindow: false }],
    [{ sentence: 'host' }, { sentence: { by: 'host' } }],
    [{ tokenColumns: 'Proto,Dport/class' }, { tokenColumns: ['Proto', 'Dport/class'] }],
  ];
  for (const [params, becomes] of values)
    it(`read ${JSON.stringify(params)}`, () =>
      assert.deepEqual(configWith(base, params), { ...base, ...becomes }));

  const wrong: [params: Record<string, string | number>, says: RegExp][] = [
    [{ window: 0 }, /window: it takes a whole number from 1 to 1,000, not 0/],
    [{ window: '2.5' }, /window: it takes a whole number .*, not 2.5/],
    [{ alpha: 'fast' }, /alpha: it takes a number above 0, at most 1, not "fast"/],
    [{ size: '' }, /size: it takes a whole number .*, not ""/],
    [{ vectors: 'round' }, /vectors: it takes composed or plain, not "round"/],
    [{ deterministic: 'yes' }, /deterministic: it takes true or false, not "yes"/],
    [{ sentence: 'host:' }, /sentence: "host:" is no sentence scheme/],
    [{ tokenColumns: 'Port' }, /tokenColumns: "Port" is no flow column/],
    [{ colour: 1 }, /"colour" is no parameter: choose from/],
    [{ __proto__x: 1 }, /is no parameter/],
  ];
  for (const [params, says] of wrong)
    it(`refuse ${JSON.stringify(params)}`, () => assert.throws(() => configWith(base, params), says));

  it('train small captures side by side, large ones and workers one after the other', () => {
    assert.deepEqual([orderOf(5000, 8, 20, {}).atOnce, orderOf(5000, 8, 20, {}).workers], [8, 1]);
    assert.equal(orderOf(5000, 8, 3, {}).atOnce, 3);
    assert.deepEqual(
      [orderOf(500_000, 8, 20, {}).atOnce, orderOf(500_000, 8, 20, {}).workers],
      [1, undefined],
    );
    assert.equal(orderOf(5000, 8, 20, { workers: [1, 2] }).atOnce, 1);
    assert.equal(orderOf(5000, 1, 20, {}).atOnce, 1);
  });
});

describe('a grid search', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let path: string;
  const axes = { window: [2, 5], size: [8, 16] };
  const newEngine = () => createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
  before(() => {
    path = folder.file('c.binetflow', makeCapture({ flows: 2000, seed: 7 }));
    engine = newEngine();
  });
  after(() => engine.dispose());

  it('trains and evaluates every combination, the best first, and says how it went', async () => {
    const seen: [number, number][] = [];
    const { runs, best, order, failures } = await engine.grid([path], base, axes, {
      neighbours: 7,
      onProgress: (done, of) => seen.push([done, of]),
    });
    assert.deepEqual(
      seen,
      [0, 1, 2, 3, 4].map(done => [done, 4]),
    );
    assert.equal(runs.length, 4);
    assert.equal(best, runs[0]);
    assert.deepEqual(failures, []);
    assert.match(order ?? '', /side by side|one after the other/);
    const scores = runs.map(r => r.macroF1);
    assert.deepEqual(
      [...scores].sort((a, b) => b - a),
      scores,
    );
    assert.ok(runs.every(r => !r.resumed && r.seconds > 0 && r.macroF1 > 0 && r.weightedF1 > 0));
  });

  it('reads what was done, also by another process, and does the rest', async () => {
    const another = newEngine();
    const progress: (GridRun | undefined)[] = [];
    const { runs } = await another.grid(
      [path],
      base,
      { ...axes, window: [2, 5, 7] },
      {
        neighbours: 7,
        onProgress: (_, __, last) => progress.push(last),
      },
    );
    assert.equal(runs.filter(r => r.resumed).length, 4);
    assert.deepEqual(
      runs.filter(r => !r.resumed).map(r => r.params['window']),
      [7, 7],
    );
    assert.equal(progress.filter(Boolean).length, 6);
    // Another number of neighbours is another question.
    const other = await another.grid([path], base, { window: [2, 5] }, { neighbours: 3 });
    assert.ok(other.runs.every(r => !r.resumed));
    await another.dispose();
  });

  it('keeps the models, so that the best one is there at once', async () => {
    const { best } = await engine.grid([path], { ...base, workers: 1 }, axes, { neighbours: 7 });
    assert.ok(best);
    assert.ok(await engine.hasModel([path], { ...configWith(base, best.params), workers: 1 }));
  });

  it('begins anew where its results cannot be read', async () => {
    const results = join(folder.path, 'cache', 'grids');
    const [name] = readdirSync(results);
    const file = join(results, name as string);
    assert.ok(readFileSync(file, 'utf8').split('\n').filter(Boolean).length >= 6);
    for (const text of ['{"a":', '[]', '00000000 ["x",{"macroF1":"high"}]']) {
      writeFileSync(file, text);
      const { runs } = await engine.grid([path], base, { window: [2, 5] }, { neighbours: 7 });
      assert.deepEqual(
        runs.map(r => r.resumed),
        [false, false],
      );
    }
  });

  it('keeps what was done when it is cancelled, and goes on from there', async () => {
    const long = { epochs: [1, 2, 500, 501, 502, 503, 504, 505] };
    const slow = { ...base, size: 64, window: 30 };
    let done = 0;
    const job = engine.grid([path], slow, long, {
      neighbours: 7,
      onProgress: n => {
        done = n;
        if (n === 2) engine.cancel([path]);
      },
    });
    await assert.rejects(job, (error: unknown) => error instanceof Cancelled);
    assert.ok(done >= 1);
    const { runs } = await engine.grid([path], slow, { epochs: [1, 2] }, { neighbours: 7 });
    assert.ok(runs.some(r => r.resumed));
  });

  it('tells what failed and does the rest; when nothing is left, it fails', async () => {
    const { runs, failures } = await engine.grid([path], base, { minCount: [1, 100_000] }, { neighbours: 7 });
    assert.deepEqual(
      runs.map(r => r.params),
      [{ minCount: 1 }],
    );
    assert.deepEqual(
      failures?.map(f => f.params),
      [{ minCount: 100_000 }],
    );
    assert.match(failures?.[0]?.message ?? '', /Lower the minimum count/);
    await assert.rejects(
      engine.grid([path], base, { minCount: [100_000, 200_000] }, { neighbours: 7 }),
      /Lower the minimum count/,
    );
    await assert.rejects(engine.grid([path], base, { window: [0] }, { neighbours: 7 }), /window: it takes/);
  });

  it('is forgotten with the cache', async () => {
    await engine.clearCache();
    assert.deepEqual(readdirSync(join(folder.path, 'cache', 'grids')), []);
  });
});
