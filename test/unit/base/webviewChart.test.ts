import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nearestOf, scaleOf, shortNumber } from '../../../webviews/src/base/chart/axes';

const pixels = [50, 350] as const;
const hour = 3_600_000;

describe('axes of charts', () => {
  it('lay numbers over pixels, up or down, and back', () => {
    const right = scaleOf({ kind: 'number', name: 'x', from: 0, to: 10 }, pixels, 50);
    assert.deepEqual([0, 5, 10].map(right.at), [50, 200, 350]);
    assert.equal(right.value(200), 5);
    const up = scaleOf({ kind: 'number', name: 'y', from: 0, to: 1 }, [300, 0], 50);
    assert.deepEqual([0, 1].map(up.at), [300, 0]);
  });

  it('have round ticks within their ends', () =>
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
        (from, span) => {
          const scale = scaleOf({ kind: 'number', name: 'x', from, to: from + span }, pixels, 50);
          assert.ok(scale.ticks.length >= 1 && scale.ticks.length <= 16, String(scale.ticks.length));
          for (const { value } of scale.ticks) assert.ok(value >= from && value <= from + span);
        },
      ),
    ));

  it('put everything somewhere when both ends are one', () =>
    assert.ok(Number.isFinite(scaleOf({ kind: 'number', name: 'x', from: 3, to: 3 }, pixels, 50).at(3))));

  const from = Date.UTC(2011, 7, 16, 10);
  const times: [number, RegExp][] = [
    [2000, /^\d\d:\d\d\.\d{3}$/],
    [60_000, /^\d\d:\d\d:\d\d$/],
    [hour, /^\d\d:\d\d$/],
    [30 * hour, /^08-\d\d \d\d:\d\d$/],
    [240 * hour, /^2011-08-\d\d$/],
  ];
  for (const [span, form] of times)
    it(`tell times of ${span / 1000} s by no more than tells them apart`, () => {
      const { ticks } = scaleOf({ kind: 'time', name: 't', from, to: from + span }, pixels, 60);
      assert.ok(ticks.length >= 2);
      for (const { text } of ticks) assert.match(text, form);
      assert.equal(new Set(ticks.map(({ text }) => text)).size, ticks.length);
    });

  for (const [span, each] of [
    [6 * 60_000, 60],
    [6 * 60_000, 10],
    [10_000, 10],
    [90_000, 20],
    [96 * hour, 40],
  ] as const)
    it(`tell times of ${span / 1000} s apart, a tick each ${each} pixels`, () => {
      const { ticks } = scaleOf({ kind: 'time', name: 't', from, to: from + span }, [0, 900], each);
      assert.equal(new Set(ticks.map(({ text }) => text)).size, ticks.length);
    });

  it('give names bands, and tell fewer where there is no room', () => {
    const names = Array.from({ length: 60 }, (_, i) => `n${i}`);
    const scale = scaleOf({ kind: 'names', name: 'x', names }, pixels, 50);
    assert.equal(scale.band, 5);
    assert.ok(scale.ticks.length <= 7);
    for (const i of [0, 30, 59]) assert.equal(scale.value(scale.at(i)), i);
  });

  for (const [value, text] of [
    [0, '0'],
    [0.125, '0.125'],
    [9999, '10000'],
    [12_345, '12.3k'],
    [-2_500_000, '-2.5M'],
  ] as const)
    it(`write ${value} as ${text}`, () => assert.equal(shortNumber(value), text));

  it('find what is nearest', () => {
    assert.equal(nearestOf([1, 4, 9], 6), 1);
    assert.equal(nearestOf([1, 4, 9], -5), 0);
    assert.equal(nearestOf([1, 4, 9], 50), 2);
  });
});
