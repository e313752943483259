import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { DistinguishingField } from '../../../shared/protocol/clusters';
import { clusterParameters } from '../../../shared/parameters/clusters';
import { exportTable } from '../../../webviews/src/base/table/columns';
import { ListRows } from '../../../webviews/src/base/table/rowSource';
import { chosen, clusterColumns, labelChoices, majority } from '../../../webviews/src/clusters/clusterRows';
import { byShare, comparedFields, distanceOf, isShared } from '../../../webviews/src/clusters/detailRows';
import { membersTable } from '../../../webviews/src/clusters/memberTable';
import { readNumber } from '../../../webviews/src/clusters/readNumber';
import { csvText } from '../../../shared/text/tableText';
import { progressText, spokenProgress } from '../../../webviews/src/base/jobProgress';
import { makeCluster, makeDetail, makeMember } from '../../support/clusterData';

const clusters = [
  makeCluster(0, { name: 'udp → :53', labels: { background: 90, normal: 10 }, purity: 0.9 }),
  makeCluster(1, { name: 'tcp → :25, 10.0.0.10', labels: { botnet: 87, normal: 13 }, purity: 0.87 }),
  makeCluster(2, { name: 'tcp → :25, 10.0.0.2', labels: { botnet: 5, normal: 5 }, purity: 0.5 }),
  makeCluster(3, { name: 'igmp', labels: {}, purity: null, flows: 0, top: ['igmp 10.0.0.7'] }),
];
const ids = (found: readonly { id: number }[]) => found.map(({ id }) => id);

describe('list of clusters', () => {
  const actions = { open: () => undefined, compare: () => undefined };
  const shown = (key: string, filter = '') => {
    const rows = new ListRows(clusters, clusterColumns(clusters, actions));
    rows.arrange({ order: { key, descending: false }, filter });
    return Array.from({ length: rows.ids.length }, (_, place) => rows.row(place)?.id);
  };
  const cases: [string, number[]][] = [
    ['id', [0, 1, 2, 3]],
    ['name', [3, 2, 1, 0]],
    ['size', [3, 2, 1, 0]],
    ['labels', [0, 3, 2, 1]],
    ['purity', [3, 2, 1, 0]],
  ];
  for (const [key, want] of cases) it(`is sorted by ${key}`, () => assert.deepEqual(shown(key), want));

  const filters: [string, number[]][] = [
    ['botnet', [1, 2]],
    ['10.0.0.10', [1]],
    ['#2', [2]],
    [':25 normal', [1, 2]],
    ['10.0.0.7', [3]],
    ['', [0, 1, 2, 3]],
    ['nothing', []],
  ];
  for (const [text, want] of filters)
    it(`finds "${text}" in names, labels and typical tokens`, () => assert.deepEqual(shown('', text), want));

  it('gives a tie to the worse class, and no class to a cluster without flows', () =>
    assert.deepEqual(clusters.map(majority), ['background', 'botnet', 'botnet', undefined]));

  it('offers the labels there are, the worst first, and none twice that chooses the same', () =>
    assert.deepEqual(
      labelChoices(clusters).map(({ key, clusters: count }) => [key, count]),
      [
        ['all', 4],
        ['most:botnet', 2],
        ['any:normal', 3],
        ['most:background', 1],
      ],
    ));

  const choices: [string, number[]][] = [
    ['all', [0, 1, 2, 3]],
    ['most:botnet', [1, 2]],
    ['any:normal', [0, 1, 2]],
    ['any:toString', []],
    ['evil', [0, 1, 2, 3]],
  ];
  for (const [key, want] of choices)
    it(`chooses ${key}`, () => assert.deepEqual(ids(clusters.filter(cluster => chosen(key, cluster))), want));

  it('counts in each choice what the choice chooses', () =>
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.constantFrom('botnet', 'normal', 'background', 'x'), fc.nat(3))),
        drawn => {
          const made = drawn.map((labels, id) => makeCluster(id, { labels }));
          for (const { key, clusters: count } of labelChoices(made))
            assert.equal(made.filter(cluster => chosen(key, cluster)).length, count, key);
        },
      ),
    ));

  it('is exported with a column for each class, and without formulas', () => {
    const hostile = makeCluster(4, { name: '=HYPERLINK("x")', labels: { __proto__: 1, normal: 2 } });
    const rows = parse(
      csvText(
        exportTable(clusterColumns([...clusters.slice(0, 2), hostile], actions), [
          ...clusters.slice(0, 2),
          hostile,
        ]),
      ),
    ) as string[][];
    assert.deepEqual(rows[0], [
      'cluster',
      'name',
      'tokens',
      'flows',
      'purity',
      'botnet',
      'normal',
      'background',
      'nearest to the centre',
    ]);
    assert.deepEqual(rows[2]?.slice(4, 8), ['0.87', '87', '13', '0']);
    assert.equal(rows[3]?.[1], `'=HYPERLINK("x")`);
  });
});

