import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { agreement } from '../../../server/src/engine/clusters/agreement';
import { distinctVectors } from '../../../server/src/engine/clusters/distinctVectors';
import { distinguishing, type DistinguishingField } from '../../../server/src/engine/clusters/distinguishing';
import { labelledRows, rankedLabels } from '../../../server/src/engine/clusters/labels';
import { membersOf, ordered } from '../../../server/src/engine/clusters/partition';
import { tokenFields, type TokenFields } from '../../../server/src/engine/clusters/tokenFields';
import { Turns } from '../../../server/src/base/threads/turns';
import { vocabularyOf } from '../../support/makeClustering';

interface Golden {
  agreement: {
    clusters: number[];
    truth: number[];
    adjustedRandIndex: number;
    homogeneity: number;
    completeness: number;
  }[];
  logOdds: { inside: number[]; outside: number[]; logOdds: number[]; score: number[] };
}

const golden = JSON.parse(readFileSync('test/golden/clusterReport.json', 'utf8')) as Golden;
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

describe('agreement of clusters with labels', () => {
  for (const [i, { clusters, truth, ...want }] of golden.agreement.entries())
    it(`is scikit-learn's, partition ${i + 1}`, () => {
      const found = agreement(clusters, truth, Math.max(...clusters) + 1, Math.max(...truth) + 1);
      assert.ok(found);
      for (const key of ['adjustedRandIndex', 'homogeneity', 'completeness'] as const)
        near(found[key], want[key]);
    });

  it('does not exist without things', () => assert.equal(agreement([], [], 3, 2), null));

  it('does not depend on how clusters are numbered', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4), fc.nat(2)), { minLength: 1, maxLength: 40 }), pairs => {
        const clusters = pairs.map(([c]) => c);
        const truth = pairs.map(([, t]) => t);
        const found = agreement(clusters, truth, 5, 3);
        const turned = agreement(
          clusters.map(c => 4 - c),
          truth,
          5,
          3,
        );
        assert.ok(found && turned);
        near(found.adjustedRandIndex, turned.adjustedRandIndex);
        near(found.homogeneity, turned.homogeneity);
        assert.ok(found.adjustedRandIndex <= 1 && found.completeness >= 0 && found.completeness <= 1);
      }),
    ));
});

describe('the majority class of a token', () => {
  it('leaves out what has no label, and takes the first of tied classes', () => {
    const { rows, classes } = labelledRows(
      vocabularyOf([
        { token: 'a', labels: { unlabelled: 9 } },
        { token: 'b', labels: { unlabelled: 9, normal: 1 } },
        { token: 'c', labels: { botnet: 2, normal: 2 } },
      ]),
    );
    assert.deepEqual([...rows], [1, 2]);
    assert.deepEqual([...classes], [1, 0]);
  });

  it('is told with its share of all flows, those without a label too', () => {
    assert.deepEqual(rankedLabels({ unlabelled: 6, normal: 1, botnet: 3 }), [
      { label: 'botnet', share: 0.3 },
      { label: 'normal', share: 0.1 },
    ]);
    assert.deepEqual(rankedLabels({ unlabelled: 6 }), []);
  });
});

