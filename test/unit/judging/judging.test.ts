import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  byFlows,
  byTokens,
  fieldsOf,
  predictByCounts,
  predictByValue,
} from '../../../server/src/engine/judging/baselines';
import { defaultConfig, type EmbeddingConfig } from '../../../server/src/engine/training/embedding/config';
import { addressSentence, countingSentence } from '../../../server/src/engine/judging/evaluation';
import { labelledTokens, voteOf } from '../../../server/src/engine/similar/labelVote';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { makeOffice } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const config: EmbeddingConfig = { ...defaultConfig, size: 24, epochs: 4, workers: 1, deterministic: true };
const withoutSource: EmbeddingConfig = { ...config, tokenColumns: ['Proto', 'DstAddr', 'Dport'] };

describe('a vote on a label', () => {
  const vocabulary = {
    labelClasses: ['botnet', 'normal', 'unlabelled'] as const,
    //                        mixed     botnet    normal   unlabelled
    labelCounts: Uint32Array.of(1, 3, 0, 5, 0, 0, 0, 2, 9, 0, 0, 4),
  };
  const cases: [
    voters: [row: number, similarity: number][],
    confidence: number,
    says: string,
    share: number,
  ][] = [
    [
      [
        [1, 0.9],
        [2, 0.3],
      ],
      0.6,
      'botnet',
      0.75,
    ],
    [
      [
        [1, 0.9],
        [2, 0.3],
      ],
      0.8,
      'unknown',
      0.75,
    ],
    [[[0, 1]], 0.6, 'normal', 0.75],
    [
      [
        [1, 0.5],
        [0, 0.5],
      ],
      0.6,
      'botnet',
      0.625,
    ],
    [
      [
        [3, 1],
        [2, 0.1],
      ],
      0.6,
      'normal',
      1,
    ],
    [
      [
        [1, -0.5],
        [2, 0.1],
      ],
      0.6,
      'normal',
      1,
    ],
    [[[3, 1]], 0, 'unknown', 0],
    [[], 0, 'unknown', 0],
  ];
  for (const [voters, confidence, says, share] of cases)
    it(`of ${JSON.stringify(voters)} at ${confidence} says ${says}`, () => {
      const scored = voters.map(([row, similarity]) => ({ row, similarity }));
      const vote = voteOf(vocabulary, scored, confidence);
      assert.equal(vote.label, says);
      assert.ok(Math.abs(vote.confidence - share) < 1e-9);
      const sum = Object.values(vote.votes).reduce((a, b) => a + b, 0);
      assert.ok(share === 0 ? sum === 0 : Math.abs(sum - 1) < 1e-9);
    });
  it('is for tokens with a label only', () => {
    const all = { ...vocabulary, size: 4 } as unknown as Parameters<typeof labelledTokens>[0];
    assert.deepEqual([...labelledTokens(all)], [1, 1, 1, 0]);
  });
});

