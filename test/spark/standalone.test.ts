import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/build/paths.mjs';
import { start } from '../../scripts/setup/processes.mjs';
import type { Spark } from '../../scripts/setup/spark';
import { makeCapture } from '../support/makeCapture';
import { temporaryFolder } from '../support/temporaryFolder';
import { Driver, quiet, sparkOrSkip } from './cluster';
import { Spoken } from './spoken';
import { Standalone } from './standalone';

describe('the command line on a standalone master with two workers', function () {
  this.timeout(600_000);
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  let spark: Spark;
  let cluster: Standalone | undefined;

  before(async function () {
    const found = sparkOrSkip(this);
    if (!found) return;
    spark = found;
    folder.file('a.binetflow', makeCapture({ flows: 6000, seed: 3 }));
    cluster = await Standalone.start(spark, folder.path, 2);
  });
  after(() => cluster?.end());

  /** A run of `flow2vec spark …`. */
  function flow2vec(...words: string[]): Spoken {
    // Executors add up what they changed, however little: a driver that does it itself comes to the same.
    const settings = Object.entries({
      ...quiet,
      'spark.ui.enabled': 'true',
      'spark.flow2vec.sumAtDriver': '0',
    });
    const conf = settings.flatMap(([key, value]) => ['--conf', `${key}=${value}`]);
    const master = (cluster as Standalone).master;
    return new Spoken(
      start(
        process.execPath,
        [inRoot('server/dist/cli.mjs'), 'spark', ...words, '--master', master, ...conf],
        { env: spark.env, cwd: folder.path },
      ),
    );
  }
  const training = (out: string, rounds: number) => [
    ...['train', at('a.binetflow'), '--out', at(out), '--rounds', String(rounds)],
    ...['--partitions', '2', '--window', '10', '--size', '20'],
  ];

  it('counts, and says where the UI of Spark is', async () => {
    const run = flow2vec('summary', at('a.binetflow'));
    assert.equal(await run.code, 0, run.err.join('\n'));
    assert.match(run.out.join('\n'), /^6,000 flows of \d+ hosts, 0 rows not read/);
    assert.ok(run.err.some(line => /Spark UI: http:\/\/127\.0\.0\.1:\d+/.test(line)));
  });

  it('learns the same model, byte for byte, as executors of local-cluster', async () => {
    const run = flow2vec(...training('standalone', 2));
    assert.equal(await run.code, 0, run.err.join('\n'));
    for (const round of [1, 2])
      assert.ok(run.err.some(line => line.startsWith(`round ${round} of 2: 6,000`)));
    const driver = new Driver(spark, 'local-cluster[2,1,1024]', folder.path);
    try {
      await driver.line('READY');
      const { model } = await driver.ask<{ model: string }>(training('local', 2));
      assert.ok(readFileSync(model).equals(readFileSync(at('standalone/model.f2v'))));
    } finally {
      await driver.end();
    }
  });

  for (const [name, sign] of [
    ['Ctrl+C in a terminal, which every process of it gets', -1],
    ['an interrupt of the command alone', 1],
  ] as const)
    it(`is cancelled by ${name}`, async () => {
      const out = `cancelled-${sign}`;
      const run = flow2vec(...training(out, 1000));
      await run.line(/^round 1 of/);
      process.kill(sign * (run.child.pid as number), 'SIGINT');
      assert.equal(await run.code, 130, run.err.join('\n'));
      assert.ok(!existsSync(at(`${out}/model.f2v`)));
      assert.match(run.err.join('\n'), /cancelled/);
    });
});
