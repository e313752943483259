import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModel } from '../../server/src/engine/training/models/modelFile';
import type { Model } from '../../server/src/engine/training/models/model';
import { makeCapture } from '../support/makeCapture';
import { temporaryFolder } from '../support/temporaryFolder';
import { Driver, sparkOrSkip } from './cluster';

const flows = 3000;

describe('what a training on Spark can be asked for', function () {
  this.timeout(600_000);
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  let driver: Driver | undefined;
  const ask = <T>(...words: string[]) => (driver as Driver).ask<T & { error?: string }>(words);

  before(async function () {
    const spark = sparkOrSkip(this);
    if (!spark) return;
    folder.file('a.binetflow', makeCapture({ flows, seed: 4 }));
    driver = new Driver(spark, 'local[2]', folder.path);
    await driver.line('READY');
  });
  after(() => driver?.end());

  async function trained(out: string, ...words: string[]): Promise<Model> {
    const rounds = ['--rounds', '1', '--partitions', '2'];
    const asked = ['train', at('a.binetflow'), '--out', at(out), ...rounds, ...words];
    const { model, error } = await ask<{ model: string }>(...asked);
    assert.equal(error, undefined);
    return readModel(model);
  }

  for (const scheme of ['time:60', 'host', 'service:3600'])
    it(`is learned from sentences by ${scheme}, each flow once`, async () => {
      const { facts } = await trained(scheme.replace(':', '-'), '--sentence', scheme);
      assert.equal(facts.tokens, flows);
      const { by } = facts.config['sentence'] as { by: string };
      assert.equal(by, scheme.split(':')[0]);
    });

  it('gives rare addresses the vector of their network where the vocabulary ends', async () => {
    const most = 60;
    const { fields, vocabulary } = await trained('few', '--max-vocabulary', String(most));
    assert.ok(fields);
    assert.ok(fields.names.length <= 2 * most + 4, String(fields.names.length));
    const networks = fields.names.filter(name => /^[12] [\d.]+\/24$/.test(name));
    assert.ok(networks.length > 0);
    const unitOf = (token: number, column: number) =>
      fields.names[fields.ofTokens[token * fields.columns + column] as number] as string;
    // A flow's target is its own unit, its network's, or that of all rare ones.
    let shared = 0;
    for (const [token, text] of vocabulary.tokens.entries()) {
      const address = text.split(' ')[2] as string;
      const unit = unitOf(token, 2);
      const network = `2 ${address.split('.').slice(0, 3).join('.')}.0/24`;
      assert.ok([`2 ${address}`, network, '2 *'].includes(unit), `${address} has ${unit}`);
      if (unit === network) shared++;
    }
    assert.ok(shared > 0);
  });

  for (const [name, file, words] of [
    ['Delta Lake', '_delta_log/00000000000000000000.json', /delta-spark/],
    ['Iceberg', 'metadata/v1.metadata.json', /iceberg-spark-runtime/],
  ] as const)
    it(`names the package that a table of ${name} takes, where Spark does not have it`, async () => {
      const table = at(name.replace(' ', '-'));
      mkdirSync(join(table, file, '..'), { recursive: true });
      writeFileSync(join(table, file), '{}');
      const { error = '' } = await ask('summary', table);
      assert.ok(error.includes(`is a table of ${name}, which this Spark does not read`), error);
      assert.match(error, words);
    });
});
