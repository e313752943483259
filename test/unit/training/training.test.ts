import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultConfig, type EmbeddingConfig } from '../../../server/src/engine/training/embedding/config';
import { planMemory } from '../../../server/src/engine/training/embedding/memoryPlan';
import { trainEmbedding } from '../../../server/src/engine/training/embedding/trainer';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import type { Engine } from '../../../server/src/engine/engine';
import type { EngineProgress } from '../../../server/src/engine/training/answers';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { makeCapture } from '../../support/makeCapture';
import { makeCorpus } from '../../support/makeCorpus';
import { temporaryFolder } from '../../support/temporaryFolder';

const small: EmbeddingConfig = { ...defaultConfig, size: 20, epochs: 2, workers: 1 };
/** Many epochs: a training that is still going whenever a test cancels it. */
const endless: EmbeddingConfig = { ...small, size: 100, epochs: 1000, window: 30 };

describe('a training', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let path: string;
  before(() => {
    path = folder.file('c.binetflow', makeCapture({ flows: 3000, seed: 7 }));
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
  });
  after(() => engine.dispose());

  it('gives the same file, byte for byte, when it is deterministic', async () => {
    const config = { ...small, deterministic: true, size: 13 };
    const first = await engine.train([path], config, { fresh: true });
    const bytes = readFileSync(first.path);
    const second = await engine.train([path], config, { fresh: true });
    assert.equal(second.cached, false);
    assert.equal(second.path, first.path);
    assert.ok(bytes.equals(readFileSync(second.path)));
    const other = await engine.train([path], { ...config, seed: 2 }, {});
    assert.notEqual(other.path, first.path);
    assert.ok(!bytes.equals(readFileSync(other.path)));
  });

  it('says how it goes, stage by stage, and is answered from the cache afterwards', async () => {
    const seen: EngineProgress[] = [];
    const model = await engine.train([path], small, { onProgress: p => seen.push(p) });
    const stages = seen.map(p => p.stage).filter((stage, i, all) => stage !== all[i - 1]);
    assert.deepEqual(
      stages.filter(stage => stage !== 'train'),
      ['ingest', 'vocabulary', 'save'],
    );
    assert.ok(
      seen.every((p, i) => p.fraction >= 0 && p.fraction <= 1 && p.fraction >= (seen[i - 1]?.fraction ?? 0)),
    );
    assert.deepEqual([model.cached, model.flows, model.tokens], [false, 3000, 3000]);
    const again = await engine.train([path], small, { onProgress: () => assert.fail('nothing is trained') });
    assert.deepEqual({ ...again, cached: false }, model);
    assert.ok(await engine.hasModel([path], small));
    assert.ok(!(await engine.hasModel([path], { ...small, window: 11 })));
  });

  it('brings the loss down over its epochs', async () => {
    const lossOf = async (epochs: number) =>
      (await engine.train([path], { ...small, deterministic: true, epochs }, {})).loss;
    const [one, four, twelve] = [await lossOf(1), await lossOf(4), await lossOf(12)];
    assert.ok(one > four && four > twelve, `${one}, ${four}, ${twelve}`);
  });

  it('is shared by all who ask for it while it goes', async () => {
    const config = { ...small, seed: 99 };
    let ingests = 0;
    const onProgress = (p: EngineProgress) => void (ingests += p.stage === 'ingest' ? 1 : 0);
    const models = await Promise.all([1, 2, 3].map(() => engine.train([path], config, { onProgress })));
    assert.deepEqual(models[1], models[0]);
    assert.deepEqual(models[2], models[0]);
    assert.ok(ingests >= 1 && ingests <= 3, 'one run, told to each listener');
    const ends = new Set(models.map(m => m.seconds.train));
    assert.equal(ends.size, 1);
    // Either may be first in line: one that joins a new training has what is new.
    const [, fresh] = await Promise.all([
      engine.train([path], config, {}),
      engine.train([path], config, { fresh: true }),
    ]);
    assert.equal(fresh.cached, false);
  });

  it('leaves the model before it as it was when it is cancelled', async () => {
    const config = { ...endless, epochs: 1 };
    const before = await engine.train([path], config, {});
    const bytes = readFileSync(before.path);
    const long = folder.file('long.binetflow', makeCapture({ flows: 20_000, seed: 8 }));
    for (const stage of ['ingest', 'vocabulary', 'train'] as const) {
      let last = 0;
      const going = engine.train([long], endless, {
        onProgress: p => {
          last = p.fraction;
          if (p.stage === stage) assert.equal(engine.cancel([long]), true);
        },
      });
      await assert.rejects(going, Cancelled, stage);
      assert.ok(last < 0.5, `${stage}: it went on to ${last}`);
      assert.equal(engine.cancel([long]), false, 'nothing is left to cancel');
      assert.ok(!(await engine.hasModel([long], endless)));
    }
    assert.ok(bytes.equals(readFileSync(before.path)));
    assert.equal((await engine.train([path], config, {})).cached, true);
  });

  it('that is made anew leaves the old model when it is cancelled', async () => {
    const model = await engine.train([path], { ...small, seed: 5 }, {});
    const bytes = readFileSync(model.path);
    const again = engine.train(
      [path],
      { ...small, seed: 5 },
      { fresh: true, onProgress: () => void engine.cancel([path]) },
    );
    await assert.rejects(again, Cancelled);
    assert.ok(bytes.equals(readFileSync(model.path)));
  });

  it('that waits for another ends at once when it is cancelled', async () => {
    const other = folder.file('other.binetflow', makeCapture({ flows: 500, seed: 9 }));
    let waiting: Promise<unknown> | undefined;
    const first = engine.train([path], endless, {
      onProgress: p => {
        if (p.stage !== 'train' || waiting) return;
        waiting = engine.train([other], small, {});
      },
    });
    const firstEnds = assert.rejects(first, Cancelled);
    while (!waiting) await new Promise(setImmediate);
    while (!engine.cancel([other])) await new Promise(setImmediate);
    await assert.rejects(waiting, Cancelled);
    assert.equal(engine.cancel([path]), true, 'the first one is still going');
    await firstEnds;
    assert.equal((await engine.train([other], small, {})).cached, false);
  });

  it('runs on two threads', async () => {
    const model = await engine.train([path], { ...small, workers: 2, epochs: 12 }, {});
    const alone = await engine.train([path], { ...small, workers: 1, epochs: 12 }, {});
    assert.notEqual(model.path, alone.path);
    assert.ok(Math.abs(model.loss - alone.loss) < 0.15 * alone.loss, `${model.loss} and ${alone.loss}`);
  });

  it('says which capture has too few tokens', async () => {
    await assert.rejects(
      engine.train([path], { ...small, minCount: 100_000 }, {}),
      /c\.binetflow: 0 token\(s\) occur at least 100000 time\(s\).*Lower the minimum count/,
    );
  });
});

describe('a training that does not fit', function () {
  this.timeout(60_000);
  it('says so before it begins, and what to lower', () => {
    const corpus = makeCorpus([[0, 1, 2]]);
    const vocabulary = { ...corpus.vocabulary, size: 2_000_000 };
    assert.throws(
      () => planMemory({ ...corpus, vocabulary }, { ...defaultConfig, size: 300 }, 2, 1 << 20),
      /4\.\d GiB are needed; WebAssembly can address 4 GiB\. For 2,000,000 tokens of 300 numbers: raise the minimum count/,
    );
  });
});

describe('threads on one matrix', function () {
  this.timeout(60_000);
  it('train every position of every epoch once', async () => {
    const random = seededRandom(1);
    const corpus = makeCorpus(
      Array.from({ length: 300 }, () => Array.from({ length: 40 }, () => Math.floor(random() * 200))),
    );
    for (const workers of [1, 2, 3]) {
      const trained = await trainEmbedding(corpus, { ...small, workers });
      assert.equal(trained.workers, workers);
      assert.equal(Math.round(trained.rate * trained.seconds), corpus.tokens.length * small.epochs);
      assert.ok(trained.inputs.every(Number.isFinite) && trained.outputs.every(Number.isFinite));
    }
  });
});
