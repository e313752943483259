import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
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

/** A table of flows in which every row but the first lacks something, or holds something odd. */
async function writeOdd(path: string): Promise<void> {
  const row = (time: string, source: string, target: string, rest: string) =>
    `(${time}::TIMESTAMP, ${source}, ${target}, ${rest})`;
  const time = "'2026-01-02 03:04:05.123456'";
  const usual = "'tcp', '80', 'CON', 1.5, 2::BIGINT, 300::BIGINT, ''";
  const rows = [
    row(time, "'10.0.0.1'", "'10.0.0.2'", usual),
    row('NULL', "'10.0.0.1'", "'10.0.0.2'", usual),
    row(time, 'NULL', "'10.0.0.2'", usual),
    row(time, "'10.0.0.1'", 'NULL', usual),
    row(time, "' '", "'10.0.0.2'", usual),
    row(time, "'10.0.0.1'", "'NaN'", usual),
    row(time, "'10.0.0.3'", "'10.0.0.4'", 'NULL, NULL, NULL, NULL, NULL, NULL, NULL'),
    row(
      time,
      "'10.0.0.3'",
      "'10.0.0.4'",
      "'udp', 'N/A', '-', 'nan'::DOUBLE, -1, -9223372036854775808, 'a\tb'",
    ),
    row(
      time,
      "'fe80::1%eth0'",
      "'ff02::fb'",
      "'udp', '5353', 'INT', 'inf'::DOUBLE, 1, 9223372036854775807, '*'",
    ),
    row("'0001-01-01 00:00:00'", "'10.0.0.1'", "repeat('x', 100000)", usual),
    row("'9999-12-31 00:00:00'", "'10.0.0.1'", "'a b' || chr(10) || 'c'", usual),
  ];
  const columns = 'StartTime, SrcAddr, DstAddr, Proto, Dport, State, Dur, TotPkts, TotBytes, Label';
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (SELECT * FROM (VALUES ${rows.join(', ')}) AS t(${columns})) TO '${path}'`);
}

describe('flows in a lake, on two executors of one core each', function () {
  this.timeout(900_000);
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

  it('are counted as on one machine where rows of a table lack what a flow has, or hold what no flow has', async () => {
    const odd = file('odd.parquet');
    await writeOdd(odd);
    const here = await local().summary([odd]);
    const there = await cluster().ask<Record<string, unknown>>(['summary', odd]);
    for (const name of ['flows', 'rejected', 'hosts', 'firstTime', 'lastTime', 'protocols'] as const)
      assert.deepEqual(there[name], here[name], name);
    assert.deepEqual([here.flows, here.rejected], [6, 5]);
    const told = there['problems'] as { file: string; line: number; message: string }[];
    assert.deepEqual(
      told.map(({ file: of, line }) => [of, line]),
      [2, 3, 4, 5, 6].map(record => [`file:${odd}`, record]),
    );
    // Such rows fail no task of what reads more of them either.
    const words = ['train', odd, '--out', file('odd'), '--rounds', '1', '--partitions', '2'];
    const { flows, error, model } = await cluster().ask<Trained>(words);
    assert.deepEqual([error, flows], [undefined, 6]);
    const scored = await cluster().ask<Scored & { error?: string }>([
      ...['score', odd, '--model', model, '--trained-on', odd, '--out', file('odd-scores')],
    ]);
    assert.deepEqual([scored.error, scored.flows], [undefined, 6]);
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
