import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Camera } from '../../../webviews/src/map/camera';
import { FrameBudget } from '../../../webviews/src/map/frames';
import { keyAction } from '../../../webviews/src/map/keys';
import { placedNames } from '../../../webviews/src/map/namePlaces';
import { PointWalk } from '../../../webviews/src/map/pointWalk';
import { readView } from '../../../webviews/src/map/savedView';

const size = { width: 800, height: 500 };
const flat = (): Camera => ({ x: 0, y: 0, reach: 1, yaw: 0, pitch: 0 });
const within = (a: number, b: number, most = 1e-6) => assert.ok(Math.abs(a - b) <= most, `${a} ${b}`);

describe('budget of frames', () => {
  const run = (budget: FrameBudget, frameMs: number, frames: number, points = 1_000_000) => {
    let share = 1;
    for (let i = 0, now = 1000; i < frames; i++, now += frameMs) {
      budget.moved(now);
      share = budget.plan(now, points).share;
    }
    return share;
  };

  it('draws fewer points while frames are slow, and all of them at rest', () => {
    const budget = new FrameBudget();
    assert.ok(run(budget, 120, 12) < 0.05);
    assert.deepEqual(budget.plan(1e6, 1_000_000), { share: 1, moving: false });
  });

  it('draws more while frames are quick', () => assert.equal(run(new FrameBudget(), 10, 20), 1));

  it('begins with what a trial says', () => {
    const budget = new FrameBudget();
    budget.calibrate(20_000, 9);
    within(run(budget, 30, 1), 0.1);
  });

  it('takes slow frames for movement, not for rest', () => {
    const budget = new FrameBudget();
    run(budget, 400, 4);
    assert.equal(budget.plan(1000 + 3 * 400 + 500, 1_000_000).moving, true);
  });
});

describe('keys on a map', () => {
  const press = (key: string, more = {}) =>
    keyAction({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more }, true);

  it('move, zoom, turn and go through points', () => {
    assert.deepEqual(press('ArrowLeft'), { kind: 'pan', dx: 60, dy: 0 });
    assert.equal(press('ArrowLeft', { shiftKey: true })?.kind, 'turn');
    assert.equal(press('+')?.kind, 'zoom');
    assert.deepEqual([press('Tab')?.kind, press('Tab', { shiftKey: true })?.kind], ['next', 'previous']);
  });

  it('leave shortcuts and other keys alone', () => {
    assert.equal(press('ArrowLeft', { ctrlKey: true }), undefined);
    assert.equal(press('q'), undefined);
  });

  it('walk from end to end and out', () => {
    const walk = new PointWalk();
    const stops = [7, 9];
    assert.deepEqual(
      [1, 1, 1].map(by => walk.step(stops, by as 1)),
      [7, 9, undefined],
    );
    assert.deepEqual([walk.step(stops, -1), walk.end(stops, 'first'), walk.step([], 1)], [9, 7, undefined]);
  });
});

describe('names on a map', () => {
  it('give way to those of larger parts, and stay inside', () => {
    const names = [
      { at: [100, 100], text: 'large' },
      { at: [110, 105], text: 'covered' },
      { at: [2, 200], text: 'edge' },
      { at: [400, 700], text: 'outside' },
    ] as const;
    const placed = placedNames(names, size, () => 50);
    assert.deepEqual(
      placed.map(({ text, x }) => [text, x]),
      [
        ['large', 100],
        ['edge', 31],
      ],
    );
  });
});

describe('saved view of a map', () => {
  const saved = {
    map: 'a',
    camera: flat(),
    colour: 'field:1',
    hidden: ['x', 3],
    selection: 'AA==',
    isolated: true,
  };

  it('comes back for the same map', () => {
    const view = readView(saved, 'a');
    assert.deepEqual(
      [view.camera, view.colour, view.hidden, view.isolated],
      [flat(), 'field:1', ['x'], true],
    );
  });

  it('keeps only the question of colour for another map', () => {
    const view = readView(saved, 'b');
    assert.deepEqual([view.camera, view.colour, view.hidden, view.selection], [undefined, 'field:1', [], '']);
  });

  it('is as at first when it is nonsense', () =>
    fc.assert(
      fc.property(fc.anything(), anything => {
        const { mode, names, hidden } = readView(anything, 'a');
        assert.ok(
          ['move', 'turn', 'box', 'lasso'].includes(mode) &&
            typeof names === 'boolean' &&
            Array.isArray(hidden),
        );
      }),
    ));
});
