import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../../scripts/build/paths.mjs';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import type { AcrossEvaluation } from '../../../server/src/engine/judging/acrossEvaluation';
import { behaviourColumns } from '../../../server/src/engine/training/corpus/columnParts';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { flowRow } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const config = {
  ...defaultConfig,
  tokenColumns: [...behaviourColumns],
  size: 16,
  epochs: 2,
  workers: 1,
  deterministic: true,
};
const header =
  'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label';

/** A network below `net`: names are looked up, pages read; an intruder knocks on `port` and is not answered. */
function network(net: string, port: string, labels: { normal: string; malicious: string }): string {
  const rows: string[] = [];
  for (let i = 0; i < 300; i++) {
    const src = `${net}.${i % 7}`;
    const add = (proto: string, dst: string, dport: string, state: string, label: string) =>
      rows.push(flowRow({ proto, src, dst, port: dport, label }, i).replace(',CON,', `,${state},`));
    add('udp', `${net}.53`, '53', 'CON', labels.normal);
    add('tcp', `93.${i % 9}.1.1`, '443', 'FSPA_FSPA', labels.normal);
    if (i % 5 === 0) add('tcp', `77.${i}.3.1`, port, 'S_', labels.malicious);
  }
  return [header, ...rows, ''].join('\n');
}

/** How sure a verdict on a port is, for its place in the list. */
const order = ({ verdicts }: AcrossEvaluation, row: readonly unknown[]) =>
  verdicts.find(({ dport }) => dport === row[1])?.malicious ?? NaN;

