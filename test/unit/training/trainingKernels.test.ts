import assert from 'node:assert/strict';
import { fieldsOf } from '../../../server/src/engine/training/corpus/fields';
import { defaultConfig, type EmbeddingConfig } from '../../../server/src/engine/training/embedding/config';
import { trainEmbedding } from '../../../server/src/engine/training/embedding/trainer';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { makeCorpus } from '../../support/makeCorpus';
import { referenceWord2Vec } from '../../support/referenceWord2Vec';

/** Steps of 0.05: large enough that a wrong gradient shows, small enough that rounding does not grow. */
const quick: EmbeddingConfig = {
  ...defaultConfig,
  vectors: 'plain',
  deterministic: true,
  size: 16,
  window: 3,
  negative: 5,
  epochs: 3,
  sample: 0,
  alpha: 0.05,
  minAlpha: 0.005,
};

function randomSentences(lengths: readonly number[], vocabulary: number): number[][] {
  const random = seededRandom(lengths.length + vocabulary);
  // Squared: a few common tokens and many rare ones, as in a capture.
  return lengths.map(length => Array.from({ length }, () => Math.floor(random() ** 2 * vocabulary)));
}

const few = randomSentences([9, 30, 2, 17], 12);
const long = randomSentences([64, 65, 200], 40);

type Case = [what: string, sentences: readonly (readonly number[])[], settings: Partial<EmbeddingConfig>];

const cases: Case[] = [
  ['one sentence', [[0, 1, 2, 3, 4, 5, 6]], {}],
  ['a pair of tokens', [[0, 1]], {}],
  ['a sentence of one token, which has no context', [[0], [1, 2, 3]], {}],
  ['several sentences', few, {}],
  ['one token all over a window', [[0, 1, 1, 1, 0, 1, 1, 2, 0, 0]], {}],
  [
    'a sentence of one token only, repeated',
    [
      [0, 0, 0, 0, 0],
      [1, 2],
    ],
    {},
  ],
  ['a window longer than the sentence', few, { window: 40, alpha: 0.01 }],
  ['a window of one', few, { window: 1 }],
  ...[1, 5, 8, 13, 100].map((size): Case => [`vectors of ${size} numbers`, few, { size }]),
  ...[0, 1, 2, 3, 10, 15].map((negative): Case => [`${negative} negatives`, few, { negative }]),
  ['subsampling', few, { sample: 0.05 }],
  ['subsampling by a count', few, { sample: 3 }],
  ['subsampling that leaves almost nothing', few, { sample: 1e-4 }],
  ['sentences longer than a block of centres', long, { epochs: 2 }],
  ['long sentences, wide windows, subsampled', long, { window: 30, sample: 0.01, negative: 10, alpha: 0.01 }],
  ['a window wider than a block', long, { window: 100, epochs: 1, alpha: 0.01 }],
  [
    'several chunks, whose rates differ',
    randomSentences(Array(40).fill(301) as number[], 60),
    { epochs: 1, size: 8 },
  ],
  [
    'a tree with more nodes than a thread owns, visited more than once',
    randomSentences(Array(12).fill(60) as number[], 400),
    { epochs: 1, size: 8 },
  ],
  ['another seed', few, { seed: 4_294_967_295 }],
  ['a flat noise distribution', few, { noiseExponent: 0 }],
  ['windows that do not shrink', few, { shrinkWindow: false }],
];

/** With the tokens' fields, where vectors are composed of them. */
function corpusOf(sentences: readonly (readonly number[])[], config: EmbeddingConfig, vocabulary?: number) {
  const corpus = makeCorpus(sentences, vocabulary);
  return config.vectors === 'plain' ? corpus : { ...corpus, fields: fieldsOf(corpus.vocabulary, 4) };
}

async function check(
  sentences: readonly (readonly number[])[],
  config: EmbeddingConfig,
  vocabulary?: number,
) {
  const corpus = corpusOf(sentences, config, vocabulary);
  const ours = await trainEmbedding(corpus, config);
  const theirs = referenceWord2Vec(corpus, config);
  for (const matrix of ['inputs', 'outputs'] as const) {
    assert.equal(ours[matrix].length, theirs[matrix].length);
    let worst = 0;
    for (let i = 0; i < ours[matrix].length; i++)
      worst = Math.max(worst, Math.abs((ours[matrix][i] as number) - (theirs[matrix][i] as number)));
    // NaN fails this too.
    assert.ok(worst <= 1e-4, `${matrix} differ by ${worst}`);
  }
  return ours;
}

