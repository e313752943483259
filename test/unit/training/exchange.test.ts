import assert from 'node:assert/strict';
import { writeArrays } from '../../../server/src/base/files/arrayFile';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { fieldsOf } from '../../../server/src/engine/training/corpus/fields';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { openModel } from '../../../server/src/engine/similar/openModels';
import { vectorFormat } from '../../../shared/parameters/answers';
import { exportVectors } from '../../../server/src/engine/training/models/exportVectors';
import { importVectors } from '../../../server/src/engine/training/models/importVectors';
import type { Model } from '../../../server/src/engine/training/models/model';
import { modelFileVersion, writeModel } from '../../../server/src/engine/training/models/modelFile';
import { partsOfPortable, portableToken } from '../../../server/src/engine/training/models/portableToken';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { makeCorpus } from '../../support/makeCorpus';
import { temporaryFolder } from '../../support/temporaryFolder';

const size = 5;
const tokens = [
  'udp a,b 8.8.8.8 53',
  'tcp ü 50% -',
  '=cmd a b c',
  'udp a,b 8.8.8.8 53',
  'icmp \u202e x 0x0008',
];

function makeModel(vectors: 'plain' | 'composed'): Model {
  const { vocabulary } = makeCorpus([[0, 0, 1, 2, 3, 4]]);
  const random = seededRandom(5);
  const named = { ...vocabulary, tokens };
  const fields = vectors === 'composed' ? fieldsOf(named, 4) : undefined;
  const inputs = Float32Array.from({ length: (fields ?? named).size * size }, () => random() - 0.5);
  inputs.set([1e-30, -3.4e38, 1 / 3, 0, 123456792], 0);
  return {
    facts: {
      capture: 'd',
      config: { ...defaultConfig, size },
      files: ['c'],
      flows: 6,
      tokens: 6,
      epochs: 1,
      loss: 0.5,
    },
    vocabulary: named,
    ...(fields ? { fields } : {}),
    inputs,
    outputs: new Float32Array(inputs.length),
  };
}

describe('vectors in a file', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);

  for (const format of ['word2vec', 'word2vec-binary'] as const)
    it(`of ${format} are read back to the last bit, without the token that reads like another`, async () => {
      const model = makeModel('plain');
      const path = at(`v.${format}`);
      assert.deepEqual(await exportVectors(model, format, path), { path, rows: 4 });
      const read = await importVectors(path);
      assert.deepEqual(
        read.vocabulary.tokens,
        tokens.filter((_, i) => i !== 3),
      );
      const kept = [0, 1, 2, 4].flatMap(row => [...model.inputs.subarray(row * size, (row + 1) * size)]);
      assert.deepEqual([...read.inputs], kept);
      assert.deepEqual(read.facts.config, { size, tokenColumns: defaultConfig.tokenColumns });
      assert.ok(readFileSync(path, 'latin1').startsWith('4 5\n'));
    });

  it('of composed vectors hold the means, and give the same neighbours', async () => {
    const model = makeModel('composed');
    model.inputs.fill(0.5, 0, size);
    await exportVectors(model, 'word2vec', at('composed.txt'));
    const [ours, theirs] = [await openModel(model), await openModel(await importVectors(at('composed.txt')))];
    for (const token of tokens) {
      const [a, b] = [ours, theirs].map(m =>
        m.neighbourhood.mostSimilar({ positive: [token], negative: [] }, 9),
      );
      const told = (answer: typeof a) =>
        // The token that reads like another is not in the file.
        new Map(
          answer?.neighbours.filter(n => n.token !== token).map(n => [n.token, n.similarity.toFixed(5)]),
        );
      assert.deepEqual(told(b), told(a));
    }
  });

  it('for the projector are two tables of the same rows', async () => {
    const model = makeModel('plain');
    const path = at('projector');
    assert.deepEqual(await exportVectors(model, 'projector', path), { path, rows: 4 });
    const lines = (name: string) => readFileSync(join(path, name), 'utf8').trimEnd().split('\n');
    assert.deepEqual(lines('metadata.tsv'), [
      'token\tcount\tbackground',
      'udp a,b 8.8.8.8 53\t2\t2',
      'tcp ü 50% -\t1\t1',
      "'=cmd a b c\t1\t1",
      'icmp \u202e x 0x0008\t1\t1',
    ]);
    const vectors = lines('vectors.tsv').map(line => line.split('\t').map(x => Math.fround(Number(x))));
    assert.deepEqual(vectors[1], [...model.inputs.subarray(size, 2 * size)]);
    assert.equal(vectors.length, 4);
  });

  it('for a spreadsheet hold no formula', async () => {
    await exportVectors(makeModel('plain'), 'csv', at('v.csv'));
    const lines = readFileSync(at('v.csv'), 'utf8').split('\r\n');
    assert.equal(lines[0], 'token,count,background,v1,v2,v3,v4,v5');
    assert.ok(lines[1]?.startsWith('"udp a,b 8.8.8.8 53",2,2,'));
    assert.ok(lines[3]?.startsWith("'=cmd a b c,1,1,"));
    assert.equal(lines.length, 6);
  });

  it('replace the file that was there, whole, and leave no draft', async () => {
    const path = folder.file('old.txt', 'old');
    await exportVectors(makeModel('plain'), 'word2vec', path);
    assert.ok(readFileSync(path, 'utf8').startsWith('4 5\n'));
    mkdirSync(at('taken'));
    for (const format of vectorFormat.choices.map(({ value }) => value).filter(f => f !== 'projector')) {
      await assert.rejects(
        exportVectors(makeModel('plain'), format, at('taken')),
        /taken: cannot be written/,
      );
      await assert.rejects(
        exportVectors(makeModel('plain'), format, at('gone/v')),
        /gone\/v: cannot be written \(its folder does not exist\)/,
      );
    }
    await assert.rejects(
      exportVectors(makeModel('plain'), 'projector', path),
      /old\.txt: cannot be made a folder \(EEXIST\)/,
    );
    assert.deepEqual(
      readdirSync(folder.path).filter(name => name.endsWith('.draft')),
      [],
    );
  });

  it('may be a model of ours', async () => {
    const model = makeModel('composed');
    await writeModel(at('m.f2v'), model);
    const read = await importVectors(at('m.f2v'));
    assert.deepEqual(read, { ...model, outputs: new Float32Array(0) });
  });
});

