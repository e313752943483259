import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { createEngine } from '../../server/src/engine/flowEngine';
import type { Engine } from '../../server/src/engine/engine';
import { defaultConfig } from '../../server/src/engine/training/embedding/config';
import { readModel } from '../../server/src/engine/training/models/modelFile';
import { agreementOf } from '../support/agreement';
import { temporaryFolder } from '../support/temporaryFolder';
import { Driver, sparkOrSkip } from './cluster';
import { assertSameScores, type Scored } from './judged';

const capture = '../shared/data/flows/ctu13-20110816-first90min.binetflow.gz';
const files = 16;

describe('the capture of CTU-13 as 16 Parquet files', function () {
  this.timeout(3_600_000);
  const folder = temporaryFolder();
  const config = { ...defaultConfig, deterministic: true };
  let driver: Driver | undefined;
  let engine: Engine | undefined;
  let here = 0;
  const cluster = () => driver as Driver;
  const local = () => engine as Engine;
  const at = (name: string) => join(folder.path, name);

  before(async function () {
    if (!existsSync(capture)) {
      console.log('      skipped: there is no ../shared/data');
      return this.skip();
    }
    const spark = sparkOrSkip(this);
    if (!spark) return;
    engine = createEngine({ cacheDirectory: at('cache'), maxCacheBytes: Infinity });
    await engine.convert([capture], { path: at('all.parquet'), format: 'parquet' });
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(
      `CREATE TABLE flows AS SELECT *, (row_number() OVER () - 1) * ${files} // count(*) OVER () AS part FROM '${at('all.parquet')}'`,
    );
    for (let part = 0; part < files; part++)
      await connection.run(
        `COPY (SELECT * EXCLUDE part FROM flows WHERE part = ${part}) TO '${at(`lake-${String(part).padStart(2, '0')}.parquet`)}'`,
      );
    for (const [half, which] of [
      ['early', '<'],
      ['late', '>='],
    ] as const)
      await connection.run(
        `COPY (SELECT * EXCLUDE part FROM flows WHERE part ${which} ${files / 2}) TO '${at(`${half}.parquet`)}'`,
      );
    driver = new Driver(spark, 'local-cluster[2,1,2048]', folder.path, { 'spark.driver.memory': '2g' });
    await driver.line('READY');
    here = (await agreementOf(await readModel((await local().train([capture], config, {})).path))).macroF1;
  });
  after(async () => {
    await driver?.end();
    await engine?.dispose();
  });

  it('is counted to the last flow', async () => {
    const ours = await local().summary([capture]);
    const theirs = await cluster().ask<typeof ours>(['summary', at('lake-*.parquet')]);
    for (const name of ['flows', 'hosts', 'firstTime', 'lastTime', 'protocols', 'labels'] as const)
      assert.deepEqual(theirs[name], ours[name], name);
  });

  it('is scored as on one machine, by the same model', async () => {
    const [early, late] = [at('early.parquet'), at('late.parquet')];
    const quick = { ...config, epochs: 1 };
    const { path } = await local().train([early], quick, {});
    const ours = await local().score([early], quick, [late], { top: 1000 });
    const theirs = await cluster().ask<Scored>([
      ...['score', late, '--model', path, '--trained-on', early, '--out', at('scores'), '--top', '1000'],
    ]);
    assertSameScores(theirs, ours);
    console.log(`      ${ours.flows} flows, ${ours.incidentsInAll} incidents`);
  });

  for (const partitions of [1, 2, 8])
    it(`agrees with labels as on one machine in ${partitions} partitions`, async () => {
      const trained = await cluster().ask<{ model: string }>([
        ...['train', at('lake-*.parquet'), '--out', at(`model-${partitions}`)],
        ...['--partitions', String(partitions)],
      ]);
      const { macroF1 } = await agreementOf(await readModel(trained.model));
      console.log(`      macro-F1 ${macroF1.toFixed(3)}, on one machine ${here.toFixed(3)}`);
      assert.ok(macroF1 > here - 0.02, `${macroF1} beside ${here}`);
    });
});
