import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import { buildCorpus, type CorpusConfig } from '../../../server/src/engine/training/corpus/buildCorpus';
import type { Corpus } from '../../../server/src/engine/training/corpus/corpus';
import { composeAll, fieldsOf } from '../../../server/src/engine/training/corpus/fields';
import {
  detectPhrases,
  type Phrase,
  type PhraseOptions,
} from '../../../server/src/engine/training/corpus/phrases';
import { lastFields, phraseOf, tokensOfEntry } from '../../../server/src/engine/training/corpus/phraseTokens';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

interface Golden {
  scoring: PhraseOptions['score'];
  threshold: number;
  passes: Record<string, number>[];
  words: number;
  common: [entry: string, count: number][];
}

const golden = JSON.parse(
  readFileSync(new URL('../../golden/phrases.json', import.meta.url), 'utf8'),
) as Golden[];

describe('phrases', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const store = () => new CaptureStore(join(folder.path, 'store'));
  const corpusOf = async (config: Partial<CorpusConfig>, ...texts: string[]): Promise<Corpus> => {
    const paths = texts.map((text, i) => folder.file(`${i}.binetflow`, text));
    const capture = await store().open(paths);
    try {
      return await buildCorpus(capture, { ...defaultConfig, ...config });
    } finally {
      await capture.close();
    }
  };
  const generated = makeCapture({ flows: 3000, seed: 7 });

  for (const { scoring, threshold, passes, words, common } of golden) {
    it(`and their scores are gensim's: ${scoring} above ${threshold}`, async () => {
      const { vocabulary, ...sentences } = await corpusOf({}, generated);
      const options = { passes: 3, score: scoring, threshold };
      const { found } = await detectPhrases(sentences, vocabulary.size, options);
      const named = ({ tokens }: Phrase) => phraseOf(tokens.map(t => vocabulary.tokens[t] as string));
      for (const [i, wanted] of passes.entries()) {
        const ours = found.filter(phrase => phrase.pass === i + 1);
        assert.deepEqual(ours.map(named).sort(), Object.keys(wanted).sort(), `pass ${i + 1}`);
        for (const phrase of ours) {
          const score = wanted[named(phrase)] as number;
          assert.ok(Math.abs(phrase.score - score) <= 1e-12 * Math.abs(score), `${phrase.score}, ${score}`);
        }
      }
    });

    it(`make gensim's corpus: ${scoring} above ${threshold}`, async () => {
      const corpus = await corpusOf(
        { phrases: 3, phraseScore: scoring, phraseThreshold: threshold },
        generated,
      );
      assert.equal(corpus.tokens.length, words);
      const { tokens, counts } = corpus.vocabulary;
      for (const [entry, count] of common) assert.equal(counts[tokens.indexOf(entry)], count, entry);
      const sum = (numbers: Uint32Array) => numbers.reduce((a, b) => a + b, 0);
      assert.deepEqual([sum(counts), sum(corpus.vocabulary.labelCounts)], [words, words]);
      assert.deepEqual(
        [...counts],
        [...counts].sort((a, b) => b - a),
      );
    });
  }

  it('stand at the line of their last flow, with its label, and rare entries go', async () => {
    const row = (second: number, source: string, port: number, label: string) =>
      `2011/08/16 10:00:${String(second).padStart(2, '0')}.000000,1,udp,${source},1,->,b,${port},CON,0,0,1,60,60,${label}`;
    const rows = Array.from({ length: 8 }, (_, i) => [
      row(3 * i, 'a', 1, 'flow=Background'),
      row(3 * i + 1, 'a', 2, 'flow=From-Botnet'),
      row(3 * i + 2, `c${i}`, 3, 'flow=Background'),
    ]).flat();
    const text = `${makeCapture({ flows: 0 }).trim()}\n${rows.join('\n')}\n`;
    const config = { phrases: 1, phraseThreshold: 0.1, minCount: 2 };
    const later = text.replaceAll(' 10:00:', ' 11:00:');
    const { vocabulary, tokens, sentences, flows } = await corpusOf(config, text, later);
    assert.deepEqual(vocabulary.tokens[0], 'udp a b 1 → udp a b 2');
    assert.deepEqual([vocabulary.counts[0], vocabulary.firstLines[0], vocabulary.firstFiles[0]], [16, 3, 0]);
    const botnet = vocabulary.labelClasses.indexOf('botnet');
    assert.equal(vocabulary.labelCounts[botnet], 16);
    assert.deepEqual([vocabulary.size, tokens.length, sentences.length - 1, flows], [9, 32, 2, 48]);
    const fewer = await corpusOf({ ...config, maxVocabulary: 3 }, text, later);
    assert.deepEqual(fewer.vocabulary.tokens, vocabulary.tokens.slice(0, 3));
    assert.equal(fewer.tokens.length, 20);
  });

  it('do not begin in one sentence and end in another', async () => {
    const sentences = Uint32Array.from({ length: 41 }, (_, i) => i);
    const tokens = Uint32Array.from({ length: 40 }, (_, i) => i % 2);
    const { found } = await detectPhrases({ tokens, sentences }, 2, {
      passes: 1,
      score: 'default',
      threshold: -1e9,
    });
    assert.deepEqual(found, []);
  });

  it('let others have their turn while they are looked for, and end when cancelled', async () => {
    const tokens = Uint32Array.from({ length: 100_000 }, (_, i) => i % 7);
    const sentences = Uint32Array.from({ length: 11 }, (_, i) => i * 10_000);
    const options = { passes: 1, score: 'default', threshold: 10 } as const;
    let turns = 0;
    const count = setInterval(() => turns++, 0);
    await detectPhrases({ tokens, sentences }, 7, options).finally(() => clearInterval(count));
    assert.ok(turns > 0);
    const stop = new AbortController();
    const looked = detectPhrases({ tokens, sentences }, 7, options, stop.signal);
    stop.abort();
    await assert.rejects(looked, { name: 'AbortError' });
  });

  it('cannot have an NPMI threshold beyond 1', () =>
    assert.rejects(
      () =>
        detectPhrases({ tokens: new Uint32Array(), sentences: Uint32Array.of(0) }, 0, {
          passes: 1,
          score: 'npmi',
          threshold: 10,
        }),
      /from -1 to 1.*threshold of 10 has no meaning: give one between/,
    ));
});