describe('labels carried to another network', function () {
  this.timeout(240_000);
  const folder = temporaryFolder();
  let engine: Engine;
  before(() => {
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
  });
  after(() => engine.dispose());

  const labels = { normal: 'Normal', malicious: 'From-Botnet' };
  const carry = (training: readonly string[], test: string): Promise<AcrossEvaluation> =>
    engine.evaluateAcross(training, config, [test], { confidence: 0.6 });

  it('are found by what flows do, where addresses and ports are others', async () => {
    const ours = folder.file('ours.binetflow', network('10.0.0', '23', labels));
    const theirs = folder.file(
      'theirs.binetflow',
      network('172.16.9', '2323', { normal: 'benign', malicious: 'Malicious' }),
    );
    const result = await carry([ours], theirs);
    assert.equal(result.balancedAccuracy, 1);
    assert.deepEqual(
      [result.flows, result.cannotTell, result.withoutClass, result.predicted],
      [660, 0, 0, { malicious: 60, normal: 600, 'cannot tell': 0 }],
    );
    assert.deepEqual(Object.keys(result.perClass), ['malicious', 'normal']);
    // Nobody there has an address of ours, and no intruder its port.
    assert.equal(result.baselines.source.balancedAccuracy, 0.5);
    assert.equal(result.baselines.protoDport.balancedAccuracy, 0.5);
    assert.equal(result.baselines.protoState.balancedAccuracy, 1);
    assert.deepEqual(
      result.verdicts.map(({ proto, dport, outcome, flows, hosts, line, verdict, labelled: own }) => [
        ...[proto, dport, outcome, flows, hosts, line, verdict],
        own.malicious,
      ]),
      [
        ['tcp', '2323', 'unanswered', 60, 7, 4, 'malicious', 60],
        ['tcp', '443', 'data', 300, 7, 3, 'normal', 0],
        ['udp', '53', 'answered', 300, 7, 2, 'normal', 0],
      ].sort((a, b) => order(result, b) - order(result, a)),
    );
    for (const { votes, malicious } of result.verdicts) {
      assert.deepEqual(
        votes.map(({ kind }) => kind),
        ['protocol', 'behaviour', 'service', 'vectors'],
      );
      assert.ok(Math.abs(votes.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-9);
      // The verdict is the weighted mean of the votes, as odds.
      const odds = (p: number) => Math.log(p / (1 - p));
      const mean = votes.reduce((sum, { weight, malicious: own }) => sum + weight * odds(own), 0);
      assert.ok(Math.abs(mean - odds(malicious)) < 1e-6, JSON.stringify(votes));
    }
    const shares = result.leanedOn.reduce((sum, { share }) => sum + share, 0);
    assert.ok(Math.abs(shares - 1) < 1e-9);
    assert.ok(result.leanedOn.findIndex(l => l.evidence === 'outcome') <= 1, JSON.stringify(result.leanedOn));
    assert.match(result.summary, /^Verdicts lean on .* The vectors add nothing to what counts give/);
    assert.doesNotMatch(result.summary, /does better/);
  });

  it('say "cannot tell" of what nothing of the training is like', async () => {
    const ours = folder.file('ours2.binetflow', network('10.0.0', '23', labels));
    const odd = ['sctp', 'gre'].map((proto, i) =>
      flowRow({ proto, src: '1.1.1.1', dst: '2.2.2.2', port: '9', label: 'Normal' }, i),
    );
    const theirs = folder.file('odd.binetflow', [header, ...odd, ''].join('\n'));
    const result = await carry([ours], theirs);
    assert.deepEqual([result.cannotTell, result.balancedAccuracy], [2, 0]);
    assert.match(result.summary, /^No evidence carries: nothing was told\./);
  });

  it('say so where one column alone tells more', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => {
      const label = i % 7 === 3 ? 'From-Botnet' : 'Normal';
      const [proto, port] = i % 2 === 0 && i % 7 !== 3 ? ['udp', '53'] : ['tcp', '443'];
      return flowRow({ proto, src: `10.0.0.${i % 7}`, dst: '10.0.0.53', port, label }, i);
    });
    const ours = folder.file('alike.binetflow', [header, ...rows, ''].join('\n'));
    const theirs = folder.file('alike2.binetflow', [header, ...rows.slice(7), ''].join('\n'));
    const { summary, baselines } = await carry([ours], theirs);
    assert.equal(baselines.source.balancedAccuracy, 1);
    assert.match(summary, /the majority of source address alone does better: 1\.000\.$/);
  });

  it('are told of flows without labels, in no figure', async () => {
    const ours = folder.file('ours3.binetflow', network('10.0.0', '23', labels));
    const theirs = folder.file(
      'unlabelled.binetflow',
      network('172.16.9', '2323', { normal: '', malicious: '' }),
    );
    const result = await carry([ours], theirs);
    assert.deepEqual([result.balancedAccuracy, result.withoutClass], [null, 660]);
    assert.deepEqual(result.predicted, { malicious: 60, normal: 600, 'cannot tell': 0 });
    assert.match(result.summary, /has no labels\.$/);
  });

  it('come of several captures, of which the ones that lack a class are no hindrance', async () => {
    const one = folder.file('calm.binetflow', network('10.0.0', '53', { ...labels, malicious: 'Normal' }));
    const two = folder.file('loud.binetflow', network('10.7.0', '23', labels));
    const theirs = folder.file('theirs4.binetflow', network('172.16.9', '2323', labels));
    const result = await carry([one, two], theirs);
    assert.equal(result.flows, 660);
    await assert.rejects(carry([one], theirs), /The training has|It has only normal; name a capture/);
  });

  it('carry between three infected homes, each judged by another and by the two others', async function () {
    const files = ['34-1-mirai.log', '44-1-mirai.csv', '20-1-torii.csv'].map(name =>
      inRoot(`../shared/data/flows/zeek-iot23-${name}.gz`),
    );
    if (!files.every(file => existsSync(file))) return this.skip();
    for (const [i, test] of files.entries()) {
      const others = files.filter((_, o) => o !== i);
      for (const training of [...others.map(file => [file]), others]) {
        const { balancedAccuracy } = await carry(training, test);
        assert.ok((balancedAccuracy as number) >= 0.95, `${training.join()} ${test} ${balancedAccuracy}`);
      }
    }
  });
});
