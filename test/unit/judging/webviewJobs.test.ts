import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import type { CarriedVerdict, EvaluationReport, GridRun } from '../../../shared/protocol/judging';
import type { Rgb } from '../../../shared/palette/palette';
import { rampFill } from '../../../shared/palette/ramp';
import { axesOf, gridTable, heatMapOf } from '../../../webviews/src/judging/grid/heatMap';
import { verdictColumns, votesText } from '../../../webviews/src/judging/carried/verdictRows';
import { classRows, longTable, reportTables, rivalsOf } from '../../../webviews/src/judging/report/scores';
import { exportTable } from '../../../webviews/src/base/table/columns';
import { ListRows } from '../../../webviews/src/base/table/rowSource';
import { anomalyColumns, anomalyRows } from '../../../webviews/src/judging/score/anomalyRows';
import { csvText, markdownText } from '../../../shared/text/tableText';
import { progressText, spokenProgress } from '../../../webviews/src/base/jobProgress';
import { nextOrder, readOrder } from '../../../webviews/src/base/order';
import { contrast, luminance, rgbOf } from '../../support/contrast';

const scores = (f1: number) => ({ precision: f1, recall: f1, f1, support: 10 });
const classReport = (f1: number) => ({
  perClass: { background: scores(f1), botnet: scores(f1) },
  macroF1: f1,
  weightedF1: f1,
  accuracy: f1,
});
const report: EvaluationReport = {
  uri: 'file:///a',
  ...classReport(0.8),
  neighbours: 7,
  precisionAt10: { botnet: 0.91234567 },
  tokens: 20,
  sampledOut: 3,
  withoutVector: 0,
  unsure: 1,
  addressAlone: '',
  besideCounting: '',
  baselines: {
    portShare: classReport(0.5),
    sourceMajority: null,
    protoState: classReport(0.6),
    protoDport: null,
    counts: classReport(0.7),
  },
};

describe('report of an evaluation', () => {
  it('puts the worst class first, and knows where precision is missing', () =>
    assert.deepEqual(
      classRows(report).map(row => [row.name, row.precisionAt10]),
      [
        ['botnet', 0.91234567],
        ['background', undefined],
      ],
    ));

  it('names the model and all baselines, also those that are not known', () =>
    assert.deepEqual(
      rivalsOf(report).map(({ key, report: found }) => [key, found?.macroF1]),
      [
        ['model', 0.8],
        ['portShare', 0.5],
        ['sourceMajority', undefined],
        ['protoState', 0.6],
        ['protoDport', undefined],
        ['counts', 0.7],
      ],
    ));

  it('is exported as one table, with means, four digits and no row of a missing baseline', () => {
    const rows = parse(csvText(longTable(report))) as string[][];
    assert.deepEqual(
      rows.map(row => row.slice(0, 2).join(' ')),
      [
        'predicted by class',
        'neighbours background',
        'neighbours botnet',
        'neighbours macro average',
        'neighbours weighted average',
        'destination port alone background',
        'destination port alone botnet',
        'destination port alone macro average',
        'destination port alone weighted average',
        'protocol and state background',
        'protocol and state botnet',
        'protocol and state macro average',
        'protocol and state weighted average',
        'counts of all fields background',
        'counts of all fields botnet',
        'counts of all fields macro average',
        'counts of all fields weighted average',
      ],
    );
    assert.equal(rows[2]?.[6], '0.9123');
  });

  it('is two tables in Markdown', () => {
    const html = new MarkdownIt().render(reportTables(report).map(markdownText).join('\n'));
    assert.equal(html.match(/<table>/g)?.length, 2);
    assert.match(html, /<td>botnet<\/td>\n<td>0\.8<\/td>/);
  });
});

describe('tables in Markdown', () => {
  it('show any text as it is, in its own cell', () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const html = new MarkdownIt({ html: true, linkify: true }).render(
          markdownText([
            ['x', 'y'],
            [`.${a}.`, `.${b}.`],
          ]),
        );
        const cells = [...html.matchAll(/<td>(.*?)<\/td>/gs)].map(match => unescaped(match[1] ?? ''));
        const shown = (text: string) => `.${text}.`.replace(/\s+/g, ' ').replaceAll('\0', '\uFFFD');
        assert.deepEqual(cells, [shown(a), shown(b)]);
      }),
    ));
});

