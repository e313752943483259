import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sameClustering, savedClusters } from '../../../client/src/clusters/clustersQuestion';
import { clusterWords, groupsOf, sortedClusters } from '../../../client/src/clusters/clusterNodes';
import { linesBySign } from '../../../client/src/clusters/clusterNodes';
import { combinations as signCount, markOf } from '../../../shared/palette/palette';
import { markPicture } from '../../../shared/palette/shapes';
import { makeCluster } from '../../support/clusterData';

const clusters = [
  makeCluster(0, { name: 'b', labels: { background: 9 } }),
  makeCluster(1, { name: 'c 10', labels: { botnet: 1, normal: 8 }, purity: 8 / 9 }),
  makeCluster(2, { name: 'c 9', labels: { botnet: 8, normal: 1 }, purity: 8 / 9 }),
  makeCluster(3, { name: 'a', labels: {}, purity: null }),
];

describe('tree of clusters', () => {
  const orders = [
    ['size', [0, 1, 2, 3]],
    ['suspicious', [2, 1, 0, 3]],
    ['purity', [0, 1, 2, 3]],
    ['name', [3, 0, 2, 1]],
  ] as const;
  for (const [sort, want] of orders)
    it(`is sorted by ${sort}, the largest of equals first`, () =>
      assert.deepEqual(
        sortedClusters([...clusters].reverse(), sort).map(({ id }) => id),
        want,
      ));

  it('groups by the commonest class, the worst first, those without flows last', () =>
    assert.deepEqual(
      groupsOf('c1', clusters).map(group => [group.label, group.clusters.map(({ id }) => id)]),
      [
        ['botnet', [2]],
        ['normal', [1]],
        ['background', [0]],
        [undefined, [3]],
      ],
    ));

  it('has each cluster in one group, whatever the labels are', () =>
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.nat(3))), drawn => {
        const made = drawn.map((labels, id) => makeCluster(id, { labels }));
        const grouped = groupsOf('c', made).flatMap(group => group.clusters.map(({ id }) => id));
        assert.deepEqual(
          grouped.sort((a, b) => a - b),
          made.map(({ id }) => id),
        );
      }),
    ));

  it('says size, flows and the commonest class', () => {
    const words = { tokens: (n: number) => `${n} tokens`, flows: (n: number) => `${n} flows` };
    const said = (share: number | null) =>
      clusterWords(makeCluster(0, { size: 12, flows: 340, labels: { botnet: 3 }, purity: share }), words);
    assert.equal(said(0.874), '12 tokens · 340 flows · 87 % botnet');
    assert.equal(said(0.9999), '12 tokens · 340 flows · >99 % botnet');
    assert.equal(said(null), '12 tokens · 340 flows');
  });
});

describe('signs of clusters', () => {
  it('differ for as many clusters as are said to', () => {
    const signs = Array.from({ length: signCount }, (_, i) => JSON.stringify(markOf(i, 'dark')));
    assert.equal(signCount, 64);
    assert.equal(new Set(signs).size, 64);
    assert.deepEqual(markOf(signCount + 3, 'dark'), markOf(3, 'dark'));
  });

  it('are pictures that need nothing from elsewhere', () => {
    const picture = markPicture(markOf(9, 'dark'));
    const svg = Buffer.from(picture.replace('data:image/svg+xml;base64,', ''), 'base64').toString();
    assert.match(
      svg,
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*><path d="[^"]+" fill-rule="evenodd" fill="rgb\(76, 166, 255\)"/,
    );
    assert.doesNotMatch(svg.replace('http://www.w3.org/2000/svg', ''), /http|href|script/);
  });

  it('are given to the lines of their clusters, and to no others', () =>
    assert.deepEqual(
      linesBySign([3, null, 0, 3, signCount + 3], 100),
      new Map([
        [3, [100, 103, 104]],
        [0, [102]],
      ]),
    ));
});

describe('question of the panel of clusters', () => {
  const uri = 'file:///c/a.binetflow';
  const cases: [unknown, unknown][] = [
    [undefined, undefined],
    [{ uri: 'http://x', settings: {} }, undefined],
    [{ uri }, { uri, settings: {} }],
    [
      {
        uri,
        settings: { k: 7, restarts: 2, spherical: true, method: 'mini-batch', seed: 3 },
        show: { ids: [1] },
      },
      { uri, settings: { k: 7, restarts: 2, spherical: true, method: 'mini-batch', seed: 3 } },
    ],
    [
      { uri, settings: { k: -1, restarts: 0.5, spherical: 'yes', method: 'fast', seed: '1' } },
      { uri, settings: {} },
    ],
  ];
  for (const [saved, want] of cases)
    it(`is read from ${JSON.stringify(saved)}`, () => assert.deepEqual(savedClusters(saved), want));

  it('has the same answer as one that differs only in what is shown', () => {
    const question = { uri, settings: { k: 7, seed: 1 } };
    assert.ok(sameClustering(question, { ...question, show: { ids: [1], ask: 'x' } }));
    assert.ok(!sameClustering(question, { uri, settings: { k: 8, seed: 1 } }));
    assert.ok(!sameClustering(question, { ...question, uri: 'file:///c/b.binetflow' }));
  });
});
