import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import { buildCorpus } from '../../../server/src/engine/training/corpus/buildCorpus';
import { Texts } from '../../../server/src/engine/training/corpus/texts';
import { followersAt, followersOf } from '../../../server/src/engine/training/corpus/followers';
import {
  GroupedCutter,
  rareToken,
  type SentenceScheme,
} from '../../../server/src/engine/training/corpus/sentences';
import { defaultConfig, parseSentenceScheme } from '../../../server/src/engine/training/embedding/config';
import { makeCapture } from '../../support/makeCapture';
import { makeCorpus } from '../../support/makeCorpus';
import { temporaryFolder } from '../../support/temporaryFolder';

type Flow = [token: number, file: number, time: number, group: number];

function cut(scheme: SentenceScheme, flows: readonly Flow[]) {
  const cutter = new GroupedCutter(scheme, flows.length, { keepOrder: true });
  for (const flow of flows) cutter.add(...flow);
  const { tokens, sentences, order } = cutter.finish();
  assert.deepEqual(
    [...(order ?? [])].map(i => flows[i]?.[0]),
    [...tokens],
  );
  return [...sentences.slice(1)].map((end, i) => [...tokens.subarray(sentences[i], end)]);
}

describe('sentences that run beside each other', () => {
  const x = rareToken;
  const host: SentenceScheme = { by: 'host' };
  const service: SentenceScheme = { by: 'service', seconds: 10 };
  const cases: [string, SentenceScheme, Flow[], number[][]][] = [
    ['nothing', host, [], []],
    [
      'two hosts',
      host,
      [
        [0, 0, 0, 7],
        [1, 0, 0, 9],
        [2, 0, 99, 7],
        [3, 0, 0, 9],
      ],
      [
        [0, 2],
        [1, 3],
      ],
    ],
    [
      'rare tokens',
      host,
      [
        [x, 0, 0, 7],
        [1, 0, 0, 9],
        [x, 0, 0, 9],
        [2, 0, 0, 9],
      ],
      [[1, 2]],
    ],
    [
      'a new file',
      host,
      [
        [0, 0, 0, 7],
        [1, 0, 0, 7],
        [2, 1, 0, 7],
      ],
      [[0, 1], [2]],
    ],
    [
      'windows',
      service,
      [
        [0, 0, 1, 7],
        [1, 0, 9, 8],
        [2, 0, 9.9, 7],
        [3, 0, 10, 7],
      ],
      [[0, 2], [1], [3]],
    ],
  ];
  for (const [what, scheme, flows, wanted] of cases)
    it(`are cut: ${what}`, () => assert.deepEqual(cut(scheme, flows), wanted));

  it('are split at 10,000 flows, and none is lost', () => {
    const flows = Array.from({ length: 25_003 }, (_, i): Flow => [i, 0, 0, i % 5 === 0 ? 1 : 2]);
    const sentences = cut(host, flows);
    assert.deepEqual(
      sentences.map(s => s.length),
      [5001, 10_000, 10_000, 2],
    );
    assert.equal(new Set(sentences.flat()).size, flows.length);
  });
});

describe('sentences of a capture', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  // The second is of the day after: files that go on at the same time would be one stream.
  const texts = [
    makeCapture({ flows: 700, seed: 2 }),
    makeCapture({ flows: 300, seed: 3 }).replaceAll('2011/08/16', '2011/08/17'),
  ];
  // The second is out of order: a service's flows are still in order of time.
  texts[1] = texts[1]?.replace(/\n(.+)\n(.+)\n$/, '\n$2\n$1\n') ?? '';

  /** The sentences by the plainest reading: rows of each group, as tokens. */
  function plainly(scheme: SentenceScheme): string[][] {
    const sentences = new Map<string, string[]>();
    for (const [file, text] of texts.entries()) {
      let rows = text
        .trim()
        .split('\n')
        .slice(1)
        .map(line => line.split(','));
      if (scheme.by === 'service') rows = rows.sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1));
      for (const [time = '', , proto, source, , , destination, port] of rows) {
        const at = Date.parse(`${time.replaceAll('/', '-').replace(' ', 'T').slice(0, 23)}Z`) / 1000;
        const key =
          scheme.by === 'service'
            ? [file, Math.floor(at / scheme.seconds), proto, port].join()
            : [file, source].join();
        const sentence = sentences.get(key) ?? [];
        sentences.set(key, sentence);
        sentence.push([proto, source, destination, port].join(' '));
      }
    }
    return [...sentences.values()];
  }

  for (const words of ['host', 'service:20'])
    it(`are those of plain reading: ${words}`, async () => {
      const sentence = parseSentenceScheme(words, defaultConfig.tokenColumns);
      const paths = texts.map((text, i) => folder.file(`${i}.binetflow`, text));
      const capture = await new CaptureStore(join(folder.path, 'store')).open(paths);
      const { vocabulary, tokens, sentences } = await buildCorpus(capture, { ...defaultConfig, sentence });
      await capture.close();
      const ours = [...sentences.slice(1)].map((end, i) =>
        [...tokens.subarray(sentences[i], end)].map(id => vocabulary.tokens[id] as string),
      );
      assert.deepEqual(ours, plainly(sentence));
    });

  it('keep the commonest tokens only when so many are asked for', async () => {
    const path = folder.file('one.binetflow', texts[0] as string);
    const open = () => new CaptureStore(join(folder.path, 'store')).open([path]);
    const [all, some] = [await open(), await open()];
    const whole = await buildCorpus(all, defaultConfig);
    const part = await buildCorpus(some, { ...defaultConfig, maxVocabulary: 10 });
    await Promise.all([all.close(), some.close()]);
    assert.deepEqual(part.vocabulary.tokens, whole.vocabulary.tokens.slice(0, 10));
    assert.deepEqual(
      [...part.tokens],
      [...whole.tokens].filter(id => id < 10),
    );
  });
});

describe('what usually follows', () => {
  const corpus = makeCorpus([
    [0, 1, 0, 1, 0, 2, 0, 1],
    [1, 0],
    [0, 1],
    [3, 4],
    [3, 4],
    [3, 2],
  ]);

  it('is the commonest of the successors, within sentences', async () => {
    const { tokens } = corpus.vocabulary;
    const texts = Texts.ofStrings(tokens);
    const followers = await followersOf(corpus);
    assert.deepEqual(followersAt(0, followers, texts), [
      { token: tokens[1], probability: Math.fround(4 / 5) },
    ]);
    assert.deepEqual(followersAt(1, followers, texts), [{ token: tokens[0], probability: 1 }]);
    for (const row of [2, 3, 4]) assert.deepEqual(followersAt(row, followers, texts), [], `${row}`);
  });

  it('is what counting all pairs gives, three at most', async () => {
    const sentences = fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 }), {
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(sentences, async drawn => {
        const made = makeCorpus(drawn, 6);
        const followers = await followersOf(made);
        for (let row = 0; row < 6; row++) {
          const counts = [0, 0, 0, 0, 0, 0];
          for (const s of drawn)
            s.slice(1).forEach((next, i) => s[i] === row && (counts[next] = (counts[next] as number) + 1));
          const all = counts.reduce((a, b) => a + b, 0);
          const wanted = [...counts.entries()]
            .filter(([, count]) => count >= 3)
            .sort(([a, n], [b, m]) => m - n || a - b)
            .slice(0, 3)
            .map(([next, count]) => ({
              token: made.vocabulary.tokens[next],
              probability: Math.fround(count / all),
            }));
          assert.deepEqual(followersAt(row, followers, Texts.ofStrings(made.vocabulary.tokens)), wanted);
        }
      }),
    );
  });
});
