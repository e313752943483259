import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  SentenceCutter,
  rareToken,
  type SentenceScheme,
} from '../../../server/src/engine/training/corpus/sentences';
import { classReport } from '../../../server/src/engine/judging/classReport';
import { parseSentenceScheme, parseTokenColumns } from '../../../server/src/engine/training/embedding/config';
import { largest } from '../../../server/src/base/largest';
import { keepThresholds, noiseTables } from '../../../server/src/engine/training/embedding/sampling';

const golden = <T>(name: string) =>
  JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8')) as T;

const counts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 200 });

describe('the noise tables', () => {
  it('reproduce count^exponent for every token', () => {
    fc.assert(
      fc.property(counts, fc.constantFrom(0.75, 0, 1, -0.5), (values, exponent) => {
        const { threshold, alias } = noiseTables(Uint32Array.from(values), exponent);
        const share = new Float64Array(values.length);
        for (let c = 0; c < values.length; c++) {
          const own = (threshold[c] as number) / 2 ** 32;
          share[c] = (share[c] as number) + own;
          share[alias[c] as number] = (share[alias[c] as number] as number) + 1 - own;
        }
        const powers = values.map(count => count ** exponent);
        const sum = powers.reduce((a, b) => a + b, 0);
        for (const [i, power] of powers.entries())
          assert.ok(Math.abs((share[i] as number) / values.length - power / sum) < 1e-9, `token ${i}`);
      }),
    );
  });
});

describe('the share of a token that subsampling keeps', () => {
  it('is gensim’s', () => {
    const cases = golden<{ counts: number[]; sample: number; kept: number[] }[]>('subsampling');
    assert.ok(cases.length >= 4);
    for (const { counts: values, sample, kept } of cases) {
      const ours = keepThresholds(Uint32Array.from(values), sample);
      // gensim keeps its share in the same 32 bits.
      for (const [i, share] of kept.entries())
        assert.ok(
          Math.abs((ours[i] as number) - share) <= 1,
          `sample ${sample}, count ${values[i]}: ${ours[i]}, ${share}`,
        );
    }
  });
});

describe('sentences', () => {
  type Flow = [token: number, file: number, time: number];
  const cut = (scheme: SentenceScheme, flows: Flow[]): number[][] => {
    const cutter = new SentenceCutter(scheme, flows.length);
    for (const flow of flows) cutter.add(...flow);
    const { tokens, sentences } = cutter.finish();
    return [...sentences.slice(1)].map((end, i) => [...tokens.subarray(sentences[i], end)]);
  };
  const x = rareToken;
  const counted = (...tokens: number[]) => tokens.map((token): Flow => [token, 0, 0]);
  const cases: [string, SentenceScheme, Flow[], number[][]][] = [
    ['nothing', { by: 'count', size: 3 }, [], []],
    ['so many flows', { by: 'count', size: 3 }, counted(0, 1, 2, 3, 4, 5, 6), [[0, 1, 2], [3, 4, 5], [6]]],
    ['rare tokens take their place', { by: 'count', size: 3 }, counted(0, x, 2, x, x, x, 6), [[0, 2], [6]]],
    ['rare tokens only', { by: 'count', size: 2 }, counted(x, x, x), []],
    [
      'a new file',
      { by: 'count', size: 9 },
      [
        [0, 0, 0],
        [1, 0, 0],
        [2, 1, 0],
      ],
      [[0, 1], [2]],
    ],
    [
      'windows of time',
      { by: 'time', seconds: 10 },
      [
        [0, 0, 5],
        [1, 0, 9.9],
        [2, 0, 10],
        [3, 0, 31],
      ],
      [[0, 1], [2], [3]],
    ],
    [
      'time that runs backwards',
      { by: 'time', seconds: 10 },
      [
        [0, 0, 11],
        [1, 0, 9],
        [2, 0, 12],
      ],
      [[0], [1], [2]],
    ],
    [
      'times before 1970',
      { by: 'time', seconds: 10 },
      [
        [0, 0, -1],
        [1, 0, 1],
        [2, 0, -5],
      ],
      [[0], [1], [2]],
    ],
    [
      'parts of a second',
      { by: 'time', seconds: 0.5 },
      [
        [0, 0, 0.1],
        [1, 0, 0.4],
        [2, 0, 0.6],
      ],
      [[0, 1], [2]],
    ],
  ];
  for (const [what, scheme, flows, wanted] of cases)
    it(`are cut: ${what}`, () => assert.deepEqual(cut(scheme, flows), wanted));

  it('of a long window are cut at 10,000 flows, and none is lost', () => {
    const flows = Array.from({ length: 25_000 }, (_, i): Flow => [i % 7, 0, 1]);
    assert.deepEqual(
      cut({ by: 'time', seconds: 60 }, flows).map(s => s.length),
      [10_000, 10_000, 5000],
    );
  });

  const words: [string, SentenceScheme | RegExp][] = [
    ['count:30', { by: 'count', size: 30 }],
    [' time:0.5 ', { by: 'time', seconds: 0.5 }],
    ['count:1', /"count:1" is no sentence scheme: write auto, count:30/],
    ['count:2.5', /is no sentence scheme/],
    ['time:0', /is no sentence scheme/],
    ['host', { by: 'host' }],
    [' service:3600', { by: 'service', seconds: 3600 }],
    ['service', /is no sentence scheme: write .*service:3600/],
    ['service:0', /is no sentence scheme/],
    ['host:3', /is no sentence scheme/],
    ['automatic', /is no sentence scheme: write auto, /],
  ];
  for (const [text, wanted] of words)
    it(`are asked for as ${JSON.stringify(text)}`, () => {
      if (wanted instanceof RegExp) assert.throws(() => parseSentenceScheme(text, ['Dport']), wanted);
      else assert.deepEqual(parseSentenceScheme(text, ['Dport']), wanted);
    });

  it('are cut by host where the token leaves the source address out, unless asked for otherwise', () => {
    const by = (...columns: string[]) => parseSentenceScheme('auto', columns).by;
    assert.deepEqual(
      [by('Proto', 'SrcAddr'), by('SrcAddr/24'), by('Proto', 'DstAddr')],
      ['count', 'count', 'host'],
    );
  });
});

