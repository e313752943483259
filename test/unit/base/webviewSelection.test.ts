import assert from 'node:assert/strict';
import { RowSelection } from '../../../webviews/src/base/table/rowSelection';

describe('selection of rows', () => {
  let selection: RowSelection;

  beforeEach(() => {
    selection = new RowSelection();
    selection.show([3, 1, 2, 5, 4]);
  });

  it('has the first row in the tab order and none selected', () => {
    assert.equal(selection.active, 3);
    assert.deepEqual(selection.selected, []);
  });

  it('moves by steps and stops at the ends', () => {
    const path = (['next', 'next', 'last', 'next', 'pageUp', 'previous'] as const).map(step => {
      selection.step(step, false);
      return selection.active;
    });
    assert.deepEqual(path, [1, 2, 4, 4, 3, 3]);
  });

  it('extends from the row it began at, in the order shown, and back', () => {
    selection.step('next', false);
    selection.step('next', true);
    selection.step('next', true);
    assert.deepEqual(selection.selected, [1, 2, 5]);
    selection.step('first', true);
    assert.deepEqual(selection.selected, [3, 1]);
  });

  it('keeps focus and selection with their rows when the order changes', () => {
    selection.only(2);
    selection.toggle(5);
    selection.show([5, 4, 3, 2, 1]);
    assert.equal(selection.active, 5);
    assert.deepEqual(selection.selected, [5, 2]);
  });

  it('does not count rows that a filter hides, and puts the focus on one that is shown', () => {
    selection.all();
    selection.focus(4);
    selection.show([1, 2]);
    assert.deepEqual(selection.selected, [1, 2]);
    assert.equal(selection.active, 1);
  });

  it('survives a filter that hides every row', () => {
    selection.show([]);
    selection.step('next', true);
    assert.equal(selection.active, undefined);
    selection.show([7]);
    assert.equal(selection.active, 7);
  });

  it('forgets everything selected', () => {
    selection.all();
    selection.none();
    assert.deepEqual(selection.selected, []);
  });
});