describe('a token in a file of vectors', () => {
  it('has nothing that ends a token or a line, and comes back', () => {
    const part = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
      .filter(p => !/[ \t\ud800-\udfff]/.test(p));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), parts => {
        const text = portableToken(parts.join(' '));
        assert.doesNotMatch(text, /\s/);
        assert.deepEqual(partsOfPortable(text), parts);
      }),
    );
  });
  it('that another tool wrote comes back as it is', () =>
    assert.deepEqual(partsOfPortable('100%,50%zz,%ff'), ['100%', '50%zz', '%ff']));
});

describe('reading vectors of other tools', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  let n = 0;
  const written = (content: string | Uint8Array, name = 'v.txt') => folder.file(`${n++}-${name}`, content);

  const good: [what: string, content: string, tokens: string[], numbers: number[]][] = [
    ['a header', '2 2\na 1 2\nb -3e-2 4\n', ['a', 'b'], [1, 2, -0.03, 4]],
    ['no header', 'a 1 2\nb 3 4\n', ['a', 'b'], [1, 2, 3, 4]],
    ['Windows line endings and trailing blanks', '2 2\r\na 1 2 \r\nb 3 4 \r\n\r\n', ['a', 'b'], [1, 2, 3, 4]],
    ['no last newline, and tabs', 'a\t1\t2', ['a'], [1, 2]],
    ['a token with blanks', '1 2\nNew York 1 2\n', ['New York'], [1, 2]],
    ['a token twice', 'a 1 2\na 3 4\nb 5 6\n', ['a', 'b'], [1, 2, 5, 6]],
    ['tokens of two parts', 'x,1 1 2\ny,2 3 4\n', ['x 1', 'y 2'], [1, 2, 3, 4]],
    ['tokens of one part and of two', 'x,1 1 2\ny 3 4\n', ['x,1', 'y'], [1, 2, 3, 4]],
    ['tokens with an empty part', 'x, 1 2\n,y 3 4\n', ['x,', ',y'], [1, 2, 3, 4]],
  ];
  for (const [what, content, wanted, numbers] of good)
    it(`takes a text with ${what}`, async () => {
      const { vocabulary, inputs } = await importVectors(written(content));
      assert.deepEqual(vocabulary.tokens, wanted);
      assert.deepEqual([...inputs], numbers.map(Math.fround));
    });

  it('takes a compressed text', async () => {
    const { inputs } = await importVectors(written(gzipSync('2 2\na 1 2\nb 3 4\n'), 'v.txt.gz'));
    assert.deepEqual([...inputs], [1, 2, 3, 4]);
  });

  const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer);
  const binary = (...parts: (string | Buffer)[]) => Buffer.concat(parts.map(part => Buffer.from(part)));

  it('takes binary with newlines behind vectors, as word2vec writes it, and without, as gensim does', async () => {
    for (const end of ['', '\n']) {
      const bytes = binary('2 2\n', 'ä ', floats(1, 0.1), end, 'b ', floats(10, 32), end);
      const { vocabulary, inputs } = await importVectors(written(bytes, 'v.bin'));
      assert.deepEqual(vocabulary.tokens, ['ä', 'b']);
      assert.deepEqual([...inputs], [1, 0.1, 10, 32].map(Math.fround));
    }
  });

  it('names columns as asked, and refuses another number', async () => {
    const path = written('x,1 1 2\ny,2 3 4\n');
    assert.deepEqual((await importVectors(path)).facts.config['tokenColumns'], ['Part1', 'Part2']);
    const named = await importVectors(path, ['Proto', 'Dport']);
    assert.deepEqual(named.facts.config['tokenColumns'], ['Proto', 'Dport']);
    await assert.rejects(importVectors(path, ['Proto']), /tokens have 2 part\(s\), and 1 columns are named/);
  });

  const bad: [what: string, content: string | Buffer, says: RegExp][] = [
    ['nothing', '', /v\.txt: is empty/],
    ['blank lines', '\n\n', /holds no vectors/],
    ['prose', 'hello\n', /line 1: "hello" stands where a token and its numbers/],
    ['a word for a number', '2 2\na 1 2\nb 3 four\n', /line 3: "four" is no number that a vector can hold/],
    ['no finite number', 'a 1 NaN\n', /line 1: "NaN" is no number/],
    ['a number beyond 32 bits', 'a 1 1e39\n', /line 1: "1e39" is no number that a vector can hold/],
    ['blank lines without end', '\n'.repeat(200_000), /line 100001: more than 100000 lines are blank/],
    ['a line without end', gzipSync('a 1 2 '.repeat(4e6)), /line 1: is longer than 16 MiB: no vector is/],
    ['a short line', 'a 1 2\nb 3\n', /line 2: has 1 numbers where 2 are expected/],
    ['fewer lines than promised', '3 2\na 1 2\nb 3 4\n', /line 3: the file ends after 2 vectors.*promises 3/],
    ['more lines than promised', '1 2\na 1 2\nb 3 4\n', /line 3: the header promises 1 vectors/],
    ['a header of billions', '4000000000 300\na 1\n', /line 1: the header promises 4000000000 vectors/],
    ['a header of nothing', '0 0\n', /line 1: the header promises 0/],
    ['control characters', Buffer.from('a\u0000b 1 2\n'), /is neither text nor word2vec's binary form/],
    [
      'a cut binary',
      binary('2 2\n', 'a ', floats(1, 2), 'b ', floats(1, 2).subarray(0, 7)),
      /vector 2 of 2 is cut off/,
    ],
    [
      'a binary that promises more',
      binary('999999 100\n', 'a ', floats(1, 2)),
      /more than its 21 bytes can hold/,
    ],
    ['a binary token without end', binary('1 2\n', Buffer.alloc(70_000, 1)), /vector 1 of 1 is cut off/],
    ['a binary NaN', binary('1 2\n', 'a ', floats(NaN, 2)), /vector 1 of 1 holds what is no number/],
    ['a binary without tokens', binary('1 2\n', ' ', floats(1, 2), '\u0000'), /vector 1 of 1.*has no token/],
    ['a model that is cut', 'flow2vec\u0000\u0000', /cannot be used \(truncated\)\. Train it again/],
    ['a pickle', Buffer.from('\u0080\u0004cos\nsystem\n(S"touch x"\ntR.', 'latin1'), /is neither text nor/],
  ];
  for (const [what, content, says] of bad)
    it(`refuses ${what}`, () => assert.rejects(importVectors(written(content)), says));

  it('reads what is compressed, by whatever name', async () => {
    const text = await importVectors(written(gzipSync('2 2\na 1 2\nb 3 4\n'), 'v.vectors'));
    const bytes = binary('2 2\n', 'a ', floats(1, 2), 'b ', floats(3, 4));
    const packed = await importVectors(written(gzipSync(bytes), 'v.bin.gz'));
    for (const { vocabulary, inputs } of [text, packed])
      assert.deepEqual(
        [vocabulary.tokens, [...inputs]],
        [
          ['a', 'b'],
          [1, 2, 3, 4],
        ],
      );
    const promises = gzipSync(binary('9999999 100\n', 'a ', floats(1, 2)));
    await assert.rejects(importVectors(written(promises, 'v.gz')), /vector 1 of 9999999 is cut off/);
  });

  it('refuses a header of a model that says nothing of one, though its checksums are right', async () => {
    const path = join(folder.path, 'crafted.f2v');
    for (const header of [null, {}, { facts: {}, size: 1 }, { facts: { config: {} }, size: -1 }, 'text']) {
      await writeArrays(path, { what: 'model', version: modelFileVersion }, { header, arrays: {} });
      await assert.rejects(
        importVectors(path),
        /crafted\.f2v: cannot be used \(its header does not say what a model is\)/,
      );
    }
  });

  it('says what cannot be read', async () => {
    await assert.rejects(importVectors(join(folder.path, 'gone')), /gone: is not there/);
    await assert.rejects(importVectors(folder.path), /cannot be read \(EISDIR\)/);
  });

  it('never crashes on bytes at random', async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom('', '2 2\n', '1 3\n', 'flow2vec'), async (tail, head) => {
        const path = written(Buffer.concat([Buffer.from(head), tail]));
        await importVectors(path).catch((error: unknown) =>
          assert.ok((error as Error).message.startsWith(path), (error as Error).message),
        );
      }),
      { numRuns: 150 },
    );
  });
});
