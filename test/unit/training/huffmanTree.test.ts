import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  huffmanParents,
  pathOf,
  vocabularyTree,
} from '../../../server/src/engine/training/embedding/huffmanTree';
import { seededRandom } from '../../../server/src/base/seededRandom';

interface Golden {
  counts: number[];
  codes: number[][];
  points: number[][];
}

const golden = JSON.parse(readFileSync('test/golden/huffman.json', 'utf8')) as Golden[];

describe("Huffman's tree", () => {
  for (const { counts, codes, points } of golden)
    it(`gives gensim's codes for ${counts.length} counts, the first ${counts[0]}`, () => {
      const parents = huffmanParents(Uint32Array.from(counts));
      const paths = counts.map((_, leaf) => pathOf(parents, leaf));
      assert.deepEqual(
        paths.map(path => path.code),
        codes,
      );
      assert.deepEqual(
        paths.map(path => path.point),
        points,
      );
    });

  it('has paths that begin at the root, and no code that begins another', () => {
    const random = seededRandom(4);
    const counts = Uint32Array.from({ length: 3000 }, () => 1 + Math.floor(random() ** 8 * 1e5));
    const parents = huffmanParents(counts);
    const codes = Array.from(counts, (_, leaf) => {
      const { code, point } = pathOf(parents, leaf);
      assert.equal(point[0], counts.length - 2);
      return code.join('');
    }).sort();
    for (const [i, code] of codes.entries()) assert.ok(!codes[i + 1]?.startsWith(code));
  });

  it('keeps paths short where counts are zero', () => {
    const parents = huffmanParents(new Uint32Array(1000));
    for (let leaf = 0; leaf < 1000; leaf++) assert.ok(pathOf(parents, leaf).code.length <= 10);
  });

  it('of a training takes the vocabulary from its end', () => {
    const counts = Uint32Array.from([4, 2, 1, 1, 1]);
    const parents = vocabularyTree(counts);
    const backwards = huffmanParents(Uint32Array.from([1, 1, 1, 2, 4]));
    for (let leaf = 0; leaf < 5; leaf++) assert.deepEqual(pathOf(parents, leaf), pathOf(backwards, 4 - leaf));
  });

  it('of one leaf or none is empty', () => {
    for (const n of [0, 1]) assert.equal(huffmanParents(new Uint32Array(n)).length, 0);
  });
});