/** The cases that are about windows, blocks and chunks, which every variant goes through by itself. */
const shapes = cases.filter(
  ([what]) => !/negatives$|numbers$|noise|seed/.test(what) || what.includes(' 13 '),
);

const variants: [what: string, settings: Partial<EmbeddingConfig>][] = (
  [
    ['skip-gram', {}],
    ['CBOW of means', { architecture: 'cbow' }],
    ['CBOW of sums', { architecture: 'cbow', cbowMean: false }],
  ] as [string, Partial<EmbeddingConfig>][]
).flatMap(([architecture, a]) =>
  (['negative', 'hierarchical'] as const).flatMap(output =>
    (['plain', 'composed'] as const).map((vectors): [string, Partial<EmbeddingConfig>] => [
      `${architecture}, ${output}, ${vectors}`,
      { ...a, output, vectors },
    ]),
  ),
);

for (const [variant, chosen] of variants)
  describe(`the kernel takes the same steps as plain loops: ${variant}`, function () {
    this.timeout(60_000);
    for (const [what, sentences, settings] of variant === 'skip-gram, negative, plain' ? cases : shapes)
      it(what, () => check(sentences, { ...quick, ...settings, ...chosen }).then(() => undefined));
  });

describe('the kernels without relaxed SIMD', function () {
  before(() => void (process.env['FLOW2VEC_SIMD'] = 'strict'));
  after(() => void delete process.env['FLOW2VEC_SIMD']);
  for (const [variant, chosen] of variants)
    it(`take the same steps too: ${variant}`, () =>
      check(few, { ...quick, ...chosen }).then(() => undefined));
});

describe('CBOW of more tokens than fit in a cache', function () {
  this.timeout(60_000);
  for (const vectors of ['plain', 'composed'] as const)
    it(`takes the same steps, eight centres with the same negatives: ${vectors}`, async () => {
      const sentences = randomSentences(Array(8).fill(30) as number[], 12_000);
      const settings = { ...quick, architecture: 'cbow', vectors, size: 100, epochs: 1 } as const;
      const ours = await check(sentences, settings, 12_000);
      assert.ok(ours.outputs.length > 1e6, 'the vocabulary is large');
    });
});

describe('the kernels', function () {
  this.timeout(60_000);
  it('leave the input vectors of tokens that are never met as they were', async () => {
    const size = quick.size;
    const { inputs } = await check(few, quick, 20);
    const start = referenceWord2Vec(makeCorpus([[19]], 20), quick);
    for (let i = 15 * size; i < 20 * size; i++)
      assert.ok(Math.abs((inputs[i] as number) - (start.inputs[i] as number)) < 1e-7);
  });

  it('take steps that are large enough for the comparison to mean something', () => {
    const corpus = makeCorpus(few);
    const moved = (settings: Partial<EmbeddingConfig>) =>
      referenceWord2Vec(corpus, { ...quick, ...settings });
    const [a, b] = [moved({}), moved({ seed: 2 })];
    const largest = Math.max(...a.outputs.map((x, i) => Math.abs(x - (b.outputs[i] as number))));
    assert.ok(largest > 0.1, `another seed changes outputs by ${largest} at most`);
  });

  it('stop after an epoch whose loss did not fall by the share that was asked for', async () => {
    const corpus = makeCorpus(long);
    const settings = { ...quick, epochs: 4 };
    const stopped = await trainEmbedding(corpus, { ...settings, earlyStop: 0.9 });
    assert.equal(stopped.epochs, 2, 'the second is the first that can be compared');
    const falling = await trainEmbedding(corpus, { ...settings, earlyStop: 1e-6 });
    const plain = await trainEmbedding(corpus, settings);
    assert.deepEqual([falling.epochs, plain.epochs], [4, 4]);
    assert.deepEqual(falling.inputs, plain.inputs, 'looking at each epoch changes nothing');
    assert.ok(falling.loss < stopped.loss);
  });
});