describe('heat map', () => {
  const run = (params: GridRun['params'], macroF1: number, seconds = 1): GridRun => {
    return { params, macroF1, weightedF1: macroF1, seconds, resumed: false };
  };
  const runs = [
    run({ size: 100, window: 10, vectors: 'plain' }, 0.5, 9),
    run({ size: 100, window: 5, vectors: 'plain' }, 0.6, 4),
    run({ size: 50, window: 10, vectors: 'plain' }, 0.7, 3),
    run({ size: 50, window: 10, vectors: 'composed' }, 0.9, 5),
  ];

  it('offers what varies first, numbers in order', () => {
    const only = runs.map(r => ({ ...r, params: { seed: 1, ...r.params } }));
    assert.deepEqual(axesOf(only), [
      { name: 'size', values: [50, 100] },
      { name: 'window', values: [5, 10] },
      { name: 'vectors', values: ['plain', 'composed'] },
      { name: 'seed', values: [1] },
    ]);
  });

  it('shows the best of runs that share two parameters, and leaves what was not run empty', () => {
    const map = heatMapOf(runs, 'size', 'window', 'macroF1');
    assert.deepEqual(
      map?.cells.map(({ x, y, run: { macroF1 }, of }) => [x, y, macroF1, of]),
      [
        [1, 1, 0.5, 1],
        [1, 0, 0.6, 1],
        [0, 1, 0.9, 2],
      ],
    );
    assert.deepEqual([map?.least, map?.most], [0.5, 0.9]);
  });

  it('takes the shortest of times', () => {
    const map = heatMapOf(runs, 'size', undefined, 'seconds');
    assert.deepEqual(
      map?.cells.map(({ x, y, run: { seconds } }) => [x, y, seconds]),
      [
        [1, 0, 4],
        [0, 0, 3],
      ],
    );
    assert.deepEqual(map?.y.values, ['']);
  });

  it('is none without runs', () => assert.equal(heatMapOf([], 'a', 'b', 'macroF1'), undefined));

  it('has text of enough contrast on every colour, and colours that only get lighter', () => {
    let before = -1;
    for (let i = 0; i <= 100; i++) {
      const { fill, text } = rampFill(i / 100);
      const light = luminance(rgbOf(fill));
      const ink: Rgb = text === '#000000' ? [0, 0, 0] : [255, 255, 255];
      assert.ok(contrast(rgbOf(fill), ink) >= 4.5, fill);
      assert.ok(light > before, fill);
      before = light;
    }
    assert.deepEqual(rampFill(-1), rampFill(0));
    assert.deepEqual(rampFill(2), rampFill(1));
  });

  it('has all runs in its table', () => {
    assert.deepEqual(gridTable(runs)[0]?.slice(0, 4), ['size', 'window', 'vectors', 'macro-F1']);
    assert.deepEqual(gridTable(runs)[4], [50, 10, 'composed', 0.9, 0.9, 5, 'no']);
  });
});

describe('unexpected flows', () => {
  const rows = anomalyRows([
    {
      line: 30,
      token: 'udp 10.0.0.10 b 53',
      score: 0.9,
      reasons: ['unknown', 'far'],
      label: '=1+1',
      incident: 1,
    },
    { line: 4, token: 'udp 10.0.0.2 b 53', score: 0.5, reasons: ['rare'], label: 'Normal', incident: null },
  ]);

  const columns = anomalyColumns(
    rows.map(({ anomaly }) => anomaly),
    () => undefined,
  );
  const shown = (key: string, filter: string) => {
    const source = new ListRows(rows, columns);
    source.arrange({ order: { key, descending: false }, filter });
    return Array.from({ length: source.ids.length }, (_, place) => source.row(place)?.rank);
  };

  it('are sorted by each column, addresses by number', () => {
    const ranks = (key: string) => shown(key, '');
    assert.deepEqual(['rank', 'score', 'line', 'token'].map(ranks), [
      [1, 2],
      [2, 1],
      [2, 1],
      [2, 1],
    ]);
  });

  it('are found by reason, label, token and line', () => {
    const found = (filter: string) => shown('', filter);
    assert.deepEqual(['FAR', 'normal', '10.0.0.10 far', '30', '', 'zzz'].map(found), [
      [1],
      [2],
      [1],
      [1],
      [1, 2],
      [],
    ]);
  });

  it('are exported without formulas', () => {
    const [, first] = parse(csvText(exportTable(columns, rows))) as string[][];
    assert.deepEqual(first, ['1', '0.9', '30', 'udp 10.0.0.10 b 53', "'=1+1", '1', 'unknown; far']);
  });
});

