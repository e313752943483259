import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { growVocabulary } from '../../../server/src/engine/training/corpus/growVocabulary';
import { defaultConfig, type EmbeddingConfig } from '../../../server/src/engine/training/embedding/config';
import { startVectors } from '../../../server/src/engine/training/embedding/startVectors';
import { trainEmbedding } from '../../../server/src/engine/training/embedding/trainer';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import type { Model } from '../../../server/src/engine/training/models/model';
import { readModel } from '../../../server/src/engine/training/models/modelFile';
import { makeCapture } from '../../support/makeCapture';
import { makeCorpus } from '../../support/makeCorpus';
import { temporaryFolder } from '../../support/temporaryFolder';

const small: EmbeddingConfig = { ...defaultConfig, size: 12, epochs: 2, workers: 1 };

describe('a vocabulary that grows', () => {
  const known = {
    ...makeCorpus([[0, 0, 0, 1, 1, 2]]).vocabulary,
    tokens: ['a', 'b', 'c'],
    labelClasses: ['normal', 'background'] as const,
    labelCounts: Uint32Array.of(3, 0, 1, 1, 0, 1),
  };
  const made = makeCorpus([
    [0, 0, 0, 0, 1],
    [2, 1],
  ]);
  const corpus = {
    ...made,
    vocabulary: {
      ...made.vocabulary,
      tokens: ['d', 'b', 'e'],
      labelClasses: ['botnet', 'normal'] as const,
      labelCounts: Uint32Array.of(4, 0, 0, 2, 1, 0),
    },
  };
  const grown = growVocabulary(known, corpus);

  it('adds counts and labels, commonest first, the known ones first among equals', () => {
    const { tokens, counts, labelClasses, labelCounts, size } = grown.vocabulary;
    assert.deepEqual([tokens, [...counts], size], [['b', 'd', 'a', 'c', 'e'], [4, 4, 3, 1, 1], 5]);
    assert.deepEqual(labelClasses, ['botnet', 'normal', 'background']);
    assert.deepEqual([...labelCounts], [0, 3, 1, 4, 0, 0, 0, 3, 0, 0, 0, 1, 1, 0, 0]);
  });

  it('keeps the sentences, and tells the lines of the new capture', () => {
    const said = (c: typeof corpus | typeof grown) => [...c.tokens].map(t => c.vocabulary.tokens[t]);
    assert.deepEqual(said(grown), said(corpus));
    assert.deepEqual(grown.sentences, corpus.sentences);
    assert.deepEqual([...grown.vocabulary.firstLines], [3, 2, 0, 0, 4]);
  });
});

describe('a vocabulary that grows by frequent tokens only', () => {
  const { vocabulary: known } = makeCorpus([[0, 0, 1]]);
  // Tokens 0 and 1 are known; 2 is new and rare, 3 new and frequent.
  const corpus = makeCorpus([[3, 2, 0], [2], [3, 1, 3]]);
  const grown = growVocabulary(known, corpus, 3);

  it('leaves out the rare ones that are new, and sentences of nothing else', () => {
    const { tokens, counts } = grown.vocabulary;
    const names = corpus.vocabulary.tokens;
    assert.deepEqual(tokens, [names[0], names[3], names[1]]);
    assert.deepEqual([...counts], [3, 3, 2]);
    assert.deepEqual([...grown.tokens], [1, 0, 1, 2, 1]);
    assert.deepEqual([...grown.sentences], [0, 2, 5]);
    assert.deepEqual([...grown.vocabulary.firstLines], [2, 5, 3]);
  });
});

describe('a training that goes on with a model', function () {
  this.timeout(60_000);
  const still: EmbeddingConfig = { ...small, size: 5, alpha: 0, minAlpha: 0, deterministic: true };

  for (const vectors of ['plain', 'composed'] as const)
    it(`begins with the vectors of ${vectors} ones, and new rows as any training does`, async () => {
      const fields = (rows: number) =>
        vectors === 'plain'
          ? undefined
          : {
              size: rows,
              names: names(rows),
              counts: new Uint32Array(rows).fill(1),
              columns: 1,
              ofTokens: Uint32Array.from({ length: rows }, (_, i) => i),
            };
      const names = (rows: number) => Array.from({ length: rows }, (_, i) => `0 f${i}`);
      const before = { vocabulary: makeCorpus([[0, 1]]).vocabulary, fields: fields(2) };
      const model = {
        ...before,
        inputs: Float32Array.from({ length: 10 }, (_, i) => i + 1),
        outputs: Float32Array.from({ length: 10 }, (_, i) => -i - 1),
      } as unknown as Model;
      const made = makeCorpus([[2, 1, 0, 2]]);
      // The model's first row is the last one here.
      const turned = <T>(list: readonly T[]) => [...list].reverse();
      const table = fields(3);
      const corpus = {
        ...made,
        vocabulary: { ...made.vocabulary, tokens: turned(made.vocabulary.tokens) },
        ...(table ? { fields: { ...table, names: turned(table.names) } } : {}),
      };
      for (const outputs of ['kept', 'anew'] as const) {
        const start = startVectors(model, corpus, outputs);
        assert.deepEqual([...start.rows], [-1, 1, 0]);
        const trained = await trainEmbedding(corpus, still, { start });
        assert.deepEqual([...trained.inputs.slice(5)], [6, 7, 8, 9, 10, 1, 2, 3, 4, 5]);
        const fresh = trained.inputs.slice(0, 5);
        assert.ok(fresh.every(x => Math.abs(x) <= 0.1) && fresh.some(x => Math.abs(x) > 0.001));
        const wanted = [0, 0, 0, 0, 0, -6, -7, -8, -9, -10, -1, -2, -3, -4, -5];
        assert.deepEqual([...trained.outputs], outputs === 'kept' ? wanted : wanted.map(() => 0));
      }
    });
});

