import assert from 'node:assert/strict';
import fc from 'fast-check';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { stratifiedSample } from '../../../server/src/engine/map/sample';

const names = ['botnet', 'normal', 'background'];
const classesOf = (...sizes: number[]) =>
  Uint8Array.from(sizes.flatMap((size, i) => Array.from({ length: size }, () => (i === 3 ? 0xff : i))));

describe('a sample stratified by label', () => {
  it('keeps rare classes whole, or at half of an equal part, and says so', () => {
    const { rows, strata, note } = stratifiedSample(classesOf(20, 500, 9480), names, 600, seededRandom(1));
    assert.deepEqual(
      strata.map(({ drawn }) => drawn),
      [20, 116, 464],
    );
    assert.equal(rows.length, 600);
    assert.deepEqual([...rows.subarray(0, 20)], [...Array(20).keys()]);
    assert.equal(
      note,
      'Shown are 600 of 10,000 tokens, drawn at random within each class so that rare classes stay visible: botnet 20 of 20, normal 116 of 500, background 464 of 9,480.',
    );
  });

  it('of all rows is all rows, and nothing is said', () => {
    for (const most of [0, 30, 31]) {
      const { rows, note } = stratifiedSample(classesOf(10, 0, 20), names, most, seededRandom(1));
      assert.deepEqual([...rows], [...Array(30).keys()]);
      assert.equal(note, undefined);
    }
  });

  it('is the same for the same seed, another for another', () => {
    const draw = (seed: number) =>
      [...stratifiedSample(classesOf(100, 100, 800, 50), names, 50, seededRandom(seed)).rows].join();
    assert.equal(draw(1), draw(1));
    assert.notEqual(draw(1), draw(2));
  });

  it('has just as many rows as asked, each once, and some of every class while there is room', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 120 }), fc.nat(), (counts, most, seed) => {
        const classes = classesOf(...counts);
        const { rows, strata } = stratifiedSample(classes, names, most, seededRandom(seed));
        assert.equal(rows.length, Math.min(most, classes.length));
        assert.equal(new Set(rows).size, rows.length);
        for (const { size, drawn } of strata) {
          assert.ok(drawn <= size);
          if (most >= 2 * strata.length) assert.ok(drawn > 0);
        }
      }),
    );
  });
});
