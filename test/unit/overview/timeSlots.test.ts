import assert from 'node:assert/strict';
import { slotsOf } from '../../../server/src/engine/overview/timeSlots';
import { gridOf } from '../../../server/src/engine/overview/timeline';

describe('slots of time', () => {
  const first = Date.UTC(2011, 7, 16, 10, 2, 3) * 1000 + 17;
  const [second, day] = [1e6, 86_400e6];
  for (const length of [0, 1, 5000, second, 90 * 60 * second, 5 * day, 400 * day, 60 * 366 * day])
    it(`are few, cover ${length / second} s, and make up the steps of its parts`, () => {
      const { micros, begin, count } = slotsOf([first, first + length]);
      assert.ok(count >= 1 && count <= 16_384, String(count));
      assert.ok(begin * micros <= first && (begin + count) * micros > first + length);
      assert.ok((begin + 1) * micros > first && (begin + count - 1) * micros <= first + length);
      // A part that is not much shorter than a hundredth of the whole has steps of whole slots.
      for (const part of [1, 2, 3, 7, 20, 50])
        if (length >= 120_000 && length < 16_384 * day) {
          const grid = gridOf([first, first + length / part]);
          assert.equal(grid.micros % micros, 0, `${grid.micros} of ${micros}`);
        }
    });

  it('are none where no flow has a time', () => assert.equal(slotsOf(undefined).count, 0));
});