describe('continuing on a new capture', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let [first, second] = ['', ''];
  before(() => {
    first = folder.file('first.binetflow', makeCapture({ flows: 600, seed: 7 }));
    second = folder.file('second.binetflow', makeCapture({ flows: 500, seed: 8 }));
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
  });
  after(() => engine.dispose());

  it('keeps what was learned, adds what is new, and is cached by both', async () => {
    const old = await engine.train([first], { ...small, window: 4 }, {});
    const config = { ...small, epochs: 1, continueFrom: old.path };
    assert.equal(await engine.hasModel([second], config), false);
    const model = await engine.train([second], config, {});
    assert.deepEqual([model.cached, model.flows], [false, 500]);
    assert.deepEqual((await engine.train([second], config, {})).cached, true);

    const [a, b] = [await readModel(old.path), await readModel(model.path)];
    assert.equal(b.facts.config['window'], 4, 'the configuration of the old model');
    assert.equal(b.facts.config['epochs'], 1, 'but for the epochs');
    const sum = (counts: Uint32Array) => counts.reduce((x, y) => x + y, 0);
    assert.equal(sum(b.vocabulary.counts), 1100);
    assert.equal(sum(b.vocabulary.labelCounts), 1100);
    assert.ok(a.vocabulary.tokens.every(token => b.vocabulary.tokens.includes(token)));
    assert.ok(b.vocabulary.size > a.vocabulary.size);

    const other = await engine.train([second], { ...config, epochs: 2 }, {});
    const plain = await engine.train([second], { ...small, window: 4 }, {});
    assert.equal(new Set([old.path, model.path, other.path, plain.path]).size, 4);
    await engine.train([first], { ...small, window: 4, seed: 3 }, {});
    const again = await engine.train([first], { ...small, window: 4 }, { fresh: true });
    assert.equal(again.path, old.path);
    assert.equal(await engine.hasModel([second], config), false, 'another model before is another model');
  });

  it('gives the same bytes when the model before is deterministic', async () => {
    const old = await engine.train([first], { ...small, deterministic: true }, {});
    const config = { ...small, workers: 2, continueFrom: old.path };
    const model = await engine.train([second], config, {});
    const bytes = readFileSync(model.path);
    await engine.train([second], config, { fresh: true });
    assert.ok(bytes.equals(readFileSync(model.path)));
  });

  for (const change of [
    { vectors: 'plain', minCount: 4 },
    { architecture: 'cbow' },
    { output: 'hierarchical' },
  ] as Partial<EmbeddingConfig>[])
    it(`serves every kind of model: ${JSON.stringify(change)}`, async () => {
      const config = { ...small, ...change };
      await engine.train([first], config, {});
      const asked = { ...config, continueFrom: first };
      const model = await engine.train([second], asked, {});
      assert.ok(Number.isFinite(model.loss));
      const tokens = await engine.complete([second], asked, 'udp', 3);
      assert.equal(tokens.length, 3);
      const answer = await engine.similar([second], asked, { token: tokens[0] as string }, 4);
      assert.deepEqual([answer?.known, answer?.neighbours.length], [true, 4]);
    });

  it('says what to do where there is nothing to go on with', async () => {
    const asked = (continueFrom: string) => engine.train([second], { ...small, seed: 77, continueFrom }, {});
    await assert.rejects(asked(first), /first\.binetflow: has no cached model of these settings to continue/);
    await assert.rejects(asked(join(folder.path, 'gone.f2v')), /gone\.f2v: is not there/);
    const cut = folder.file('cut.f2v', 'flow2vec');
    await assert.rejects(asked(cut), /cut\.f2v: cannot be continued \(truncated\)\. Name a model/);
    const frequent = await engine.train([first], { ...small, minCount: 20 }, {});
    const [header = '', row = ''] = readFileSync(first, 'utf8').split('\n');
    const strangers = ['1.1.1.1', '2.2.2.2'].map(host => row.split(',').with(3, host).join(','));
    const other = folder.file('other.binetflow', [header, ...strangers, ''].join('\n'));
    await assert.rejects(
      engine.train([other], { ...small, continueFrom: frequent.path }, {}),
      /other\.binetflow: no token is known to the model that is continued, or occurs 20 times/,
    );
    const old = await engine.train([first], { ...small, seed: 78 }, {});
    rmSync(old.path);
    await assert.rejects(asked(old.path), /\.f2v: is not there/);
  });
});
