import assert from 'node:assert/strict';
import type { Neighbour, SimilarReport } from '../../../shared/protocol/similar';
import { labelShares, majorityCounts, suspiciousShare } from '../../../shared/palette/classes';
import { formatShare, formatTimeLeft } from '../../../webviews/src/base/numbers';
import { nextOrder, readOrder, type Order } from '../../../webviews/src/base/order';
import { orderingsOf } from '../../../webviews/src/base/table/columns';
import { ListRows } from '../../../webviews/src/base/table/rowSource';
import { nearestFirst, neighbourColumns, rowsOf } from '../../../webviews/src/similar/neighbourColumns';

const columns = ['Proto', 'SrcAddr', 'DstAddr', 'Dport'];

function neighbour(token: string, similarity: number, more: Partial<Neighbour> = {}): Neighbour {
  const fields = token.split(' ').map((value, i) => ({ column: columns[i] ?? '', value, shared: i === 0 }));
  return { token, similarity, count: 1, labels: {}, fields, firstLine: 2, file: 0, ...more };
}

const neighbours = [
  neighbour('udp 10.0.0.10 8.8.8.8 443', 0.9, { count: 5, labels: { background: 5 }, firstLine: 90 }),
  neighbour('udp 10.0.0.2 8.8.8.8 53', 0.8, { count: 7, labels: { botnet: 6, normal: 1 }, firstLine: 7 }),
  neighbour('tcp 10.0.0.2 9.9.9.9 80', -0.1, {
    count: 5,
    labels: { malicious: 1, normal: 1 },
    firstLine: 12,
  }),
];
const report: SimilarReport = {
  uri: 'file:///c.binetflow',
  token: 'udp 10.0.0.1 8.8.8.8 53',
  columns,
  known: true,
  count: 1,
  labels: {},
  neighbours,
  model: { id: 'm', flows: 3, vocabulary: 3, trainedAt: '' },
};
const rows = rowsOf(report);
const own = neighbourColumns(columns, rows, true, { reveal: () => undefined, pivot: () => undefined });
const orderings = orderingsOf(own);

/** Ranks of the rows that a table shows. */
function shown(order: Order, filter = ''): (number | undefined)[] {
  const source = new ListRows(rows, own);
  source.arrange({ order, filter });
  return Array.from({ length: source.ids.length }, (_, place) => source.row(place)?.rank);
}

describe('rows of similar flows', () => {
  const sorts: [Order, number[]][] = [
    [nearestFirst, [1, 2, 3]],
    [{ key: 'rank', descending: true }, [3, 2, 1]],
    [{ key: 'similarity', descending: false }, [3, 2, 1]],
    // Equal counts keep their rank in both directions.
    [{ key: 'count', descending: true }, [2, 1, 3]],
    [{ key: 'count', descending: false }, [1, 3, 2]],
    [{ key: 'labels', descending: true }, [2, 3, 1]],
    [{ key: 'firstLine', descending: false }, [2, 3, 1]],
    // Addresses and ports by number, not by letter.
    [{ key: 'field1', descending: false }, [2, 3, 1]],
    [{ key: 'field3', descending: false }, [2, 3, 1]],
    [{ key: 'field9', descending: false }, [1, 2, 3]],
  ];
  for (const [sort, want] of sorts) {
    it(`sorts by ${sort.key} ${sort.descending ? 'downwards' : 'upwards'}`, () =>
      assert.deepEqual(shown(sort), want));
  }

  it('leaves the rows it was given in their order', () => {
    shown({ key: 'rank', descending: true });
    assert.deepEqual(
      rows.map(({ rank }) => rank),
      [1, 2, 3],
    );
  });

  const filters: [string, number[]][] = [
    ['', [1, 2, 3]],
    ['  ', [1, 2, 3]],
    ['BOTNET', [2]],
    ['8.8.8.8 53', [2]],
    ['udp background', [1]],
    ['90', [1]],
    ['(', []],
  ];
  for (const [filter, want] of filters) {
    it(`filters by "${filter}"`, () => assert.deepEqual(shown(nearestFirst, filter), want));
  }

  it('turns the direction when the same column is clicked again', () => {
    const clicked = (order: Order, key: string) =>
      nextOrder(order, orderings.find(o => o.key === key) ?? { key: '', compare: () => 0 });
    const first = clicked(nearestFirst, 'count');
    assert.deepEqual(first, { key: 'count', descending: true });
    assert.deepEqual(clicked(first, 'count'), { key: 'count', descending: false });
    assert.deepEqual(clicked(first, 'field1'), { key: 'field1', descending: false });
  });

  for (const saved of [
    undefined,
    7,
    {},
    { key: 'evil', descending: true },
    { key: 'field4', descending: true },
  ])
    it(`falls back from the saved sort ${JSON.stringify(saved)}`, () =>
      assert.deepEqual(readOrder(saved, orderings, nearestFirst), nearestFirst));

  it('takes a saved sort that fits', () =>
    assert.deepEqual(readOrder({ key: 'field3', descending: true }, orderings, nearestFirst), {
      key: 'field3',
      descending: true,
    }));
});

describe('label shares', () => {
  it('stand worst first, unknown classes last, and leave out what does not occur', () => {
    const names = labelShares({ zeta: 1, background: 2, botnet: 1, normal: 0 }).map(share => share.name);
    assert.deepEqual(names, ['botnet', 'background', 'zeta']);
  });

  it('add up to one', () => {
    const sum = labelShares({ botnet: 3, normal: 4, other: 5 }).reduce(
      (total, { share }) => total + share,
      0,
    );
    assert.ok(Math.abs(sum - 1) < 1e-12);
  });

  it('are none for no labels', () => {
    assert.deepEqual(labelShares({}), []);
    assert.equal(suspiciousShare({}), 0);
  });

  it('count tokens by majority, a tie for the worse class', () => {
    const tokens = [
      { labels: { normal: 2, botnet: 2 } },
      { labels: { background: 3, botnet: 1 } },
      { labels: {} },
    ];
    assert.deepEqual(majorityCounts(tokens), { botnet: 1, background: 1 });
  });
});

describe('numbers on the page', () => {
  const shares: [number, string][] = [
    [0, '0 %'],
    [0.0001, '<1 %'],
    [0.934, '93 %'],
    [0.9999, '>99 %'],
    [1, '100 %'],
  ];
  for (const [share, want] of shares)
    it(`${share} reads ${want}`, () => assert.equal(formatShare(share), want));

  const times: [number, string][] = [
    [0, '1 s'],
    [39.2, '40 s'],
    [150, '3 min'],
    [4800, '80 min'],
    [7500, '2 h 5 min'],
  ];
  for (const [seconds, want] of times)
    it(`${seconds} seconds left read ${want}`, () => assert.equal(formatTimeLeft(seconds), want));
});
