import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { commands } from '../../../server/src/cli/run';
import { optionsOf } from '../../../server/src/cli/program';
import { say } from '../../support/callCli';

const pages = commands.filter(({ says }) => !says);

describe('the words of the command line', () => {
  it('name the version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    assert.deepEqual(await say('--version'), { code: 0, out: `${version}\n`, error: '' });
  });

  it('are listed where no command is named, and that is a slip', async () => {
    const { code, out, error } = await say();
    assert.deepEqual([code, out], [2, '']);
    assert.equal(error, (await say('help')).out);
    for (const { name } of commands)
      assert.match(error, new RegExp(`^ {2}${name.split(' ')[0]} +\\S`, 'm'), name);
    const routes = await say('routes');
    assert.equal(routes.code, 2);
    assert.match(routes.error, /^ {2}classify +\S/m);
  });

  for (const command of commands) {
    const { name, takes, options, examples } = command;

    it(`${name}: have a page with options, ranges and examples, by either way of asking`, async () => {
      const asked = await say('help', ...name.split(' '));
      assert.equal(asked.code, 0);
      assert.deepEqual(await say(...name.split(' '), '--help'), asked);
      assert.ok(asked.out.startsWith(`Usage: flow2vec ${name} ${takes} [options]\n`), asked.out);
      assert.ok(examples.length > 0);
      for (const example of examples) assert.ok(asked.out.includes(`\n  flow2vec ${example}\n`), example);
      for (const option of options) assert.match(asked.out, new RegExp(`^ {2}--${option.name}[ \\n]`, 'm'));
    });

    it(`${name}: mean one thing each, wherever they are taken`, () => {
      const meanings = commands.flatMap(each => optionsOf(each));
      for (const { name: word, value, many } of options) {
        const same = meanings.filter(other => other.name === word);
        assert.deepEqual(
          same.map(other => [typeof other.value, other.many]),
          same.map(() => [typeof value, many]),
          word,
        );
      }
    });

    it(`${name}: are refused nowhere that a page or an example shows them`, () => {
      const known = optionsOf(command).map(option => option.name);
      for (const text of [takes, ...examples])
        for (const [, word = ''] of text.matchAll(/--([a-z][a-z0-9-]*)/g))
          assert.ok(known.includes(word), `${name} --${word}`);
    });
  }

  it('are those of the contract', () => {
    const taken = (name: string) => pages.find(page => page.name === name)?.options.map(o => o.name) ?? [];
    const training = [
      'train',
      'similar',
      'similarity',
      'odd',
      'label',
      'evaluate',
      'score',
      'grid',
      'clusters',
    ];
    for (const name of [...training, 'map', 'export'])
      for (const word of ['columns', 'negative', 'window', 'alpha', 'no-cache'])
        assert.ok(taken(name).includes(word), `${name} --${word}`);
    assert.deepEqual(
      pages.filter(({ options }) => options.some(o => o.name === 'token')).map(({ name }) => name),
      ['similar', 'label'],
    );
    assert.ok(taken('similar').includes('plus') && taken('similar').includes('minus'));
    assert.ok(taken('map').includes('umap-neighbours') && !taken('map').includes('neighbours'));
    assert.ok(taken('evaluate').includes('neighbours'));
    assert.ok(!taken('grid').includes('continue-from'));
  });

  const slips: [words: string[], said: RegExp][] = [
    [['trian', 'x'], /^flow2vec: unknown command 'trian': did you mean train\?\n/],
    [['frobnicate'], /unknown command 'frobnicate'\.\n.*\n"flow2vec help" says more/],
    [['help', 'similr'], /unknown command 'similr': did you mean similar\?/],
    [['routes', 'clasify', 'x'], /unknown command 'clasify': did you mean classify\?/],
    [
      ['train', 'x', '--widnow', '5'],
      /^flow2vec train: unknown option '--widnow': did you mean --window\?\n/,
    ],
    [['summary', 'x', '--json=true'], /^flow2vec summary: --json takes no value: write it alone\.\n/],
    [['summary', 'x', '--jsn=true'], /unknown option '--jsn=true'/],
    [
      ['routes', 'train', 'x', '--netwrok', 'dense'],
      /did you mean --network\?\nusage: flow2vec routes train /,
    ],
    [
      ['similar', 'x', '--top', '-1', '--line', '1'],
      /--top takes a whole number from 1 to 1,000,000, not "-1"/,
    ],
    [['similar', 'x', '--positive', 'a'], /unknown option '--positive'/],
    [['train', 'x', '--window', '50000000'], /--window takes a whole number from 1 to 1,000, not "50000000"/],
    [['train', 'x', '--window', '0x10'], /--window takes a whole number from 1 to 1,000, not "0x10"/],
    [['train', 'x', '--alpha', '2'], /--alpha takes a number above 0, at most 1, not "2"/],
    [['train', 'x', '--alpha', '0'], /--alpha takes a number above 0, at most 1, not "0"/],
    [['train', 'x', '--sample', '-5'], /--sample takes a number from 0 to 1,000,000,000, not "-5"/],
    [['routes', 'train', 'x', '--rate', '1e15', '--network', 'dense'], /--rate takes a number from 0 to 10/],
    [
      ['routes', 'classify', 'x', '--trained-on', 'y', '--network', 'autoencoder'],
      /takes dense, lstm or hybrid/,
    ],
    [['routes', 'train', 'x'], /name a network: --network dense\|lstm\|hybrid\|autoencoder/],
    [['map', 'x', '--out', ''], /--out names the file to write/],
    [['completion'], /name a shell: bash, zsh, fish/],
    [['completion', 'tcsh'], /name a shell: bash, zsh, fish/],
  ];
  for (const [words, said] of slips)
    it(`answer a slip with what was meant: ${words.join(' ')}`, async () => {
      const { code, out, error } = await say(...words);
      assert.deepEqual([code, out], [2, '']);
      assert.match(error, said);
    });

  for (const option of pages.flatMap(page => page.options.map(each => ({ page, ...each }))))
    if (option.parameter?.kind === 'integer' || option.parameter?.kind === 'number') {
      const { page, name, parameter, alone } = option;
      it(`${page.name} --${name} is held to its range`, async () => {
        // A word that is no number is no value of an option that may stand alone.
        const words = alone === undefined ? ['NaN', 'Infinity', ''] : [];
        for (const value of [`${parameter.most * 10 + 1}`, '-1e300', ...words]) {
          const { code, error } = await say(...page.name.split(' '), 'x', `--${name}`, value);
          assert.equal(code, 2);
          assert.ok(error.startsWith(`flow2vec ${page.name}: --${name} takes `), error);
        }
      });
    }
});
