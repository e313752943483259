import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createEngine } from '../../../server/src/engine/flowEngine';
import type { Engine } from '../../../server/src/engine/engine';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { readModel } from '../../../server/src/engine/training/models/modelFile';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';
import { Driver, sparkOrSkip } from '../cluster';
import { assertSameScores, type Scored } from '../judged';

/** What a training answers. */
interface Trained {
  model: string;
  flows: number;
  error?: string;
}

describe('flows in a lake, on two executors of one core each', function () {
  this.timeout(240_000);
  const folder = temporaryFolder();
  let driver: Driver | undefined;
  let engine: Engine | undefined;
  const config = { ...defaultConfig, epochs: 4, deterministic: true };
  const cluster = () => driver as Driver;
  const local = () => engine as Engine;
  const file = (name: string) => join(folder.path, name);

  before(async function () {
    const spark = sparkOrSkip(this);
    if (!spark) return;
    folder.file('a.binetflow', makeCapture({ flows: 9000, seed: 1 }));
    const rows = makeCapture({ flows: 3000, seed: 2 }).split('\n');
    rows.splice(100, 0, 'no flow at all', '');
    rows.splice(2000, 0, '2011/08/16 25:61:00.000000,1,tcp,10.0.0.1,1,   ->,10.0.0.2,80,CON,0,0,1,1,1,');
    folder.file('b.binetflow', rows.join('\n'));
    engine = createEngine({ cacheDirectory: file('cache'), maxCacheBytes: Infinity });
    driver = new Driver(spark, 'local-cluster[2,1,1024]', folder.path);
    await driver.line('READY');
  });
  after(async () => {
    await driver?.end();
    await engine?.dispose();
  });

  it('are counted to the last one, and rejected rows told by file and record', async () => {
    const paths = ['a.binetflow', 'b.binetflow'].map(file);
    const here = await local().summary(paths);
    const there = await cluster().ask<Record<string, unknown>>(['summary', ...paths]);
    for (const name of [
      'flows',
      'rejected',
      'hosts',
      'firstTime',
      'lastTime',
      'protocols',
      'labels',
    ] as const)
      assert.deepEqual(there[name], here[name], name);
    assert.equal(here.rejected, 2);
    assert.deepEqual(
      there['problems'],
      here.problems.map(({ line, message }) => ({ file: `file:${file('b.binetflow')}`, line, message })),
    );
  });

  it('give a model of the same tokens and counts', async () => {
    const words = [
      'train',
      file('a.binetflow'),
      '--out',
      file('model'),
      '--rounds',
      '1',
      '--partitions',
      '2',
    ];
    const { model: path, flows, error } = await cluster().ask<Trained>(words);
    assert.deepEqual([error, flows], [undefined, 9000]);
    const trained = await local().train([file('a.binetflow')], config, {});
    const [there, here] = [await readModel(path), await readModel(trained.path)];
    const counted = ({ vocabulary: v }: typeof here) =>
      new Map(v.tokens.map((token, t) => [token, [v.counts[t], v.firstLines[t], v.firstFiles[t]]]));
    assert.deepEqual(counted(there), counted(here));
    assert.deepEqual(new Set(there.fields?.names), new Set(here.fields?.names));
  });

  it('are scored as on one machine', async () => {
    const trained = await local().train([file('a.binetflow')], config, {});
    const here = await local().score([file('a.binetflow')], config, [file('b.binetflow')], { top: 1000 });
    const there = await cluster().ask<Scored & { history: unknown; error?: string }>([
      ...['score', file('b.binetflow'), '--model', trained.path, '--trained-on', file('a.binetflow')],
      ...['--out', file('scores'), '--top', '1000'],
    ]);
    assert.equal(there.error, undefined);
    assert.deepEqual(there.history, { flows: 9000, of: 9000 });
    assertSameScores(there, here);
    const extract = await local().summary([file('scores/extract.parquet')]);
    assert.ok(extract.flows > 0 && extract.rejected === 0);
  });

  it('are not judged by a model that is not there', async () => {
    const words = [
      'score',
      file('b.binetflow'),
      '--model',
      file('none.f2v'),
      '--trained-on',
      file('a.binetflow'),
    ];
    const { error } = await cluster().ask<Trained>([...words, '--out', file('none')]);
    assert.match(error ?? '', /none\.f2v: is not one file\. Name the model file/);
  });

  it('are not trained on by another engine than the driver has', async () => {
    const words = ['train', file('a.binetflow'), '--out', file('other')];
    const { error } = await cluster().ask<Trained>(words, '0.0.9+0123456789ab');
    assert.match(error ?? '', /executor has flow2vec-spark \S+, and the driver 0\.0\.9\+0123456789ab/);
  });
});
