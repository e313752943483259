import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { builtCli, say, shell } from '../../support/callCli';
import { makeCapture } from '../../support/makeCapture';
import { plantedText } from '../../support/plantedRoutes';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('streams', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const cache = () => join(folder.path, 'cache');
  const capture = makeCapture({ flows: 50, seed: 2 });
  const bash = (command: string, input = '') => shell(command, cache(), input);
  const flowsOf = (out: string) => (JSON.parse(out) as { flows: number }).flows;
  before(function () {
    if (!existsSync(builtCli) || process.platform === 'win32') this.skip();
    folder.file('c.binetflow', capture);
    folder.file('r.traceroute', plantedText(40, 1));
  });

  const ways: Readonly<Record<string, string>> = {
    '-': 'cli summary - --json',
    '/dev/stdin': 'cli summary /dev/stdin --json',
    'a file behind <': 'cli summary - --json < "$F/c.binetflow"',
    'a process behind <()': 'cli summary <(cat "$F/c.binetflow") --json',
    'two files, one of them -': 'cli summary "$F/empty.binetflow" - --json',
  };
  for (const [what, command] of Object.entries(ways))
    it(`are read as captures: ${what}`, async () => {
      folder.file('empty.binetflow', `${capture.split('\n')[0]}\n${capture.split('\n')[1]}\n`);
      const { code, out, error } = await bash(`F='${folder.path}'; ${command}`, capture);
      assert.deepEqual([code, error], [0, '']);
      assert.equal(flowsOf(out), what.startsWith('two') ? 51 : 50);
    });

  it('are read when they are compressed', async () => {
    const path = folder.file('c.gz', gzipSync(capture));
    assert.equal(flowsOf((await bash(`cli summary - --json < '${path}'`)).out), 50);
  });

  it('that grow are followed until Ctrl+C', async () => {
    const [old, live, out] = ['old.binetflow', 'live.binetflow', 'out'].map(name => join(folder.path, name));
    folder.file('old.binetflow', makeCapture({ flows: 400, seed: 5 }));
    folder.file('live.binetflow', capture);
    const quick = '--size 8 --epochs 1 --workers 1 --json';
    const { out: said, error } = await bash(`
      "$NODE" "$CLI" score '${live}' --trained-on '${old}' ${quick} --follow > '${out}' & pid=$!
      lines() { until [ "$(wc -l < '${out}')" -ge $1 ]; do kill -0 $pid || exit 1; sleep 0.1; done; }
      lines 1; tail -n 5 '${old}' >> '${live}'
      lines 2; kill -INT $pid; wait $pid; echo code $?; cat '${out}'`);
    const [code, ...answers] = said.trim().split('\n');
    assert.equal(code, 'code 130', error);
    assert.deepEqual(answers.map(flowsOf), [50, 55]);
    assert.match(error, /cancelled/);
  });

  it('are read as routes, labels, vectors and captures to train on', async () => {
    const F = folder.path;
    const quick = '--size 8 --epochs 1 --workers 1 --json';
    const routes = await bash(`cat '${F}/r.traceroute' | cli routes summary - --json`);
    assert.equal((JSON.parse(routes.out) as { routes: number }).routes, 40);
    const labels = await bash(
      `printf 'destination,label\\n192.0.2.1,benign\\n' | cli routes summary '${F}/r.traceroute' --labels - --json`,
    );
    assert.equal(labels.code, 0, labels.error);
    const trained = await bash(`cli export '${F}/c.binetflow' --as word2vec --out '${F}/v.txt' ${quick}`);
    assert.equal(trained.code, 0, trained.error);
    const token = (readFileSync(join(F, 'v.txt'), 'utf8').split('\n')[1] ?? '').split(' ')[0] ?? '';
    const asked = await bash(
      `cli similar --model - --token '${token.replaceAll(',', ' ')}' --json < '${F}/v.txt'`,
    );
    assert.equal((JSON.parse(asked.out) as { known: boolean }).known, true, asked.error);
    const scored = await bash(
      `cat '${F}/c.binetflow' | cli score '${F}/c.binetflow' --trained-on - ${quick}`,
    );
    assert.equal(flowsOf(scored.out), 50);
    const line = await bash(`cat '${F}/c.binetflow' | cli similar - --line 2 ${quick}`);
    assert.equal(line.code, 0, line.error);
  });

  it('leave nothing in the cache but what is cached', async () => {
    await bash('cli summary - --json', capture);
    assert.deepEqual(
      readdirSync(cache(), { recursive: true }).filter(name => String(name).includes('spool')),
      [],
    );
  });

  const refused: [what: string, command: string, code: number, says: RegExp][] = [
    ['read twice', 'cli summary - - --json', 2, /standard input can be read once/],
    ['without an end', 'cli summary - < /dev/zero', 1, /standard input is a device and may have no end/],
    ['empty', 'cli summary - < /dev/null', 1, /standard input: is empty/],
    ['in a folder, waiting for nobody', 'mkfifo "$F/fifo"; cli summary "$F/fifo"', 1, /is a named pipe/],
  ];
  for (const [what, command, code, says] of refused)
    it(`are refused with a sentence: ${what}`, async () => {
      const said = await bash(`F='${folder.path}'; ${command}`, capture);
      assert.deepEqual([said.code, said.out], [code, '']);
      assert.match(said.error, says);
    });

  it('end the command quietly when their reader has enough', async () => {
    // The one reader takes a byte of more than a pipe holds; the other is gone before there is any.
    const long = folder.file('long.binetflow', `${capture}${`${'x'.repeat(200)}\n`.repeat(2000)}`);
    for (const command of [
      `cli summary '${long}' --json | head -c 1`,
      '{ sleep 0.5; cli help train; } | true',
    ]) {
      const { out, error } = await bash(`${command}; echo " \${PIPESTATUS[0]}"`);
      assert.equal(error, '');
      assert.match(out, /^\{? 141\n$/);
    }
  });

  it('may be the place that is written to', async () => {
    const { code, out } = await bash(
      `cli export '${folder.path}/c.binetflow' --as csv --out /dev/stdout --size 8 --epochs 1 --workers 1 | head -1`,
    );
    assert.equal(code, 0);
    assert.match(out, /^token,/);
  });

  it('are named by their limits alone in this process too', async () => {
    const { code, error } = await say('summary', '-', '-');
    assert.equal(code, 2);
    assert.match(error, /can be read once/);
  });

  it('are what npm run hands over, relative to the folder of the call', () => {
    const { stdout, status } = spawnSync(
      'npm',
      ['run', '--silent', '--prefix', process.cwd(), 'flow2vec', '--', 'summary', 'c.binetflow', '--json'],
      { cwd: folder.path, env: { ...process.env, FLOW2VEC_CACHE: cache() } },
    );
    assert.equal(status, 0);
    assert.equal(flowsOf(stdout.toString()), 50);
  });
});