describe('order of rows', () => {
  const amount = { key: 'n', compare: () => 0, largestFirst: true };

  it('turns when the same column is clicked aand begins with the large amounts', () => {
    const first = nextOrder({ key: 'x', descending: false }, amount);
    assert.deepEqual(first, { key: 'n', descending: true });
    assert.deepEqual(nextOrder(first, amount), { key: 'n', descending: false });
  });

  const fallback = { key: 'n', descending: false };
  for (const saved of [undefined, 7, {}, { key: 'evil', descending: true }, { key: 'n' }])
    it(`falls back from ${JSON.stringify(saved)}`, () =>
      assert.deepEqual(readOrder(saved, [amount], fallback), fallback));

  it('is taken from saved state that fits', () =>
    assert.deepEqual(readOrder({ key: 'n', descending: true }, [amount], fallback), {
      key: 'n',
      descending: true,
    }));
});

describe('progress of a job', () => {
  const run: GridRun = { params: {}, macroF1: 0.7, weightedF1: 0.7, seconds: 1, resumed: false };
  const training = { stage: 'train', epoch: 2, epochs: 5, fraction: 0.4, secondsLeft: 40 } as const;
  const cases: [Parameters<typeof progressText>[0], string, string][] = [
    [undefined, 'It begins…', 'It begins…'],
    [{ job: 'j', fraction: 0.4, training }, 'Training, epoch 2 of 5 · 40 s left', 'Training, epoch 2 of 5'],
    [
      { job: 'j', fraction: 1, training: { ...training, fraction: 1 } },
      'Comparing tokens with their neighbours…',
      'Comparing tokens with their neighbours…',
    ],
    [
      { job: 'j', fraction: 0.5, runs: { done: 1, of: 2, last: run } },
      '1 of 2 combinations done · the last one: macro-F1 0.700',
      '1 of 2 combinations done · the last one: macro-F1 0.700',
    ],
  ];
  for (const [progress, text, spoken] of cases)
    it(`reads "${text}"`, () =>
      assert.deepEqual([progressText(progress), spokenProgress(progress)], [text, spoken]));
});

function unescaped(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

describe('verdicts on flows of another network', () => {
  const verdict: CarriedVerdict = {
    proto: 'tcp',
    dport: '2323',
    outcome: 'unanswered',
    packets: 1,
    flows: 60,
    hosts: 7,
    line: 4,
    verdict: 'malicious',
    malicious: 0.97,
    votes: [
      { kind: 'protocol', malicious: 0.5, weight: 0.1 },
      { kind: 'behaviour', malicious: 0.98, weight: 0.6 },
      { kind: 'novel', malicious: 0.25, weight: 0.3 },
    ],
    labelled: { malicious: 60, normal: 0 },
  };
  it('say the vote of each kind of evidence, the weightiest first', () =>
    assert.equal(votesText(verdict), 'how they go 98 %, novel 25 %, protocol 50 %'));
  it('leave labels out where nothing has one', () => {
    const keys = (balancedAccuracy: number | null) =>
      verdictColumns(() => undefined, { balancedAccuracy }).map(({ key }) => key);
    assert.ok(keys(0.5).includes('labelled'));
    assert.ok(!keys(null).includes('labelled'));
  });
});