describe('the written form of a phrase', () => {
  const part = fc.constantFrom('udp', '→', '-', '10.0.0.1', 'a_b', '→→');
  it('splits into the tokens that it was made of, also where a cell holds an arrow', () => {
    const made = fc
      .integer({ min: 1, max: 5 })
      .chain(columns =>
        fc.array(fc.array(part, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(made, tokens => {
        const columns = tokens[0]?.length as number;
        const entry = phraseOf(tokens.map(token => token.join(' ')));
        assert.deepEqual(tokensOfEntry(entry, columns), tokens);
        assert.deepEqual(lastFields(entry, columns), tokens.at(-1));
      }),
    );
  });

  for (const entry of ['', 'a', 'a b c', 'a b x c d', 'a b →'])
    it(`is not ${JSON.stringify(entry)}`, () => assert.equal(tokensOfEntry(entry, 2), undefined));
});

describe('the composed vector of a phrase', () => {
  it('is the mean over the fields of all its tokens', () => {
    const tokens = ['a b', 'a c', 'a b → a c', 'd c → a b → a c', 'a c → a c → a b → d b'];
    const fields = fieldsOf({ tokens, counts: Uint32Array.of(9, 5, 3, 2, 1), size: 5 }, 2);
    const matrix = Float32Array.from({ length: fields.size * 2 }, (_, i) => (i * 7) % 5);
    const composed = composeAll(fields, matrix, 2);
    for (const [row, entry] of tokens.entries()) {
      const names = (tokensOfEntry(entry, 2) ?? []).flatMap(t => t.map((value, c) => `${c} ${value}`));
      for (const k of [0, 1]) {
        const values = names.map(name => matrix[fields.names.indexOf(name) * 2 + k] as number);
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        assert.ok(Math.abs((composed[row * 2 + k] as number) - mean) < 1e-5, entry);
      }
    }
    const of = (name: string) => fields.counts[fields.names.indexOf(name)];
    assert.deepEqual([of('0 a'), of('0 d'), of('1 c')], [9 + 5 + 6 + 4 + 3, 2 + 1, 5 + 3 + 4 + 2]);
  });

  it('needs no more places where there is none, and twelve at most for usual ones', () => {
    const columns = (...tokens: string[]) =>
      fieldsOf({ tokens, counts: new Uint32Array(tokens.length), size: tokens.length }, 1).columns;
    assert.equal(columns('a', '→', 'b'), 1);
    assert.equal(columns('a', 'a → b'), 2);
    assert.equal(columns('a', 'a → b → c', 'a → b'), 6);
    assert.equal(columns('a → b → c → d → e', 'a → b → c'), 12);
    assert.equal(columns(Array(16).fill('a').join(' → ')), 16);
  });
});