describe('baselines', () => {
  it('leave a token out of what its own value says', () => {
    const tokens = ['a 1', 'a 2', 'a 3', 'b 4', 'c 5', 'c 6'];
    const { witnesses, asked } = byTokens(tokens, [0, 0, 1, 1, 0, 0], [-2], 2);
    assert.deepEqual(predictByValue(witnesses, asked, 2), [0, 0, 0, 0, 0, 0]);
    assert.deepEqual(predictByValue(witnesses, [[{ value: 'b', weight: 1, own: [] }]], 2), [1]);
  });
  it('come from flows where the token lacks the field', () => {
    // Token x is had by hosts h (3 flows) and i (1 flow); y by i alone, z by j alone.
    const extended = {
      size: 5,
      tokens: ['x h', 'x i', 'y i', 'y h', 'z j'],
      counts: Uint32Array.of(3, 1, 4, 2, 1),
      labelClasses: ['botnet', 'normal'] as const,
      labelCounts: Uint32Array.of(3, 0, 0, 1, 0, 4, 2, 0, 1, 0),
      firstLines: new Uint32Array(5),
      firstFiles: new Uint16Array(5),
    };
    const rows = new Map([
      ['x', 0],
      ['y', 1],
      ['z', 2],
    ]);
    const { witnesses, asked } = byFlows(extended, 1, rows, ['normal', 'botnet']);
    // Others of h are botnet, others of i normal; x follows h with 3 flows, y follows i with 4.
    assert.deepEqual(predictByValue(witnesses, asked, 2), [1, 0, 1]);
  });
  it('of two fields look at both together, wherever they stand', () => {
    assert.deepEqual(fieldsOf(['Proto', 'Dport'], ['Proto', 'SrcAddr', 'Dport']), [-3, -1]);
    assert.equal(fieldsOf(['Proto', 'State'], ['Proto', 'SrcAddr', 'Dport']), undefined);
    const tokens = ['tcp a 80', 'tcp b 80', 'tcp c 25', 'udp d 80', 'udp e 80'];
    const { witnesses, asked } = byTokens(tokens, [0, 0, 1, 1, 1], [-3, -1], 2);
    assert.deepEqual(predictByValue(witnesses, asked, 2), [0, 0, 1, 1, 1]);
    const extended = { tokens: ['x tcp S', 'y tcp S', 'z udp C'], counts: Uint32Array.of(1, 1, 1) };
    const counted = byFlows(
      { ...extended, labelClasses: ['botnet'], labelCounts: Uint32Array.of(1, 1, 1) } as never,
      2,
      new Map([['z', 0]]),
      ['botnet'],
    );
    assert.deepEqual(
      counted.witnesses.map(({ value }) => value),
      ['tcp S', 'tcp S', 'udp C'],
    );
    assert.equal(counted.asked[0]?.[0]?.value, 'udp C');
  });
  it('count all fields as if they were independent, and no token hears itself', () => {
    const tokens = ['tcp a 80', 'tcp a 81', 'udp b 53', 'udp b 54', 'udp a 53'];
    const own = (row: number) => ({ token: tokens[row] as string, own: row });
    // The last is told by protocol and port, which are two against one address.
    assert.deepEqual(
      predictByCounts(
        tokens,
        [0, 0, 1, 1, 0],
        3,
        tokens.map((_, row) => own(row)),
        2,
      ),
      [0, 0, 1, 1, 1],
    );
    // Alone with its class, it cannot be told.
    assert.deepEqual(predictByCounts(['a', 'b', 'b'], [0, 1, 1], 1, [{ token: 'a', own: 0 }], 2), [1]);
    assert.deepEqual(predictByCounts(['a', 'b', 'b'], [0, 1, 1], 1, [{ token: 'a' }], 2), [0]);
  });
  const f1 = (macroF1: number) => ({ macroF1, weightedF1: 0, accuracy: 0, perClass: {} });
  const none = { portShare: null, sourceMajority: null, protoState: null, protoDport: null, counts: null };
  const counting: [ours: number, baselines: Parameters<typeof countingSentence>[1], says: RegExp][] = [
    [
      0.8,
      { ...none, portShare: f1(0.3), counts: f1(0.7) },
      /add 0\.100 .*\(counts of all fields .*: 0\.700\)/,
    ],
    [
      0.6,
      { ...none, protoState: f1(0.7), counts: f1(0.65) },
      /stay 0\.100 behind .*\(protocol and state: 0\.700\)/,
    ],
    [0.6, { ...none, protoDport: f1(0.6) }, /add nothing .*\(protocol and destination port: 0\.600\)/],
    [0.6, none, /^$/],
  ];
  for (const [ours, baselines, says] of counting)
    it(`are compared with what was learned: ${says.source}`, () =>
      assert.match(countingSentence(ours, baselines), says));
  const sentences: [ours: number, address: number | undefined, says: RegExp][] = [
    [0.8, 0.6, /alone gives macro-F1 0\.600, 75 % of the 0\.800 that neighbours give; they add 0\.200/],
    [0.6, 0.8, /0\.800, more than the 0\.600.*labels follow addresses/],
    [0.6, 0.6, /as much as neighbours give/],
    [0.6, undefined, /is not known/],
  ];
  for (const [ours, address, says] of sentences)
    it(`say how much the address alone gives: ${address} of ${ours}`, () =>
      assert.match(addressSentence(ours, address), says));
});