describe('fields that distinguish a cluster', () => {
  const { inside, outside, logOdds, score } = golden.logOdds;
  const values = inside.map((_, v) => `v${v}`);
  const tokens = [inside, outside].flatMap(flows =>
    flows.map((n, v) => ({ token: values[v] as string, labels: { other: n } })),
  );
  const vocabulary = vocabularyOf(tokens);
  const rows = inside.map((_, row) => row);
  let fields: TokenFields;
  let found: DistinguishingField[];
  before(async () => {
    fields = await tokenFields(vocabulary, ['Dport'], new Turns());
    found = distinguishing(fields, rows, vocabulary.counts, 10);
  });

  it('have log odds by flows with an informative prior, what is sure for most flows first', () => {
    const want = values
      .map((value, v) => {
        const [odds, z, flows] = [logOdds[v] as number, score[v] as number, inside[v] as number];
        return { value, logOdds: odds, score: z, weight: (odds - (1.96 * odds) / z) * flows };
      })
      .filter(v => v.score > 1.96)
      .sort((a, b) => b.weight - a.weight);
    assert.deepEqual(
      found.map(f => f.value),
      want.map(w => w.value),
    );
    assert.equal(found.length, 2);
    found.forEach((f, i) => near(f.logOdds, want[i]?.logOdds ?? NaN));
  });

  it('say the shares here and elsewhere', () => {
    near(found[0]?.share ?? 0, 40 / 50);
    near(found[0]?.elsewhere ?? 0, 100 / 900);
  });

  it('are none where there is nothing else', () =>
    assert.deepEqual(distinguishing(fields, [...tokens.keys()], vocabulary.counts, 10), []));

  it('begin with the value that only this cluster has', async () => {
    const some = vocabularyOf([
      { token: 'tcp 6667', labels: { botnet: 5 } },
      { token: 'tcp 80', labels: { normal: 500 } },
      { token: 'udp 53', labels: { normal: 5000 } },
    ]);
    const columns = await tokenFields(some, ['Proto', 'Dport'], new Turns());
    const best = distinguishing(columns, [0], some.counts, 10);
    assert.deepEqual(
      best.map(({ column, value }) => [column, value]),
      [
        ['Dport', '6667'],
        ['Proto', 'tcp'],
      ],
    );
  });
});

describe('numbered clusters', () => {
  it('stand largest first, those of equal size by flows, members nearest first, without empty ones', () => {
    const partition = ordered(
      {
        k: 4,
        assignments: Uint32Array.of(3, 0, 0, 2, 3, 2, 0),
        distances: Float32Array.of(1, 5, 2, 1, 0, 2, 2),
        centres: Float32Array.of(0, 10, 20, 30),
      },
      [1, 1, 1, 9, 9, 9, 1],
    );
    assert.equal(partition.k, 3);
    assert.deepEqual([...partition.centres], [0, 20, 30]);
    assert.deepEqual([...partition.assignments], [2, 0, 0, 1, 2, 1, 0]);
    assert.deepEqual([...membersOf(partition, 0)], [2, 6, 1]);
    assert.deepEqual([...membersOf(partition, 1)], [3, 5]);
    assert.deepEqual([...membersOf(partition, 2)], [4, 0]);
  });

  it('hold every row once, whatever the assignment', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(6), { minLength: 1, maxLength: 50 }), given => {
        const assignments = Uint32Array.from(given);
        const n = given.length;
        const centres = new Float32Array(7);
        const found = { k: 7, assignments, distances: new Float32Array(n), centres };
        const partition = ordered(found, new Uint32Array(n).fill(1));
        assert.deepEqual(
          [...partition.members].sort((a, b) => a - b),
          [...given.keys()],
        );
        for (let id = 0; id < partition.k; id++) {
          const rows = membersOf(partition, id);
          assert.ok(rows.length > 0);
          assert.equal(new Set(Array.from(rows, row => given[row])).size, 1);
          if (id > 0) assert.ok(rows.length <= membersOf(partition, id - 1).length);
        }
      }),
    ));
});

describe('distinct vectors', () => {
  const count = (numbers: number[], size: number, enough = 99) =>
    distinctVectors(
      Float32Array.from(numbers),
      numbers.length / size,
      size,
      enough,
      new AbortController().signal,
    );

  it('are counted by their numbers, up to what is enough', async () => {
    assert.equal(await count([1, 2, 1, 2, 2, 1], 2), 2);
    assert.equal(await count([1, 2, 3], 1), 3);
    assert.equal(await count([1, 2, 3], 1, 2), 2);
  });

  it('are as many as there are different ones', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1 }), async pairs => {
        const texts = new Set(pairs.map(pair => pair.join()));
        assert.equal(await count(pairs.flat(), 2), texts.size);
      }),
    ));

  it('stop being counted when the job is cancelled', () => {
    const stop = new AbortController();
    stop.abort();
    const numbers = Float32Array.from({ length: 40_000 }, (_, i) => i);
    return assert.rejects(distinctVectors(numbers, 400, 100, 400, stop.signal), { name: 'AbortError' });
  });
});
