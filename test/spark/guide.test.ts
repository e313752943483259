import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/build/paths.mjs';
import { writeSample } from '../../scripts/sample/sample';
import { start } from '../../scripts/setup/processes.mjs';
import { missingIn, shownIn, wordsOf } from '../support/shownCommands';
import { temporaryFolder } from '../support/temporaryFolder';
import { quiet, sparkOrSkip } from './cluster';
import { Spoken } from './spoken';

const document = 'docs/spark.md';

describe(`the commands of ${document}, on executors of this machine`, function () {
  this.timeout(900_000);
  const folder = temporaryFolder();
  let env: NodeJS.ProcessEnv = {};
  const shown = shownIn(document);

  before(function () {
    const spark = sparkOrSkip(this);
    if (!spark) return;
    writeSample(folder.path);
    // What spark-submit is set up for on the reader's machine, it is by these defaults here.
    const conf = join(folder.path, 'conf');
    mkdirSync(conf);
    const settings = { ...quiet, 'spark.master': 'local-cluster[2,1,1024]' };
    const lines = Object.entries(settings).map(([key, value]) => `${key} ${value}\n`);
    writeFileSync(join(conf, 'spark-defaults.conf'), lines.join(''));
    env = { ...spark.env, SPARK_CONF_DIR: conf, FLOW2VEC_CACHE: join(folder.path, 'cache') };
    // npm's folder is not the one that the commands are typed in.
    delete env['npm_lifecycle_event'];
    delete env['INIT_CWD'];
  });

  it('are there', () => assert.ok(shown.some(({ output }) => output.length > 0)));

  for (const { line, commands, output } of shown)
    it(`run as line ${line} says: ${commands[0]}`, async () => {
      let said = '';
      for (const command of commands) {
        const [program, ...words] = wordsOf(command);
        assert.equal(program, 'flow2vec', command);
        const cli = [inRoot('server/dist/cli.mjs'), ...words];
        const run = new Spoken(start(process.execPath, cli, { env, cwd: folder.path }));
        assert.equal(await run.code, 0, `${command}\n${run.err.join('\n')}`);
        said += [...run.out, ...run.err, ''].join('\n');
      }
      assert.deepEqual(missingIn(said, output), [], said);
    });
});
