import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { fieldsOf } from '../../../server/src/engine/training/corpus/fields';
import { defaultConfig, type EmbeddingConfig } from '../../../server/src/engine/training/embedding/config';
import { trainEmbedding } from '../../../server/src/engine/training/embedding/trainer';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { makeCapture } from '../../support/makeCapture';
import { makeCorpus } from '../../support/makeCorpus';
import { temporaryFolder } from '../../support/temporaryFolder';

const rates = [0.25, 0.5, 1];
const random = seededRandom(3);
// Few common tokens and many rare ones, as in captures; those of a sentence are of one group.
const sentences = Array.from({ length: 60 }, (_, s) =>
  Array.from({ length: 40 }, () => (s % 10) + 10 * Math.floor(random() ** 2 * 15)),
);
const corpus = makeCorpus(sentences);
const tokens = corpus.vocabulary.tokens.map((_, i) => `udp 10.0.0.${i % 7} 10.0.1.${i} ${i % 5}`);
const vocabulary = { ...corpus.vocabulary, tokens };
const corpora = {
  plain: { ...corpus, vocabulary },
  composed: { ...corpus, vocabulary, fields: fieldsOf(vocabulary, 4) },
};

/** Of vectors that have learned nothing: a logarithm of two for each of the targets. */
const unlearned = (config: EmbeddingConfig) => (1 + config.negative) * Math.LN2;

describe('a training at a steep learning rate', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  for (const [architecture, cbowMean] of [
    ['skip-gram', true],
    ['cbow', true],
    ['cbow', false],
  ] as const)
    for (const output of ['negative', 'hierarchical'] as const)
      for (const vectors of ['plain', 'composed'] as const)
        it(`of ${vectors} vectors by ${architecture}${cbowMean ? '' : ' of sums'}, ${output}, stays within bounds`, async () => {
          for (const alpha of rates)
            for (const window of [5, 30]) {
              const config = { ...defaultConfig, architecture, cbowMean, output, vectors, alpha, window };
              const made = await trainEmbedding(corpora[vectors], {
                ...config,
                size: 32,
                epochs: 5,
                workers: 2,
              });
              const numbers = [...made.inputs, ...made.outputs];
              assert.ok(numbers.every(Number.isFinite), `${alpha}, ${window}`);
              assert.ok(made.loss < 2 * unlearned(config), `${alpha}, ${window}: ${made.loss}`);
            }
        });

  it('beyond all reason ends with an error that names the rate, and leaves nothing in the cache', async () => {
    const cache = join(folder.path, 'cache');
    const engine = createEngine({ cacheDirectory: cache, maxCacheBytes: Infinity });
    const path = folder.file('a.binetflow', makeCapture({ flows: 300 }));
    const config: EmbeddingConfig = { ...defaultConfig, size: 16, epochs: 3, alpha: 1e39 };
    await assert.rejects(
      engine.train([path], config, {}),
      /The training diverged: .* at the learning rate 1e\+39\. Choose a lower one; 0\.025 is usual\. Nothing was kept\./,
    );
    const models = join(cache, 'models');
    assert.deepEqual(existsSync(models) ? readdirSync(models) : [], []);
    // Each combination of a grid fails by itself.
    const base = { ...config, alpha: 0.025, minAlpha: NaN };
    const grid = engine.grid([path], base, { window: [2, 3] }, { neighbours: 3 });
    await assert.rejects(grid, /The training diverged/);
    await engine.dispose();
  });
});
