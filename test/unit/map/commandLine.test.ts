import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../support/callCli';
import { makeOffice } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const quick = ['--size', '16', '--epochs', '3', '--workers', '1'];

describe('map on the command line', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const cacheBefore = process.env['FLOW2VEC_CACHE'];
  let office: string;
  before(() => {
    process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cache');
    const formula = { proto: '=1+1', src: '10.0.0.3', dst: '66.6.6.6', port: '80', label: 'From-Botnet' };
    office = folder.file('office.binetflow', makeOffice({ flows: 800, seed: 1 }, [formula]));
  });
  after(() => {
    if (cacheBefore === undefined) delete process.env['FLOW2VEC_CACHE'];
    else process.env['FLOW2VEC_CACHE'] = cacheBefore;
  });

  it('prints what the contract promises, and writes cells that no spreadsheet runs', async () => {
    const out = join(folder.path, 'map.csv');
    const words = [
      'map',
      office,
      '--method',
      'umap',
      '--map-epochs',
      '20',
      '--dimensions',
      '3',
      '--out',
      out,
    ];
    const { code, out: text, error } = await say(...words, ...quick, '--json');
    assert.deepEqual([code, error], [0, '']);
    const result = JSON.parse(text) as Record<string, unknown>;
    for (const name of ['method', 'points', 'seconds', 'trustworthiness', 'preservation', 'qualityPoints'])
      assert.ok(name in result, name);
    assert.deepEqual([result['method'], result['dimensions'], result['points']], ['umap', 3, result['of']]);
    const [head, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\r\n');
    assert.equal(head, 'token,x,y,z,label,flows,line');
    assert.equal(rows.length, result['points']);
    assert.ok(rows.some(row => row.startsWith("'=1+1 10.0.0.3 66.6.6.6 80,")));
    assert.match(
      rows[0] as string,
      /^\w+ 10\.0\.0\.\d [\d.]+ \d+,-?[\d.e-]+,-?[\d.e-]+,-?[\d.e-]+,\w+,\d+,\d+$/,
    );
  });

  it('says in words what was drawn, and how true it is', async () => {
    const { code, out } = await say('map', office, '--method', 'pca', '--points', '50', ...quick);
    assert.equal(code, 0);
    assert.match(out, /^pca, 2 dimensions, 50 of \d+ tokens, /);
    assert.match(out, /trustworthiness 0\.\d{4}, neighbours kept \d+\.\d %/);
    assert.match(out, /Shown are 50 of \d+ tokens/);
    const again = await say('map', office, '--method', 'pca', '--points', '50', ...quick);
    assert.match(again.out, /from the cache; --no-cache draws again/);
  });

  for (const [words, message] of [
    [['--method', 'lda'], /--method takes tsne, umap or pca, not "lda"/],
    [['--dimensions', '4'], /--dimensions takes 2 or 3, not "4"/],
    [['--perplexity', '0.5'], /--perplexity takes a number above 1, at most 1,000, not "0\.5"/],
    [['--min-dist', '2'], /--min-dist takes a number from 0 to 1, not "2"/],
    [['--map-epochs', '1.5'], /--map-epochs takes a whole number .*, not "1\.5"/],
    [['--points', 'many'], /--points takes a whole number from 0 to 10,000,000, not "many"\./],
    [['--out', ''], /--out names the file to write\./],
  ] as const)
    it(`refuses ${words.join(' ')}, saying what is accepted`, async () => {
      const { code, error } = await say('map', office, ...words);
      assert.equal(code, 2);
      assert.match(error, message);
      assert.match(error, /usage: flow2vec map FILE…/);
    });
});
