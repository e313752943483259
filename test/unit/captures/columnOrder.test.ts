import assert from 'node:assert/strict';
import { columnPlaces, moved } from '../../../webviews/src/captures/flows/columnOrder';

describe('the order of columns of a table', () => {
  const names = ['a', 'b', 'c', 'd'];

  it("is the file's unless the user gave another", () => {
    assert.deepEqual(columnPlaces(names, []), [0, 1, 2, 3]);
    assert.deepEqual(columnPlaces(names, ['d', 'a', 'b', 'c']), [3, 0, 1, 2]);
  });

  it('has every column once, whatever was remembered', () => {
    assert.deepEqual(columnPlaces(names, ['c', 'gone', 'c', 'a']), [2, 3, 0, 1]);
    assert.deepEqual(columnPlaces(names, ['d', 'c']), [0, 1, 3, 2]);
  });

  it('moves a column to the place of another', () => {
    assert.deepEqual(moved(names, 0, 2), ['b', 'c', 'a', 'd']);
    assert.deepEqual(moved(names, 3, 0), ['d', 'a', 'b', 'c']);
  });
});
