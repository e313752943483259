import assert from 'node:assert/strict';
import fc from 'fast-check';
import { savedRoutes } from '../../../client/src/routes/routesQuestion';
import { classificationReport, confusionMatrix } from '../../../server/src/engine/routes/classifierReport';
import type { RouteReport } from '../../../shared/protocol/routes';
import { reportMarkdown } from '../../../webviews/src/routes/exportReport';
import { readRuns, rowOf, runTable, withRun, type RunRow } from '../../../webviews/src/routes/runs';
import { atThreshold, normalised, reportOf } from '../../../webviews/src/routes/threshold';

const bins = 20;

function histogramOf(labels: readonly number[], probabilities: readonly number[]) {
  const counts = [Array<number>(bins).fill(0), Array<number>(bins).fill(0)] as const;
  probabilities.forEach((p, i) => {
    const bin = Math.min(bins - 1, Math.floor(p * bins));
    const row = counts[labels[i] as 0 | 1];
    row[bin] = (row[bin] as number) + 1;
  });
  return { bins, benign: counts[0], malicious: counts[1] };
}

describe('threshold of a network', () => {
  it('counts what lies at it and above, as the server would', () => {
    // Centres of bins: a probability on a border could fall on either side by rounding.
    const route = fc.record({
      label: fc.integer({ min: 0, max: 1 }),
      bin: fc.integer({ min: 0, max: bins - 1 }),
    });
    fc.assert(
      fc.property(fc.array(route, { minLength: 1 }), fc.integer({ min: 0, max: bins }), (routes, step) => {
        const labels = routes.map(r => r.label);
        const probabilities = routes.map(r => (r.bin + 0.5) / bins);
        const found = atThreshold({ histogram: histogramOf(labels, probabilities) }, step / bins);
        const answers = { labels: Uint8Array.from(labels), probabilities: Float32Array.from(probabilities) };
        const matrix = confusionMatrix(answers, step / bins);
        assert.deepEqual(found?.confusion, matrix);
        assertClose(found?.report, classificationReport(matrix));
      }),
    );
  });

  it('at one half is the network’s own decision, to the route', () => {
    const own = {
      confusion: [
        [3, 1],
        [0, 4],
      ],
      report: reportOf([
        [3, 1],
        [0, 4],
      ]),
    };
    const histogram = histogramOf([0, 1], [0.1, 0.9]);
    assert.equal(atThreshold({ ...own, histogram }, 0.5)?.confusion, own.confusion);
    assert.deepEqual(atThreshold({ ...own, histogram }, 0.55)?.confusion, [
      [1, 0],
      [0, 1],
    ]);
    assert.equal(atThreshold(own, 0.6), undefined);
  });

  it('shares of a confusion matrix are of rows, columns or all', () => {
    const matrix = [
      [3, 1],
      [0, 4],
    ];
    assert.deepEqual(normalised(matrix, 'true'), [
      [0.75, 0.25],
      [0, 1],
    ]);
    assert.deepEqual(normalised(matrix, 'predicted'), [
      [1, 0.2],
      [0, 0.8],
    ]);
    assert.deepEqual(normalised(matrix, 'all'), [
      [0.375, 0.125],
      [0, 0.5],
    ]);
    assert.deepEqual(
      normalised(
        [
          [0, 0],
          [0, 0],
        ],
        'true',
      ),
      [
        [0, 0],
        [0, 0],
      ],
    );
  });
});

const report = {
  model: 'a',
  network: 'dense',
  backend: 'wasm',
  seconds: 1.5,
  parameters: 100,
  counts: { trained: 8, tested: 8 },
  epochs: [{}, {}],
  rocAuc: 0.9,
  report: reportOf([
    [3, 1],
    [0, 4],
  ]),
  confusion: [
    [3, 1],
    [0, 4],
  ],
  baseline: {
    report: reportOf([
      [4, 0],
      [1, 3],
    ]),
    verdict: 'The network does *not* beat counting.',
  },
  telling: [{ subnet: '=cmd|x [a](b)', effect: 0.2, routes: 3, malicious: 1 }],
  notes: ['<b>note</b>'],
  settings: {
    split: 'temporal',
    balance: 'none',
    agglomerate: 0,
    schedule: 'constant',
    align: 'start',
    seed: 1,
  },
} as unknown as RouteReport;

describe('runs beside each other', () => {
  it('hold each network once, the latest last, twelve at most', () => {
    let rows: RunRow[] = [];
    for (let i = 0; i < 15; i++) rows = withRun(rows, { ...rowOf(report), model: String(i) });
    rows = withRun(rows, { ...rowOf(report), model: '5' });
    assert.deepEqual(
      rows.map(row => row.model),
      ['3', '4', '6', '7', '8', '9', '10', '11', '12', '13', '14', '5'],
    );
    assert.equal(runTable(rows).length, 13);
    assert.deepEqual(readRuns(JSON.parse(JSON.stringify(rows))), rows);
  });

  it('are read from saved state only where they are runs', () => {
    assert.deepEqual(readRuns('x'), []);
    assert.deepEqual(readRuns([{ model: 'a' }, null, 5]), []);
  });
});

describe('what is saved of a report of routes', () => {
  it('escapes what files and names could hold', () => {
    const text = reportMarkdown(report);
    assert.match(text, /\| accuracy of counting alone \| 0\.875 \|/);
    assert.match(text, /does \\\*not\\\* beat counting/);
    assert.match(text, /\| accuracy \|  \|  \| 0\.875 \| 8 \|/);
    assert.doesNotMatch(text, /<b>|\[a\]\(b\)/);
  });
});

describe('the question of a page of routes', () => {
  it('is asked again with what of it can be used', () => {
    const saved = {
      uri: 'file:///a.traceroute',
      settings: { network: 'lstm', epochs: 3, split: 'sideways', seed: '1' },
    };
    assert.deepEqual(savedRoutes(saved), {
      uri: 'file:///a.traceroute',
      settings: { network: 'lstm', epochs: 3 },
    });
    const labels = 'file:///l.csv';
    assert.deepEqual(savedRoutes({ uri: 'file:///a', labels }), { uri: 'file:///a', labels, settings: {} });
    for (const bad of [null, 5, {}, { uri: 'https://x' }]) assert.equal(savedRoutes(bad), undefined);
  });
});

function assertClose(ours: unknown, theirs: unknown): void {
  const rounded = (value: unknown) =>
    JSON.parse(
      JSON.stringify(value, (_, v: unknown) => (typeof v === 'number' ? Number(v.toFixed(9)) : v)),
    ) as unknown;
  assert.deepEqual(rounded(ours), rounded(theirs));
}
