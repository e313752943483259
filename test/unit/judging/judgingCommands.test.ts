import assert from 'node:assert/strict';
import { join } from 'node:path';
import { say } from '../../support/callCli';
import { makeOffice } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const quick = ['--size', '16', '--epochs', '3', '--workers', '1'];

describe('score, label, grid and evaluate on the command line', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const cacheBefore = process.env['FLOW2VEC_CACHE'];
  let office: string;
  let unseen: string;
  before(() => {
    process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cache');
    office = folder.file('office.binetflow', makeOffice({ flows: 2000, seed: 1 }));
    const odd = { src: '10.0.0.3', dst: '66.6.6.6', port: '66\u001b[31m67', label: 'From-\u202eBotnet' };
    unseen = folder.file('unseen.binetflow', makeOffice({ flows: 400, seed: 2 }, [odd]));
  });
  after(() => {
    if (cacheBefore === undefined) delete process.env['FLOW2VEC_CACHE'];
    else process.env['FLOW2VEC_CACHE'] = cacheBefore;
  });

  async function json(...words: string[]): Promise<Record<string, unknown>> {
    const { code, out, error } = await say(...words, '--json');
    assert.deepEqual([code, error], [0, '']);
    return JSON.parse(out) as Record<string, unknown>;
  }

  it('score prints what the contract promises', async () => {
    const result = await json('score', unseen, '--trained-on', office, '--top', '3', ...quick);
    assert.deepEqual(Object.keys(result), [
      'flows',
      'unknown',
      'anomalies',
      'hosts',
      'incidents',
      'incidentsInAll',
      'judgedBy',
      'timeline',
      'expected',
    ]);
    assert.equal(result['flows'], 401);
    const anomalies = result['anomalies'] as Record<string, unknown>[];
    assert.equal(anomalies.length, 3);
    for (const anomaly of anomalies)
      assert.deepEqual(Object.keys(anomaly), ['line', 'token', 'score', 'reasons', 'label', 'incident']);
    assert.equal(anomalies[0]?.['line'], 202);
    const { out } = await say('score', unseen, '--trained-on', office, '--top', '3', ...quick);
    assert.match(out, /^401 flows, \d+ with a token that the model does not know/);
    assert.match(out, /line 202 {2}tcp 10\.0\.0\.3 66\.6\.6\.6/);
    assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  it('label prints label, confidence and votes', async () => {
    const result = await json('label', office, '--token', 'udp 10.0.0.99 9.9.9.9 25000', ...quick);
    assert.deepEqual(Object.keys(result).slice(0, 3), ['label', 'confidence', 'votes']);
    assert.equal(result['label'], 'background');
    const { out } = await say('label', office, '--line', '2', '--confidence', '0', ...quick);
    assert.match(out, /^(background|normal|botnet) \(\d+ % of the vote\): /);
  });

  it('evaluate refuses one class, which every vote would get right', async () => {
    const normal = makeOffice({ flows: 300, seed: 3 }).replaceAll(/From-Botnet|Background/g, 'From-Normal');
    const one = folder.file('one.binetflow', normal);
    for (const also of [[], ['--trained-on', one]]) {
      const { code, error } = await say('evaluate', one, ...also, ...quick);
      assert.equal(code, 1);
      assert.match(error, /All labels are of one class \(normal\), which cannot be told from itself/);
    }
  });

  it('evaluate judges a capture by the model of another', async () => {
    const result = await json('evaluate', unseen, '--trained-on', office, ...quick);
    for (const key of ['macroF1', 'weightedF1', 'perClass', 'precisionAt10', 'baselines'])
      assert.ok(Object.hasOwn(result, key), key);
    const { out } = await say('evaluate', unseen, '--trained-on', office, ...quick);
    assert.match(out, /The source address alone gives macro-F1/);
  });

  it('evaluate --across carries labels without addresses, and refuses them', async () => {
    const result = await json('evaluate', unseen, '--trained-on', office, '--across', ...quick);
    const keys = [
      'balancedAccuracy',
      'macroF1',
      'perClass',
      'baselines',
      'leanedOn',
      'cannotTell',
      'summary',
    ];
    for (const key of keys) assert.ok(Object.hasOwn(result, key), key);
    assert.deepEqual(Object.keys(result['baselines'] as object), [
      'protoState',
      'protoDport',
      'source',
      'counts',
    ]);
    const { out } = await say('evaluate', unseen, '--trained-on', office, '--across', ...quick);
    assert.match(out, /majority of protocol and state[^]*Verdicts lean on/);
    for (const words of [
      ['--across'],
      ['--across', '--trained-on', office, '--columns', 'Proto,SrcAddr/24'],
    ]) {
      const { code, error } = await say('evaluate', unseen, ...words);
      assert.equal(code, 2);
      assert.match(error, /--trained-on FILE|take SrcAddr\/24 out of --columns/);
    }
  });

  it('grid prints runs and the best of them, and resumes', async () => {
    const words = ['grid', office, '--window', '2,5', '--vectors', 'composed,plain', ...quick];
    const first = await json(...words);
    const runs = first['runs'] as Record<string, unknown>[];
    assert.equal(runs.length, 4);
    assert.deepEqual(first['best'], runs[0]);
    for (const key of ['params', 'macroF1', 'seconds']) assert.ok(Object.hasOwn(runs[0] as object, key));
    assert.deepEqual(Object.keys(runs[0]?.['params'] as object).sort(), ['vectors', 'window']);
    const again = (await json(...words))['runs'] as Record<string, unknown>[];
    assert.ok(again.every(r => r['resumed'] === true));
    const { out } = await say(...words);
    assert.match(out, /^macro-F1 {2}weighted-F1 {2}seconds/);
    assert.match(out, /4 combinations; trained /);
  });

  it('grid varies sentences, switches and columns too', async () => {
    const { runs } = await json(
      ...['grid', office, '--sentence', 'count:30,host', '--shrink-window', 'true,false', ...quick],
      ...['--columns', 'Proto,DstAddr,Dport;Proto,SrcAddr,DstAddr,Dport'],
    );
    assert.equal((runs as unknown[]).length, 8);
  });

  const usageErrors: [words: string[], says: RegExp][] = [
    [['score', 'x'], /say what judges: another capture \(--trained-on FILE\)/],
    [['score', 'x', '--trained-on', 'y', '--by', 'hosts'], /say what judges/],
    [['score', 'x', '--by', 'guess'], /--by takes past or hosts/],
    [['score', 'x', '--trained-on', 'y', '--top', '0'], /--top takes a whole number/],
    [['label', 'x'], /give either --line or --token/],
    [['label', 'x', '--line', '2', '--confidence', '2'], /--confidence takes a number from 0 to 1/],
    [['grid', 'x'], /name several values of a setting/],
    [['grid', 'x', '--window', '5'], /name several values of a setting/],
    [['grid', 'x', '--window', '5,none'], /--window takes a whole number from 1 to 1,000, not "none"/],
    [['grid', 'x', '--window', '5,10', '--colour', '1,2'], /unknown option '--colour'/],
  ];
  for (const [words, says] of usageErrors)
    it(`ends with 2 for words that are off: ${words.join(' ')}`, async () => {
      const { code, out, error } = await say(...words);
      assert.deepEqual([code, out], [2, '']);
      assert.match(error, says);
    });

  it('ends with 1 and names the file that cannot be read', async () => {
    const { code, error } = await say('score', join(folder.path, 'gone'), '--trained-on', office, ...quick);
    assert.equal(code, 1);
    assert.match(error, /gone: is not there/);
  });
});