describe('token columns', () => {
  it('are named in any case, once each', () => {
    assert.deepEqual(parseTokenColumns(['proto', ' DPORT ']), ['Proto', 'Dport']);
    assert.throws(() => parseTokenColumns(['Proto', 'proto']), /names a column twice/);
    assert.throws(() => parseTokenColumns(['Port']), /"Port" is no flow column: choose from StartTime/);
    assert.throws(() => parseTokenColumns([]), /at least one column/);
  });
});

describe('the largest values', () => {
  it('are those that sorting finds, ties by index', () => {
    const values = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: -1, max: 70 }), (numbers, count) => {
        const sorted = [...numbers.keys()].sort((a, b) => {
          const [p, q] = [numbers[a] as number, numbers[b] as number];
          return p === q ? a - b : q - p;
        });
        assert.deepEqual(largest(numbers, count), sorted.slice(0, Math.max(0, count)));
      }),
    );
  });
});

describe('scores of classes', () => {
  it('are those of scikit-learn', () => {
    interface Report {
      truth: number[];
      predicted: number[];
      perClass: Record<string, { precision: number; recall: number; f1: number; support: number }>;
      macroF1: number;
      weightedF1: number;
      accuracy: number;
    }
    const near = (a: number, b: number, what: string) =>
      assert.ok(Math.abs(a - b) < 1e-12, `${what}: ${a}, ${b}`);
    for (const { truth, predicted, ...wanted } of golden<Report[]>('classReport')) {
      const ours = classReport(['a', 'b', 'c', 'd'], truth, predicted);
      assert.deepEqual(Object.keys(ours.perClass), Object.keys(wanted.perClass));
      for (const [name, scores] of Object.entries(wanted.perClass))
        for (const key of ['precision', 'recall', 'f1', 'support'] as const)
          near(ours.perClass[name]?.[key] as number, scores[key], `${name} ${key}`);
      for (const key of ['macroF1', 'weightedF1', 'accuracy'] as const) near(ours[key], wanted[key], key);
    }
  });

  it('of no cases are zero', () => {
    assert.deepEqual(classReport(['a'], [], []), { perClass: {}, macroF1: 0, weightedF1: 0, accuracy: 0 });
  });
});
