import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Console } from '../../../server/src/cli/console';
import { makeCapture } from '../../support/makeCapture';
import { say, type Said } from '../../support/callCli';
import { temporaryFolder } from '../../support/temporaryFolder';

/** All that a terminal acts on or that reorders text, but for the ends of lines. */
const acted = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** Texts that whoever sends packets, or names files, may choose. */
const hostile: Readonly<Record<string, string>> = {
  'an escape sequence': 'a\u001b[31mb\u001b]0;owned\u0007',
  'a C1 control': 'a\u009b31mb\u0085',
  'a bidi override': 'a\u202egpj.\u061cexe\u2066',
  'invisible letters': 'a\u200bb\u2060\ufeffc',
};
/** What a file may be called, but no cell. */
const names: Readonly<Record<string, string>> = {
  ...hostile,
  'an end of line': 'a\nflow2vec: all is well\r\nb\tc',
};

describe('the terminal', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const cacheBefore = process.env['FLOW2VEC_CACHE'];
  before(() => void (process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cache')));
  after(() => {
    if (cacheBefore === undefined) delete process.env['FLOW2VEC_CACHE'];
    else process.env['FLOW2VEC_CACHE'] = cacheBefore;
  });

  const harmless = ({ out, error }: Said) => {
    assert.doesNotMatch(out, acted);
    assert.doesNotMatch(error, acted);
  };
  const quick = ['--size', '8', '--epochs', '1', '--workers', '1'];

  for (const [what, text] of Object.entries(names))
    it(`is shown ${what} in the name of a file, and acts on none`, async () => {
      const path = folder.file(`${text}.binetflow`, makeCapture({ flows: 30, seed: 3 }));
      const summary = await say('summary', path);
      assert.equal(summary.code, 0);
      harmless(summary);
      assert.equal(summary.out.split('\n').length, 5, 'no line but ours');
      const gone = await say('summary', `${path}.gone`);
      assert.equal(gone.code, 1);
      harmless(gone);
      assert.equal(gone.error.split('\n').length, 2);
      const json = await say('summary', path, `${path}.also`, '--json');
      harmless(json);
      const written = await say('train', path, ...quick, '--json');
      harmless(written);
      assert.ok(JSON.parse(written.out));
    });

  for (const [what, text] of Object.entries(hostile))
    it(`is shown ${what} in labels, tokens and words of a call, and acts on none`, async () => {
      const capture = makeCapture({ flows: 60, seed: 3 }).replaceAll('147.32.84.165', text);
      const path = folder.file('c.binetflow', capture.replaceAll('flow=From-Botnet', `${text}Botnet`));
      const token = `tcp ${text} 10.0.0.1 80`;
      for (const words of [
        ['summary', path],
        ['similar', path, '--token', token, ...quick],
        ['similar', path, '--plus', token, ...quick],
        ['evaluate', path, ...quick],
        ['score', path, '--trained-on', path, '--top', '5', ...quick],
        ['clusters', path, '--k', '4', ...quick],
        ['train', path, `--${text}`],
        ['train', path, '--columns', text],
        [text],
        ['train', path, '--size', text],
        ['routes', 'summary', path],
      ]) {
        harmless(await say(...words));
        const json = await say(...words, '--json');
        harmless(json);
        if (json.out !== '') assert.equal(typeof JSON.parse(json.out), 'object');
      }
    });

  it('gets JSON that says what the file says', async () => {
    const path = folder.file('\u001b\u009b\u202e.binetflow', 'no flow\n'.repeat(2));
    const other = folder.file('d.binetflow', makeCapture({ flows: 5, seed: 1 }).replace('\n', '\nodd\n'));
    const { out } = await say('summary', other, other, '--json');
    assert.ok(out.includes(JSON.stringify(other)));
    const refused = await say('summary', path, '--json');
    assert.ok(refused.error.includes('⟨U+001B⟩⟨U+009B⟩⟨U+202E⟩.binetflow'), refused.error);
  });

  it('is drawn over by progress, which holds nothing else that acts', () => {
    let drawn = '';
    const console = new Console({
      out: text => void (drawn += text),
      error: text => void (drawn += text),
      isTerminal: true,
    });
    console.progress('epoch \u001b[2J\u202e', 0.5);
    console.progress('too soon after the one before', 0.6);
    console.clear();
    console.clear();
    const bar = `${'#'.repeat(15)}${'.'.repeat(15)}`;
    assert.equal(drawn, `\r\u001b[K[${bar}] epoch ⟨U+001B⟩[2J⟨U+202E⟩\r\u001b[K`);
  });
});
