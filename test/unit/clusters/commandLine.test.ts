import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say as call } from '../../support/callCli';
import { makeOffice } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const quick = ['--size', '16', '--epochs', '2', '--workers', '1'];

const say = (...words: string[]) => call('clusters', ...words);

describe('clusters on the command line', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const cacheBefore = process.env['FLOW2VEC_CACHE'];
  let office: string;
  let small: string;
  before(() => {
    process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cache');
    const odd = { src: '10.0.0.3', dst: '66.6.6.6', port: '66\u001b[31m67', label: 'From-\u202eBotnet' };
    small = folder.file('small.binetflow', makeOffice({ flows: 40, seed: 2 }));
    office = folder.file('office.binetflow', makeOffice({ flows: 1000, seed: 1 }, [odd]));
  });
  after(() => {
    if (cacheBefore === undefined) delete process.env['FLOW2VEC_CACHE'];
    else process.env['FLOW2VEC_CACHE'] = cacheBefore;
  });

  it('are printed as the contract promises', async () => {
    const { code, out, error } = await say(office, '--k', '8', '--json', ...quick);
    assert.deepEqual([code, error], [0, '']);
    const result = JSON.parse(out) as Record<string, unknown> & { clusters: Record<string, unknown>[] };
    for (const key of ['k', 'iterations', 'inertia', 'seconds', 'silhouette', 'adjustedRandIndex'])
      assert.ok(Object.hasOwn(result, key), key);
    assert.equal(result['k'], 8);
    assert.equal(result.clusters.length, 8);
    for (const key of ['id', 'size', 'labels', 'top', 'name', 'purity'])
      assert.ok(Object.hasOwn(result.clusters[0] ?? {}, key), key);
  });

  it('are listed, text of the capture printed as text', async () => {
    const { code, out } = await say(office, '--k', '8', '--top', '3', ...quick);
    assert.equal(code, 0);
    assert.match(out, /^\d+ tokens in 8 clusters; inertia [\d.]+ after \d+ iterations, .* \(from the cache/);
    assert.match(out, /against labels: adjusted Rand index/);
    assert.match(out, /and 5 more/);
    const found = await say(office, '--k', '8', '--find', '66.6.6.6', ...quick);
    assert.equal(found.out.split('\n').filter(line => /^ +\d+ /.test(line)).length, 1);
    assert.doesNotMatch(out + found.out, /[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  it('are as many as the highest silhouette suggests', async () => {
    const { code, out } = await say(small, '--suggest', '--json', ...quick);
    assert.equal(code, 0);
    const { k, suggested } = JSON.parse(out) as {
      k: number;
      suggested: { k: number; tried: { k: number; silhouette: number }[] };
    };
    const best = Math.max(...suggested.tried.map(each => each.silhouette));
    assert.equal(suggested.tried.find(each => each.silhouette === best)?.k, suggested.k);
    assert.equal(k, suggested.k);
    const text = await say(small, '--suggest', ...quick);
    assert.match(text.out, /^clusters silhouette\n[^]*taken\n[^]*inertia/);
  });

  it('are written to a file', async () => {
    const out = join(folder.path, 'c.csv');
    const { out: said } = await say(office, '--k', '8', '--out', out, '--json', ...quick);
    const { path, rows } = JSON.parse(said) as { path: string; rows: number };
    assert.equal(path, out);
    assert.equal(readFileSync(out, 'utf8').trimEnd().split('\r\n').length, rows + 1);
  });

  const wrong: [words: string[], code: number, says: RegExp][] = [
    [['--k', '0'], 2, /--k takes a whole number from 1 to 1,000,000, not "0"/],
    [['--k', 'many'], 2, /--k takes a whole number/],
    [['--restarts', '0'], 2, /--restarts takes a whole number/],
    [['--k', '1000000'], 1, /clusters cannot be made of [\d,]+ tokens/],
    [['--k', '5', '--suggest'], 2, /'--k <N>' cannot be used with option '--suggest'/],
    [['--out', ''], 2, /--out names the file/],
  ];
  for (const [words, code, says] of wrong)
    it(`refuses ${words.join(' ')}`, async () => {
      const said = await say(office, ...words, ...quick);
      assert.equal(said.code, code);
      assert.match(said.error, says);
      assert.equal(said.out, '');
    });
});
