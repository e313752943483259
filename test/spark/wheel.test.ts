import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/build/paths.mjs';
import { readModel } from '../../server/src/engine/training/models/modelFile';
import { makeCapture } from '../support/makeCapture';
import { temporaryFolder } from '../support/temporaryFolder';
import { quiet, sparkOrSkip } from './cluster';

describe('the wheel of the package, in an environment of its own', function () {
  this.timeout(600_000);
  const folder = temporaryFolder();
  const at = (...names: string[]) => join(folder.path, ...names);

  it('brings the engine: executors train on their shares with it', async function () {
    const spark = sparkOrSkip(this);
    if (!spark) return;
    const run = (command: string, words: readonly string[], env = spark.env) =>
      execFileSync(command, words, {
        env,
        cwd: folder.path,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    const pip = ['-m', 'pip', '--quiet', '--disable-pip-version-check'];
    // The builder writes beside what it builds.
    cpSync(inRoot('spark'), at('package'), { recursive: true });
    run(spark.python, [
      ...pip,
      'wheel',
      '--no-deps',
      '--no-build-isolation',
      '--wheel-dir',
      at('wheels'),
      at('package'),
    ]);
    const [wheel = ''] = readdirSync(at('wheels'));
    assert.match(wheel, /^flow2vec_spark-\d+\.\d+\.\d+-py3-none-any\.whl$/);
    run(spark.python, ['-m', 'venv', at('clean')]);
    const python = at('clean/bin/python');
    run(python, [...pip, 'install', '--no-deps', '--no-index', at('wheels', wheel)]);
    // What it depends on is lent by the environment of the tests, which does not have it.
    const site = 'import sysconfig; print(sysconfig.get_paths()["purelib"])';
    const [own, lent] = [python, spark.python].map(each => run(each, ['-c', site]).trim());
    writeFileSync(join(own as string, 'lent.pth'), `${lent}\n`);
    const place = run(python, ['-c', 'import flow2vec_spark; print(flow2vec_spark.__file__)']).trim();
    assert.ok(place.startsWith(at('clean')), place);

    folder.file('a.binetflow', makeCapture({ flows: 2000, seed: 5 }));
    const conf = Object.entries(quiet).map(([key, value]) => `--conf ${key}=${value}`);
    const answer = run(
      at('clean/bin/flow2vec-spark'),
      ['train', at('a.binetflow'), '--out', at('model'), '--rounds', '1', '--partitions', '2'],
      {
        ...spark.env,
        PYSPARK_PYTHON: python,
        PYSPARK_SUBMIT_ARGS: `--master local-cluster[2,1,1024] ${conf.join(' ')} pyspark-shell`,
      },
    );
    const { model, flows } = JSON.parse(answer.trim().split('\n').at(-1) ?? '') as {
      model: string;
      flows: number;
    };
    assert.equal(flows, 2000);
    assert.equal((await readModel(model)).facts.tokens, 2000);
  });
});
