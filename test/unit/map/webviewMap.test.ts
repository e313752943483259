import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  axesOf,
  boundsOf,
  fitting,
  panned,
  readCamera,
  revealing,
  rotated,
  toMap,
  toScreen,
  zoomed,
  type Camera,
} from '../../../webviews/src/map/camera';
import { drawOrder, drawnOf, shuffledPoints } from '../../../webviews/src/map/drawOrder';
import { normalised, readSnapshot, turned } from '../../../webviews/src/map/layout';
import { PointGrid } from '../../../webviews/src/map/pointGrid';
import { PointSet } from '../../../webviews/src/map/pointSet';
import { boxOf, isInside, simplified } from '../../../webviews/src/map/polygon';

const size = { width: 800, height: 500 };
const flat = (camera: Partial<Camera> = {}): Camera => ({
  x: 0,
  y: 0,
  reach: 1,
  yaw: 0,
  pitch: 0,
  ...camera,
});
const within = (a: number, b: number, most = 1e-6) => assert.ok(Math.abs(a - b) <= most, `${a} ${b}`);
const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
const camera = fc.record({
  x: coordinate,
  y: coordinate,
  reach: fc.double({ min: 0.001, max: 5, noNaN: true }),
  yaw: coordinate,
  pitch: coordinate,
});

describe('camera of a map', () => {
  it('finds back from pixels what it put there', () =>
    fc.assert(
      fc.property(camera, coordinate, coordinate, (c, x, y) => {
        const [mx, my] = toMap(c, size, ...toScreen(c, size, x, y));
        within(mx, x);
        within(my, y);
      }),
    ));

  it('keeps what is at the pointer there while it zooms', () =>
    fc.assert(
      fc.property(camera, fc.nat(800), fc.nat(500), fc.constantFrom(0.5, 1.3, 4), (c, px, py, factor) => {
        const [x, y] = toMap(c, size, px, py);
        const [ax, ay] = toScreen(zoomed(c, size, factor, px, py), size, x, y);
        within(ax, px, 1e-3);
        within(ay, py, 1e-3);
      }),
    ));

  it('moves by the pixels of a drag', () => {
    const [x, y] = toScreen(panned(flat(), size, 30, -20), size, 0, 0);
    assert.deepEqual([x, y], [430, 230]);
  });

  it('fits bounds into the view, whatever their form', () =>
    fc.assert(
      fc.property(
        coordinate,
        coordinate,
        fc.double({ min: 0.01, max: 2, noNaN: true }),
        (left, bottom, w) => {
          const wanted = { left, bottom, right: left + w, top: bottom + 0.3 };
          const seen = boundsOf(fitting(wanted, size), size);
          assert.ok(seen.left < wanted.left && seen.right > wanted.right);
          assert.ok(seen.bottom < wanted.bottom && seen.top > wanted.top);
        },
      ),
    ));

  it('brings a place into view by as little as is needed', () => {
    const there = flat();
    assert.equal(revealing(there, size, 0.2, -0.3), there);
    assert.deepEqual(revealing(there, size, 0, 3), flat({ y: 3 - 1 + 0.06 }));
    fc.assert(
      fc.property(camera, coordinate, coordinate, (c, x, y) => {
        const [px, py] = toScreen(revealing(c, size, x, y), size, x, y);
        assert.ok(px > 0 && py > 0 && px < size.width && py < size.height);
      }),
    );
  });

  it('turns without stretching', () => {
    const { right, up, near } = axesOf(flat({ yaw: 0.7, pitch: -0.4 }));
    const dot = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, v, i) => sum + v * (b[i] ?? 0), 0);
    for (const axis of [right, up, near]) within(dot(axis, axis), 1);
    for (const [a, b] of [
      [right, up],
      [up, near],
      [right, near],
    ] as const)
      within(dot(a, b), 0);
  });

  it('does not tip over', () => assert.equal(rotated(flat(), 0, 9).pitch, Math.PI / 2));

  it('comes from saved state that fits only', () => {
    assert.deepEqual(readCamera(flat({ x: 0.5 })), flat({ x: 0.5 }));
    for (const saved of [
      undefined,
      3,
      {},
      { ...flat(), x: NaN },
      { ...flat(), reach: 0 },
      { ...flat(), y: '1' },
    ])
      assert.equal(readCamera(saved), undefined);
  });
});

describe('layout of a map', () => {
  it('is brought to its longest side and keeps its form', () => {
    const [x, y] = normalised(Float32Array.of(10, 30, NaN), Float32Array.of(0, 5, 0));
    assert.deepEqual([...x], [-1, 1, 0]);
    assert.deepEqual([...y], [-0.25, 0.25, -0.25]);
  });

  it('of one point is in the middle', () =>
    assert.deepEqual(
      normalised(Float32Array.of(7), Float32Array.of(7)).map(a => a?.[0]),
      [0, 0],
    ));

  it('turns where it has depth only', () => {
    const [x, y, z] = [Float32Array.of(1), Float32Array.of(0), Float32Array.of(0)];
    assert.equal(turned({ x, y }, flat({ yaw: 1 })).x, x);
    within(turned({ x, y, z }, flat({ yaw: Math.PI / 2 })).x[0] as number, 0);
  });

  it('is read from a snapshot, of whole points only', () => {
    const bytes = Buffer.from(Uint16Array.of(0, 65535, 65535, 0).buffer).toString('base64');
    const [x, y] = readSnapshot(bytes, 2) as [Float32Array, Float32Array];
    assert.deepEqual(
      [[...x], [...y]],
      [
        [-1, 1],
        [1, -1],
      ],
    );
    assert.equal(readSnapshot(bytes, 3), undefined);
    assert.equal(readSnapshot('<no base64>', 2), undefined);
  });
});

