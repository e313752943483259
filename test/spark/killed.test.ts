import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readClustering } from '../../server/src/engine/clusters/clusteringFile';
import { makeCapture } from '../support/makeCapture';
import { temporaryFolder } from '../support/temporaryFolder';
import { Driver, sparkOrSkip } from './cluster';

interface Trained {
  model: string;
  error?: string;
}

describe('a training on two executors, when a process is killed in the middle of a round', function () {
  this.timeout(1_200_000);
  const folder = temporaryFolder();
  let driver: Driver | undefined;
  const cluster = () => driver as Driver;
  const words = (out: string) => [
    ...['train', join(folder.path, 'a.binetflow'), '--out', join(folder.path, out)],
    ...['--rounds', '6', '--partitions', '2', '--window', '40', '--sample', '0'],
  ];
  let calm: Buffer;

  before(async function () {
    if (process.platform !== 'linux') return this.skip(); // Processes are found in /proc.
    const spark = sparkOrSkip(this);
    if (!spark) return;
    folder.file('a.binetflow', makeCapture({ flows: 9000, seed: 1 }));
    driver = new Driver(spark, 'local-cluster[2,1,1024]', folder.path);
    await driver.line('READY');
    calm = readFileSync((await cluster().ask<Trained>(words('calm'))).model);
  });
  after(() => driver?.end());

  for (const [name, text] of [
    ['of the engine', 'spark.mjs'],
    ['that is an executor', 'CoarseGrainedExecutorBackend'],
  ] as const)
    it(`gives the same bytes when it is one ${name}`, async () => {
      const second = cluster().line('round 2 of 6');
      const disturbed = cluster().ask<Trained>(
        words(`without one ${name.replaceAll(' ', '-')}`.replaceAll(' ', '-')),
      );
      await second;
      process.kill(await found(text), 'SIGKILL');
      const { model, error } = await disturbed;
      assert.equal(error, undefined);
      assert.ok(readFileSync(model).equals(calm));
    });

  it('gives the same clusters when an executor is killed while MLlib makes them', async () => {
    const asked = ['train', join(folder.path, 'a.binetflow'), '--rounds', '1', '--partitions', '2'];
    asked.push('--clusters', '12', '--mllib-above', '1');
    const clusters = async (out: string, disturb: () => Promise<void>) => {
      const began = cluster().line('clustering ');
      const answer = cluster().ask<Trained>([...asked, '--out', join(folder.path, out)]);
      await began;
      await disturb();
      const { model, error } = await answer;
      assert.equal(error, undefined);
      const { arrays } = await readClustering(join(folder.path, out, 'model.clusters'));
      return { model: readFileSync(model), assignments: arrays.assignments };
    };
    const calm = await clusters('clusters-calm', () => Promise.resolve());
    const disturbed = await clusters('clusters-disturbed', async () => {
      process.kill(await found('CoarseGrainedExecutorBackend'), 'SIGKILL');
    });
    assert.ok(disturbed.model.equals(calm.model));
    const { length } = calm.assignments;
    const same = calm.assignments.filter((cluster, token) => disturbed.assignments[token] === cluster).length;
    console.log(`      ${same} of ${length} tokens are in the same cluster`);
    // MLlib adds up in the order in which answers come: a token between two centres may fall to the other one.
    assert.ok(same > 0.99 * length);
  });

  /** The first process of the cluster whose command line holds a text, once there is one. */
  async function found(text: string): Promise<number> {
    for (;;) {
      const [pid] = cluster().processes(text);
      if (pid !== undefined) return pid;
      await new Promise(setImmediate);
    }
  }
});