describe('a model judged by labels', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let train: string;
  let test: string;
  before(() => {
    train = folder.file('train.binetflow', makeOffice({ flows: 3000, seed: 1 }));
    test = folder.file('test.binetflow', makeOffice({ flows: 1500, seed: 2 }));
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
  });
  after(() => engine.dispose());

  it('predicts the label of a token that it knows, one it never saw, and a row', async () => {
    const options = { neighbours: 7, confidence: 0.6 };
    const ask = (token: string) => engine.predictLabel([train], config, { token }, options);
    assert.equal(await ask('udp 10.0.0.99 1.2.3.4 5'), undefined);
    await engine.train([train], config, {});
    const strange = await ask('udp 10.0.0.99 1.2.3.4 25000');
    assert.equal(strange?.label, 'background');
    assert.ok((strange?.confidence as number) > 0.9);
    assert.equal((await ask('tcp 10.0.0.3 93.1.2.1 443'))?.label, 'normal');
    const text = makeOffice({ flows: 3000, seed: 1 })
      .split('\n')
      .find(row => row.includes('udp,10.0.0.99')) as string;
    assert.equal((await engine.predictLabel([train], config, { text }, options))?.label, 'background');
    const sure = await engine.predictLabel(
      [train],
      config,
      { token: 'tcp 10.0.0.3 93.1.2.1 443' },
      { ...options, confidence: 1.01 },
    );
    assert.equal(sure?.label, 'unknown');
    await assert.rejects(async () => ask('udp 10.0.0.99'), /A token has 4 parts/);
  });

  it('does not ask a known token about itself', async () => {
    // One host's label is unlike that of all its neighbours: left out, it cannot vote for itself.
    const odd = { src: '10.0.0.3', dst: '10.0.0.25', port: '993', proto: 'sctp', label: 'From-Botnet' };
    const file = folder.file('odd.binetflow', makeOffice({ flows: 2000, seed: 5 }, [odd, odd, odd]));
    await engine.train([file], config, {});
    const vote = await engine.predictLabel(
      [file],
      config,
      { token: 'sctp 10.0.0.3 10.0.0.25 993' },
      { neighbours: 3, confidence: 0.5 },
    );
    assert.equal(vote?.label, 'normal');
  });

  it('has all baselines also when the token lacks their fields', async () => {
    const result = await engine.evaluate([train], withoutSource, { neighbours: 7 });
    assert.ok(result?.baselines.sourceMajority && result.baselines.portShare);
    // Labels follow hosts in this office: the address gives them all away but where hosts share a token.
    assert.ok(result.baselines.sourceMajority.macroF1 > 0.6, String(result.baselines.sourceMajority.macroF1));
    assert.match(result.addressAlone, /The source address alone gives macro-F1 [01]\.\d{3}/);
    const onlyHosts = await engine.evaluate(
      [train],
      { ...config, tokenColumns: ['Proto', 'SrcAddr', 'DstAddr'] },
      { neighbours: 7 },
    );
    assert.ok(onlyHosts?.baselines.portShare);
  });

  it('is evaluated on another capture, whose tokens do not vote', async () => {
    for (const [settings, least] of [
      [config, 0.9],
      [withoutSource, 0.5],
    ] as const) {
      const result = await engine.evaluate([train], settings, { neighbours: 3, test: [test] });
      assert.ok(result);
      for (const [name, baseline] of Object.entries(result.baselines)) assert.ok(baseline, name);
      assert.match(result.besideCounting, /The vectors (?:add|stay)/);
      assert.ok(result.macroF1 > least, `${result.macroF1}`);
      assert.equal(result.withoutVector, 0);
      const support = Object.values(result.perClass).reduce((sum, c) => sum + c.support, 0);
      assert.equal(support, result.tokens);
    }
  });

  it('leaves out, and counts, tokens that plain vectors cannot place', async () => {
    const plain = { ...config, vectors: 'plain' as const };
    const result = await engine.evaluate([train], plain, { neighbours: 7, test: [test] });
    // The peer's strangers are other ones.
    assert.ok(result && result.withoutVector > 100 && result.tokens > 5);
  });

  it('sees labels that changed sides between the captures', async () => {
    const swapped = makeOffice({ flows: 1500, seed: 2 })
      .replaceAll('From-Normal', 'From-B')
      .replaceAll('From-Botnet', 'From-Normal')
      .replaceAll('From-B\n', 'From-Botnet\n');
    const file = folder.file('swapped.binetflow', swapped);
    const result = await engine.evaluate([train], config, { neighbours: 7, test: [file] });
    assert.ok((result?.perClass['botnet']?.f1 as number) < 0.3);
    assert.ok((result?.perClass['background']?.f1 as number) > 0.9);
  });
});