describe('grid of points', () => {
  const points = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 60 });

  it('finds the nearest as looking at all does', () =>
    fc.assert(
      fc.property(
        points,
        coordinate,
        coordinate,
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (all, x, y, r) => {
          const [xs, ys] = [Float32Array.from(all, p => p[0]), Float32Array.from(all, p => p[1])];
          const distance = (i: number) => Math.hypot((xs[i] as number) - x, (ys[i] as number) - y);
          const near = all.map((_, i) => i).filter(i => distance(i) <= r && i % 3 > 0);
          const found = new PointGrid(xs, ys, 2).nearest(x, y, r, i => i % 3 > 0);
          if (found === undefined) return assert.equal(near.length, 0);
          within(distance(found), Math.min(...near.map(distance)), 1e-9);
        },
      ),
    ));

  it('visits every point within bounds once', () =>
    fc.assert(
      fc.property(points, coordinate, coordinate, (all, left, bottom) => {
        const [xs, ys] = [Float32Array.from(all, p => p[0]), Float32Array.from(all, p => p[1])];
        const bounds = { left, bottom, right: left + 0.7, top: bottom + 0.4 };
        const seen: number[] = [];
        new PointGrid(xs, ys).within(bounds, i => seen.push(i));
        const wanted = all
          .map((_, i) => i)
          .filter(i => {
            const [x, y] = [xs[i] as number, ys[i] as number];
            return x >= left && x <= bounds.right && y >= bottom && y <= bounds.top;
          });
        assert.deepEqual(
          seen.sort((a, b) => a - b),
          wanted,
        );
      }),
    ));

  it('holds many points at one place', () => {
    const same = new Float32Array(1000);
    assert.equal(
      new PointGrid(same, same).nearest(0, 0, 0.1, i => i === 999),
      999,
    );
  });
});

describe('lasso', () => {
  it('of a box holds what is between its corners', () => {
    const box = boxOf([4, 1], [0, 3]);
    assert.deepEqual(
      [
        [1, 2],
        [5, 2],
        [1, 4],
      ].map(([x = 0, y = 0]) => isInside(box, x, y)),
      [true, false, false],
    );
  });

  it('leaves out the hole of one that crosses itself', () => {
    const star = [0, 2, 4, 1, 3].map(i => [Math.sin(i * 1.2566), Math.cos(i * 1.2566)] as const);
    assert.equal(isInside(star, 0, 0), false);
    assert.equal(isInside(star, 0, 0.7), true);
  });

  it('drops corners that are no further than the hand shakes', () =>
    assert.deepEqual(
      simplified(
        [
          [0, 0],
          [1, 0],
          [3, 0],
          [3, 1],
        ],
        2,
      ),
      [
        [0, 0],
        [3, 0],
      ],
    ));
});

describe('set of points', () => {
  it('is the same after it was remembered', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(99)), list => {
        const [a, b] = [new PointSet(100), new PointSet(100)];
        for (const point of list) a.add(point);
        b.addText(a.toText());
        assert.deepEqual(b.list(), Uint32Array.from(list).sort());
        assert.equal(b.size, list.length);
      }),
    ));

  for (const text of [undefined, 5, '****', 'AAAA', 'A'])
    it(`takes nothing from ${JSON.stringify(text)}`, () => {
      const set = new PointSet(100);
      set.addText(text);
      assert.equal(set.size, 0);
    });
});

describe('order of drawing', () => {
  const category = Uint8Array.of(0, 1, 0, 0, 2, 0);
  const all = Uint32Array.of(5, 4, 3, 2, 1, 0);

  it('draws the commonest first, each group as shuffled', () => {
    const { order, groups } = drawOrder(all, category, new Set());
    assert.deepEqual([...order], [5, 3, 2, 0, 1, 4]);
    assert.deepEqual(
      groups.map(g => [g.category, g.start, g.length]),
      [
        [0, 0, 4],
        [1, 4, 1],
        [2, 5, 1],
      ],
    );
  });

  it('leaves out what is hidden', () => {
    const found = drawOrder(all, category, new Set([0]));
    assert.deepEqual([[...found.order], found.length], [[1, 4], 2]);
  });

  it('draws what is not selected first, in grey', () => {
    const { groups, order } = drawOrder(all, category, new Set(), Uint8Array.of(1, 0, 0, 0, 1, 0));
    assert.deepEqual(
      groups.map(g => [g.category, g.faded]),
      [
        [0, true],
        [1, true],
        [0, false],
        [2, false],
      ],
    );
    assert.deepEqual([...order], [5, 3, 2, 1, 0, 4]);
  });

  it('holds every point once, whatever the categories', () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), of => {
        const { order } = drawOrder(shuffledPoints(of.length), of, new Set());
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          [...of.keys()],
        );
      }),
    ));

  it('shuffles the same way for the same seed', () => {
    assert.deepEqual(shuffledPoints(50, 3), shuffledPoints(50, 3));
    assert.notDeepEqual(shuffledPoints(50, 3), shuffledPoints(50, 4));
  });

  it('keeps a point of the smallest group', () =>
    assert.deepEqual(
      [drawnOf({ length: 3 } as never, 0.001), drawnOf({ length: 1000 } as never, 0.1)],
      [1, 100],
    ));
});
