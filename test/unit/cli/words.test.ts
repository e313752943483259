import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../../scripts/build/paths.mjs';
import { commands, run } from '../../../server/src/cli/run';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

async function say(...words: string[]): Promise<{ code: number; out: string; error: string }> {
  let [out, error] = ['', ''];
  const code = await run(words, {
    out: text => void (out += text),
    error: text => void (error += text),
    isTerminal: false,
  });
  return { code, out, error };
}

describe('the words of the command line', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const cli = inRoot('server/dist/cli.mjs');
  const environment = () => ({ ...process.env, FLOW2VEC_CACHE: join(folder.path, 'cache') });

  it('name the version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    assert.deepEqual(await say('--version'), { code: 0, out: `${version}\n`, error: '' });
  });

  it('have a page with examples for every command, by either way of asking', async () => {
    for (const { name, about, examples } of commands) {
      const [asked, option] = [await say('help', name), await say(name, '--help')];
      assert.equal(asked.code, 0);
      assert.equal(asked.out, option.out);
      assert.ok(asked.out.includes(about) && examples.length > 0, name);
      for (const example of examples) assert.ok(asked.out.includes(`flow2vec ${example}`), example);
    }
    assert.match((await say('help', 'routes', 'train')).out, /^flow2vec routes train: /);
  });

  it('list in a usage nothing that the command refuses', () => {
    for (const { name, usage, options } of commands.filter(
      each => each.name !== 'routes' && each.name !== 'grid',
    ))
      for (const [, option = ''] of usage.matchAll(/--([a-z][a-z0-9-]*)/g))
        assert.ok(option === 'json' || option in options, `${name} --${option}`);
  });

  const slips: [words: string[], said: RegExp][] = [
    [['trian', 'x'], /no command "trian"\. Did you mean train\?/],
    [['frobnicate'], /no command "frobnicate"\. "flow2vec help" lists them/],
    [['train', 'x', '--widnow', '5'], /Unknown option '--widnow': did you mean --window\?/],
    [['similar', 'x', '--top', '-1', '--line', '1'], /--top takes a whole number of at least 1, not "-1"/],
    [['train', 'x', '--window', '50000000'], /--window takes a whole number from 1 to 1,000, not "50000000"/],
    [['train', 'x', '--alpha', '2'], /--alpha takes a number from 0 to 1, not "2"/],
    [['completion', 'tcsh'], /name a shell: bash, zsh, fish/],
  ];
  for (const [words, said] of slips)
    it(`answer a slip with what was meant: ${words.join(' ')}`, async () => {
      const { code, error } = await say(...words);
      assert.equal(code, 2);
      assert.match(error, said);
    });

  it('are completed by bash', async function () {
    if (spawnSync('bash', ['--version']).status !== 0) this.skip();
    const script = folder.file('complete.bash', (await say('completion', 'bash')).out);
    const completed = (...words: string[]) =>
      execFileSync('bash', [
        '-c',
        `source '${script}'; COMP_WORDS=(flow2vec ${words.map(w => `'${w}'`).join(' ')}); COMP_CWORD=${words.length}; _flow2vec; printf '%s\\n' "\${COMPREPLY[@]}"`,
      ])
        .toString()
        .trim()
        .split('\n');
    assert.deepEqual(completed('sim'), ['similar', 'similarity']);
    assert.deepEqual(completed('train', '--win'), ['--window']);
    assert.deepEqual(completed('routes', 'cl'), ['classify']);
    assert.deepEqual(completed('routes', 'train', '--netw'), ['--network']);
  });

  for (const shell of ['zsh', 'fish'])
    it(`are a script that ${shell} reads`, async function () {
      if (spawnSync(shell, ['--version']).status !== 0) this.skip();
      const script = folder.file(`complete.${shell}`, (await say('completion', shell)).out);
      assert.equal(spawnSync(shell, ['-n', script]).status, 0);
    });

  it('take standard input for a file', async function () {
    if (!existsSync(cli)) this.skip();
    for (const word of ['-', '/dev/stdin']) {
      const { stdout } = spawnSync(process.execPath, [cli, 'summary', word, '--json'], {
        input: makeCapture({ flows: 50, seed: 2 }),
        env: environment(),
      });
      assert.equal((JSON.parse(stdout.toString()) as { flows: number }).flows, 50, word);
    }
  });

  it('end quietly when the reader closes the pipe', async function () {
    if (!existsSync(cli) || process.platform === 'win32') this.skip();
    const capture = folder.file('pipe.binetflow', makeCapture({ flows: 200, seed: 2 }));
    const command = `'${process.execPath}' '${cli}' summary '${capture}' --json; echo "code $?" >&2`;
    const error = await new Promise<string>(resolve => {
      execFile('bash', ['-c', `(${command}) | true`], { env: environment() }, (_failure, _out, said) =>
        resolve(said),
      );
    });
    assert.match(error, /^code (?:0|141)\n$/);
  });
});
