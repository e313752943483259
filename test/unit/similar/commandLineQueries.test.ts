import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../support/callCli';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

async function json<T>(...words: string[]): Promise<T> {
  const { code, out, error } = await say(...words, '--json');
  assert.deepEqual([code, error], [0, '']);
  return JSON.parse(out) as T;
}

interface Answer {
  token: string;
  known: boolean;
  neighbours: { token: string; similarity: number; count: number; shared: string[]; line: number }[];
}

const quick = ['--size', '16', '--epochs', '2', '--workers', '1'];
const [spam, lookup, web] = [
  'tcp 147.32.84.165 74.6.140.64 25',
  'udp 147.32.84.165 147.32.80.9 53',
  'tcp 147.32.84.134 195.113.232.88 80',
];

describe('the command line, asked about several tokens', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const cacheBefore = process.env['FLOW2VEC_CACHE'];
  let [capture, newer, words] = ['', '', ''];
  before(async () => {
    process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cache');
    capture = folder.file('c.binetflow', makeCapture({ flows: 600, seed: 7 }));
    newer = folder.file('newer.binetflow', makeCapture({ flows: 400, seed: 8 }));
    words = join(folder.path, 'words.txt');
    const written = await json<{ path: string; rows: number }>(
      ...['export', capture, '--as', 'word2vec', '--out', words, ...quick],
    );
    assert.equal(written.path, words);
    assert.ok(readFileSync(words, 'utf8').startsWith(`${written.rows} 16\n`));
  });
  after(() => {
    if (cacheBefore === undefined) delete process.env['FLOW2VEC_CACHE'];
    else process.env['FLOW2VEC_CACHE'] = cacheBefore;
  });

  it('similar takes positive and negative tokens, and conditions', async () => {
    const asked = ['--plus', spam, '--plus', lookup, '--minus', web, '--top', '6'];
    const answer = await json<Answer>('similar', capture, ...asked, ...quick);
    assert.equal(answer.token, `${spam} + ${lookup} - ${web}`);
    assert.equal(answer.neighbours.length, 6);
    assert.ok(answer.neighbours.every(n => ![spam, lookup, web].includes(n.token)));
    const where = ['--only', 'Proto=tcp', '--only', 'Dport!=80'];
    for (const question of [asked, ['--token', spam], ['--line', '3']]) {
      const found = (await json<Answer>('similar', capture, ...question, ...where, ...quick)).neighbours;
      assert.ok(found.length > 0);
      assert.ok(found.every(n => n.token.startsWith('tcp ') && !n.token.endsWith(' 80')));
    }
  });

  it('similarity and odd answer for tokens', async () => {
    const pair = await json<{ tokens: string[]; similarity: number }>(
      ...['similarity', capture, '--tokens', spam, '--tokens', web, ...quick],
    );
    assert.deepEqual(pair.tokens, [spam, web]);
    const near = (await json<Answer>('similar', capture, '--token', spam, '--top', '1000', ...quick))
      .neighbours;
    const wanted = near.find(n => n.token === web)?.similarity ?? NaN;
    assert.ok(Math.abs(pair.similarity - wanted) < 1e-5, `${pair.similarity}, ${wanted}`);
    const three = [spam, lookup, web].flatMap(token => ['--tokens', token]);
    const { odd } = await json<{ odd: string }>('odd', capture, ...three, ...quick);
    assert.ok([spam, lookup, web].includes(odd));
    assert.equal((await say('odd', capture, ...three, ...quick)).out, `${odd}\n`);
  });

  it('a file of vectors answers as the capture it was made from', async () => {
    const known = await json<Answer>('similar', capture, '--token', spam, ...quick);
    const read = await json<Answer>('similar', '--model', words, '--token', spam);
    assert.deepEqual(
      read.neighbours.map(n => [n.token, n.shared, n.similarity.toFixed(5)]),
      known.neighbours.map(n => [n.token, n.shared, n.similarity.toFixed(5)]),
    );
    assert.deepEqual([read.neighbours[0]?.count, read.neighbours[0]?.line], [0, 0]);
    const { out } = await say('similar', '--model', words, '--token', spam, '--top', '2');
    assert.ok(out.startsWith(`${spam}\n`), 'no counts are known');
    assert.doesNotMatch(out, /line|NaN| \n/);
    const tokens = ['--tokens', spam, '--tokens', web];
    const a = await json<{ similarity: number }>('similarity', '--model', words, ...tokens);
    const b = await json<{ similarity: number }>('similarity', capture, ...tokens, ...quick);
    assert.ok(Math.abs(a.similarity - b.similarity) < 1e-5);
  });

  it('train goes on with a capture that was trained, or with its model', async () => {
    const old = await json<{ path: string; vocabulary: number }>('train', capture, ...quick);
    const from = (name: string) =>
      json<{ path: string; vocabulary: number; cached: boolean; flows: number }>(
        ...['train', newer, '--continue-from', name, ...quick],
      );
    const model = await from(old.path);
    assert.deepEqual([model.cached, model.flows], [false, 400]);
    assert.ok(model.vocabulary > old.vocabulary);
    assert.deepEqual(await from(capture), { ...model, cached: true });
    const asked = await json<Answer>('similar', '--model', model.path, '--token', spam);
    assert.equal(asked.known, true);
    assert.deepEqual(
      await json<Answer>('similar', newer, '--continue-from', capture, '--token', spam, ...quick),
      asked,
    );
  });

  const usageErrors: [words: string[], says: RegExp][] = [
    [['similar', 'x', '--plus', 'a', '--token', 'b'], /give either --line or --token, or else --plus/],
    [['similar', 'x', '--token', 'a', '--only', 'Dport'], /"Dport" is no condition/],
    [['similar', '--token', 'a'], /name a capture FILE/],
    [['similarity', 'x', '--tokens', 'a'], /give --tokens twice/],
    [['similarity', 'x', ...'abc'.split('').flatMap(t => ['--tokens', t])], /give --tokens twice/],
    [['odd', 'x', '--tokens', 'a'], /give --tokens at least twice/],
    [['export', 'x', '--out', 'y'], /--as takes word2vec, word2vec-binary, projector or csv\./],
    [['export', 'x', '--as', 'pickle', '--out', 'y'], /--as takes .*, not "pickle"/],
    [['export', 'x', '--as', 'csv'], /--out names the file/],
    [['grid', 'x', '--window', '5,10', '--continue-from', 'y'], /unknown option '--continue-from'/],
  ];
  for (const [said, says] of usageErrors)
    it(`ends with 2 for words that are off: ${said.join(' ')}`, async () => {
      const { code, out, error } = await say(...said);
      assert.deepEqual([code, out], [2, '']);
      assert.match(error, says);
    });

  it('ends with 2 for captures beside a model, and for a line of a model', async () => {
    const both = await say('similar', capture, '--model', words, '--token', spam);
    assert.deepEqual([both.code, both.out], [2, '']);
    assert.match(both.error, /name captures or --model, not both/);
    assert.match((await say('similar', '--model', words, '--line', '3')).error, /--line needs a capture/);
  });

  it('ends with 1 and names the token, column or file that is wrong', async () => {
    const failures: [words: string[], says: RegExp][] = [
      [
        ['similarity', capture, '--tokens', spam, '--tokens', 'udp \u001b', ...quick],
        /"udp ⟨U\+001B⟩": A token has 4/,
      ],
      [['similar', '--model', words, '--plus', 'gre 1 2 3'], /does not know "gre 1 2 3"/],
      [['similar', capture, '--token', spam, '--only', 'Port=1', ...quick], /"Port" is no part of/],
      [['similar', '--model', `${words}x`, '--token', 'a'], /words\.txtx: is not there/],
      [
        ['export', capture, '--as', 'csv', '--out', join(words, 'x'), ...quick],
        /cannot be written \(ENOTDIR\)/,
      ],
    ];
    for (const [said, says] of failures) {
      const { code, out, error } = await say(...said);
      assert.deepEqual([code, out], [1, '']);
      assert.match(error, says);
    }
  });
});
