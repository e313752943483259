import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../support/callCli';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

/** The one JSON object that a command prints, and its fields. */
async function json(...words: string[]): Promise<Record<string, unknown>> {
  const { code, out, error } = await say(...words, '--json');
  assert.deepEqual([code, error], [0, '']);
  assert.ok(out.endsWith('}\n') && out.indexOf('\n') === out.length - 1, 'one line');
  return JSON.parse(out) as Record<string, unknown>;
}

/** Fields that the contract promises; more may be there. */
function promises(value: unknown, ...fields: string[]): void {
  for (const field of fields) assert.ok(Object.hasOwn(value as object, field), `no field "${field}"`);
}

const quick = ['--size', '16', '--epochs', '2', '--workers', '1'];

describe('the command line', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const cacheBefore = process.env['FLOW2VEC_CACHE'];
  let capture: string;
  let spoiled: string;
  before(() => {
    process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cache');
    const text = makeCapture({ flows: 400, seed: 7 });
    capture = folder.file('c.binetflow', text);
    spoiled = folder.file('spoiled.binetflow', text.replace('\n', '\nno \u001b[31mflow\n'));
  });
  after(() => {
    if (cacheBefore === undefined) delete process.env['FLOW2VEC_CACHE'];
    else process.env['FLOW2VEC_CACHE'] = cacheBefore;
  });

  it('summary prints what the contract promises', async () => {
    const result = await json('summary', spoiled);
    promises(
      result,
      'format',
      'flows',
      'rejected',
      'problems',
      'firstTime',
      'lastTime',
      'protocols',
      'labels',
      'seconds',
    );
    assert.deepEqual([result['format'], result['flows'], result['rejected']], ['argus', 400, 1]);
    const [problem] = result['problems'] as { line: number; message: string }[];
    assert.equal(problem?.line, 2);
    assert.match(problem?.message ?? '', /The row has 1 fields where 15 belong/);
    const { code, out } = await say('summary', spoiled);
    assert.equal(code, 0);
    assert.match(out, /^spoiled\.binetflow: 400 flows of \d+ hosts, 1 rows not read\n/);
    assert.match(out, /spoiled\.binetflow, line 2: The row has 1 fields/);
  });

  it('summary of a capture without flows says what was not read, and fails', async () => {
    const [header = ''] = readFileSync(capture, 'utf8').split('\n');
    const path = folder.file('none.binetflow', `${header}\nno flow\n`);
    const { code, out, error } = await say('summary', path, '--json');
    assert.deepEqual([code, (JSON.parse(out) as { rejected: number }).rejected], [1, 1]);
    assert.match(error, /none\.binetflow: 0 flows, for none of 1 rows could be read\./);
    const bare = await say('summary', folder.file('bare.binetflow', `${header}\n`));
    assert.equal(bare.code, 1);
    assert.match(bare.error, /0 flows, for no row follows the header/);
  });

  it('summary of several files says which file a problem is in', async () => {
    const result = await json('summary', capture, spoiled);
    assert.equal(result['flows'], 800);
    assert.deepEqual(
      (result['problems'] as { file: string }[]).map(p => p.file),
      [spoiled],
    );
  });

  it('train prints what the contract promises, and answers from the cache', async () => {
    const first = await json('train', capture, ...quick);
    promises(
      first,
      'model',
      'path',
      'cached',
      'flows',
      'vocabulary',
      'tokens',
      'seconds',
      'flowsPerSecond',
      'loss',
      'epochs',
    );
    promises(first['seconds'], 'ingest', 'vocabulary', 'train');
    assert.deepEqual([first['cached'], first['flows'], first['tokens']], [false, 400, 400]);
    const again = await json('train', capture, ...quick);
    assert.deepEqual([again['cached'], again['path']], [true, first['path']]);
    assert.equal((await json('train', capture, ...quick, '--no-cache'))['cached'], false);
    assert.equal((await json('train', capture, ...quick, '--sentence', 'time:60'))['cached'], false);
    assert.match(
      (await say('train', capture, ...quick)).out,
      /the cache has this model already \(--no-cache trains again\)/,
    );
  });

  it('similar prints what the contract promises, by line and by token', async () => {
    const byLine = await json('similar', capture, '--line', '3', '--top', '4', ...quick);
    promises(byLine, 'token', 'known', 'neighbours');
    assert.equal(byLine['known'], true);
    const neighbours = byLine['neighbours'] as Record<string, unknown>[];
    assert.equal(neighbours.length, 4);
    for (const neighbour of neighbours) {
      promises(neighbour, 'token', 'similarity', 'count', 'labels', 'shared', 'different');
      const columns = [...(neighbour['shared'] as string[]), ...(neighbour['different'] as string[])];
      assert.deepEqual(columns.sort(), ['Dport', 'DstAddr', 'Proto', 'SrcAddr']);
    }
    assert.deepEqual(
      await json('similar', capture, '--token', String(byLine['token']), '--top', '4', ...quick),
      byLine,
    );
    const { out } = await say('similar', capture, '--line', '3', ...quick);
    assert.ok(out.startsWith(`${String(byLine['token'])}: `));
    assert.equal(out.match(/ line \d+ /g)?.length, 10);
  });

  it('similar says what usually follows a token', async () => {
    const bot = 'udp 147.32.84.165 147.32.80.9 53';
    const { followedBy } = await json('similar', capture, '--token', bot, ...quick);
    const [first] = followedBy as { token: string; probability: number }[];
    assert.match(first?.token ?? '', /^tcp 147\.32\.84\.165 \S+ 25$/);
    assert.ok((first?.probability ?? 0) > 0.1 && (first?.probability ?? 0) < 1);
    const { out } = await say('similar', capture, '--token', bot, ...quick);
    assert.match(out, /\nusually followed by tcp 147\.32\.84\.165 \S+ 25 \(\d+ %\)\n/);
    const unknown = await json('similar', capture, '--token', 'gre 1.1.1.1 2.2.2.2 7', ...quick);
    assert.ok(!Object.hasOwn(unknown, 'followedBy'));
  });

  it('trains every architecture with every output, each a model of its own', async () => {
    const paths = new Set();
    for (const words of [
      ['--architecture', 'skip-gram'],
      ['--hierarchical-softmax'],
      ['--architecture', 'cbow'],
      ['--architecture', 'cbow', '--cbow-sum'],
      ['--architecture', 'cbow', '--hierarchical-softmax'],
      ['--fixed-window'],
      ['--noise-exponent', '0'],
    ])
      paths.add((await json('train', capture, ...quick, ...words))['path']);
    assert.equal(paths.size, 7);
    const many = ['--size', '16', '--workers', '1', '--epochs', '9', '--early-stop', '0.9'];
    assert.equal((await json('train', capture, ...many))['epochs'], 2);
    const said = await say('train', capture, ...many, '--no-cache');
    assert.match(said.out, /stopped after 2 of 9 epochs/);
  });

  it('finds phrases, of which a flow is the last part, and takes any sentence and part', async () => {
    const joined = [...quick, '--phrases', '2', '--phrase-threshold', '0.5'];
    const model = await json('train', capture, ...joined);
    assert.ok((model['tokens'] as number) < 400);
    const one = await json('train', '--phrases', capture, '--phrase-threshold', '0.5', ...quick);
    assert.deepEqual([one['cached'], (one['tokens'] as number) > (model['tokens'] as number)], [false, true]);
    const spam = 'tcp 147.32.84.165 65.55.92.152 25';
    const asked = await json('similar', capture, '--token', spam, '--top', '100', ...joined);
    const phrase =
      (asked['neighbours'] as { token: string }[]).find(n => n.token.includes(' → '))?.token ?? '';
    const answer = await json('similar', capture, '--token', phrase, '--top', '30', ...joined);
    assert.equal(answer['known'], true);
    for (const neighbour of answer['neighbours'] as {
      token: string;
      shared: string[];
      different: string[];
    }[]) {
      assert.equal(neighbour.shared.length + neighbour.different.length, 4, neighbour.token);
      const last = neighbour.token.split(' ').slice(-4);
      const wanted = phrase
        .split(' ')
        .slice(-4)
        .filter((part, i) => part === last[i]);
      assert.equal(neighbour.shared.length, wanted.length, neighbour.token);
    }
    const schemes = ['--sentence', 'service:3600', '--columns', 'SrcAddr/24,Dport/class,TotBytes/bin'];
    const parts = await json('train', capture, ...quick, ...schemes, '--max-vocabulary', '20');
    assert.deepEqual([parts['flows'], parts['vocabulary']], [400, 20]);
  });

  it('similar answers for a token it does not know', async () => {
    const unknown = await json('similar', capture, '--token', 'gre 1.1.1.1 2.2.2.2 7', ...quick);
    assert.equal(unknown['known'], false);
    assert.match(String(unknown['note']), /does not know/);
    const short = await json('similar', capture, '--token', 'udp', ...quick);
    assert.match(String(short['note']), /A token has 4 parts here/);
  });

  const usageErrors: [words: string[], says: RegExp][] = [
    [[], /^Usage: flow2vec COMMAND/],
    [['sumary', 'x'], /unknown command 'sumary': did you mean summary\?/],
    [['summary'], /name a capture FILE/],
    [['summary', 'x', '--top', '3'], /unknown option '--top'/],
    [['train', 'x', '--size'], /'--size <N>' argument missing/],
    [['train', 'x', '--size', '0'], /--size takes a whole number from 1 to 1,024, not "0"/],
    [['train', 'x', '--epochs', '2.5'], /--epochs takes a whole number/],
    [['train', 'x', '--alpha', 'fast'], /--alpha takes a number above 0, at most 1, not "fast"/],
    [['train', 'x', '--architecture', 'transformer'], /--architecture.*transformer/],
    [
      ['train', 'x', '--hierarchical-softmax', '--negative', '5'],
      /--hierarchical-softmax draws no negatives: leave out --negative/,
    ],
    [['train', 'x', '--cbow-sum'], /--cbow-sum is about --architecture cbow/],
    [['train', 'x', '--early-stop', '1'], /--early-stop takes a number from 0 to 0\.99, not "1"/],
    [['train', 'x', '--noise-exponent', 'flat'], /--noise-exponent takes a number from -2 to 2, not "flat"/],
    [['train', 'x', '--columns', 'Proto/class'], /nothing is derived of Proto; write Proto/],
    [['train', 'x', '--phrases', '9'], /--phrases takes a whole number from 0 to 5, not "9"/],
    [['train', 'x', '--phrase-score', 'pmi'], /--phrase-score takes default or npmi, not "pmi"/],
    [
      ['train', 'x', '--phrase-score', 'npmi', '--phrase-threshold', '10'],
      /--phrase-threshold is from -1 to 1 with --phrase-score npmi/,
    ],
    [['train', 'x', '--sentence', 'host:'], /"host:" is no sentence scheme/],
    [['train', 'x', '--columns', 'Proto,Port'], /"Port" is no flow column/],
    [['similar', 'x'], /give either --line or --token/],
    [['similar', 'x', '--line', '1', '--token', 'a b c d'], /give either --line or --token/],
    [['similar', 'x', '--line', '0'], /--line takes a whole number from 1 to/],
  ];
  for (const [words, says] of usageErrors)
    it(`ends with 2 for words that are off: ${words.join(' ') || 'none'}`, async () => {
      const { code, out, error } = await say(...words);
      assert.equal(code, 2);
      assert.match(words.length === 0 ? out || error : error, says);
      if (words.length > 0) assert.equal(out, '');
      if (words[0] === 'train') assert.match(error, /usage: flow2vec train FILE…/);
    });

  it('tells what it can do when asked', async () => {
    const { code, out, error } = await say('--help');
    assert.deepEqual([code, error], [0, '']);
    for (const name of ['summary', 'train', 'similar'])
      assert.match(out, new RegExp(`^ {2}${name} +[A-Z]`, 'm'));
  });

  /** Failures end with 1 and name file, line where there is one, and remedy. */
  async function fails(words: string[], says: RegExp): Promise<void> {
    const { code, out, error } = await say(...words);
    assert.deepEqual([code, out], [1, '']);
    assert.match(error, says);
  }

  it('ends with 1 and says what failed, where, and what to do', async () => {
    const log = folder.file('a.log', 'hello\n');
    const empty = folder.file('empty.binetflow', '');
    await fails(['summary', join(folder.path, 'gone')], /flow2vec summary: \/.*gone: is not there/);
    const none = join(folder.path, 'none');
    mkdirSync(none);
    // A model names columns too, between bytes that no table has.
    copyFileSync((await json('train', capture, ...quick))['path'] as string, join(none, 'a.f2v'));
    await fails(['summary', none], /none: holds no captures\. Name a folder that has some/);
    await fails(['train', empty], /empty\.binetflow: is empty\. A capture has at least one line/);
    await fails(
      ['train', log],
      /a\.log, line 1: the first line is neither.*Captures are read from: .*Argus flow listings/,
    );
    await fails(
      ['similar', capture, '--line', '9999', ...quick],
      /c\.binetflow, line 9999: the file has 401 lines\. Name a line from 1 to 401/,
    );
    await fails(
      ['similar', capture, '--line', '1', ...quick],
      /c\.binetflow: this line is the header\. Choose the line of a flow/,
    );
    await fails(
      ['similar', spoiled, '--line', '2', ...quick],
      /spoiled\.binetflow: this line is no flow\. The row has 1 fields/,
    );
    await fails(
      ['train', capture, '--min-count', '5000'],
      /0 token\(s\) occur at least 5000 time\(s\).*Lower the minimum count/,
    );
  });

  it('takes control characters out of what it prints on a terminal', async () => {
    const { out } = await say('similar', capture, '--token', 'udp \u001b]0;x\u0007 \u202e 1', ...quick);

    assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f\u202e]/);
    assert.match(out, /⟨U\+001B⟩/);
  });
});