const field = (value: string, share: number, logOdds: number): DistinguishingField => {
  return { column: 'Dport', value, share, elsewhere: 0.01, logOdds };
};

describe('one cluster', () => {
  it('has its members as a table', () =>
    assert.deepEqual(
      membersTable([makeMember('udp a b 53', { labels: { normal: 2, botnet: 1 }, distance: 1 / 3 })]),
      [
        ['token', 'flows', 'labels', 'first line', 'distance'],
        ['udp a b 53', 1, 'botnet 1; normal 2', 2, 0.333333],
      ],
    ));

  it('puts values of few flows apart, unless there are no others', () => {
    const fields = [field('53', 0.9, 4), field('80', 0.049, 3), field('25', 0.05, 2)];
    const { common, rare } = byShare(fields);
    assert.deepEqual(
      [common, rare].map(list => list.map(({ value }) => value)),
      [['53', '25'], ['80']],
    );
    assert.deepEqual(byShare(fields.slice(1, 2)), { common: fields.slice(1, 2), rare: [] });
  });
});

describe('two clusters', () => {
  const a = makeDetail(1, { distinguishing: [field('25', 0.9, 5), field('53', 0.2, 1)] });
  const b = makeDetail(2, {
    distinguishing: [field('443', 0.7, 6), field('53', 0.4, -2)],
    nearest: [{ id: 1, name: 'x', distance: 0.25 }],
  });

  it('have in common first what tells both, then what tells one, by weight', () =>
    assert.deepEqual(
      comparedFields(a, b).map(({ value, sides }) => [value, sides.map(side => side?.share)]),
      [
        ['53', [0.2, 0.4]],
        ['443', [undefined, 0.7]],
        ['25', [0.9, undefined]],
      ],
    ));

  it('tell fields apart whose column and value could be confused', () => {
    const odd = (column: string, value: string) => ({ ...field(value, 1, 1), column });
    const fields = comparedFields(
      makeDetail(1, { distinguishing: [odd('a', 'b c')] }),
      makeDetail(2, { distinguishing: [odd('a b', 'c')] }),
    );
    assert.deepEqual(fields.map(isShared), [false, false]);
  });

  it('are as far apart as either says', () =>
    assert.deepEqual([distanceOf(a, b), distanceOf(b, a), distanceOf(a, a)], [0.25, 0.25, undefined]));
});

describe('number in a form', () => {
  const parameter = { ...clusterParameters.k, least: 1, most: 500 };
  const cases: [string, number | RegExp][] = [
    ['', 0],
    [' 12 ', 12],
    ['1e2', 100],
    ['500', 500],
    ['501', /write 1 to 500/],
    ['0', /write 1 to 500/],
    ['1.5', /"1.5" is no whole number/],
    ['many', /"many" is no whole number/],
    ['Infinity', /no whole number/],
  ];
  for (const [text, want] of cases)
    it(`reads "${text}"`, () => {
      const found = readNumber({ name: 'Clusters', parameter, text });
      if (want instanceof RegExp) assert.match(String(found), want);
      else assert.equal(found, want);
    });
});

describe('progress of a clustering', () => {
  const progress = (stage: 'start' | 'iterate' | 'report', iteration: number) => {
    return { job: 'j', fraction: 0.3, clusters: { stage, iteration, of: 300 } };
  };
  const cases: [Parameters<typeof progress>, string, string][] = [
    [['start', 0], 'Choosing the first centres…', 'Choosing the first centres…'],
    [['iterate', 7], 'Moving the centres, iteration 7 of 300 at most', 'Moving the centres…'],
    [['report', 0], 'Describing the clusters…', 'Describing the clusters…'],
  ];
  for (const [[stage, iteration], text, spoken] of cases)
    it(`reads "${text}", and is not spoken at each number`, () => {
      const given = progress(stage, iteration);
      assert.deepEqual([progressText(given), spokenProgress(given)], [text, spoken]);
    });
});
