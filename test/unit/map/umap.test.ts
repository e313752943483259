import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import { distanceCurve } from '../../../server/src/engine/map/distanceCurve';
import { fuzzySet, memberships } from '../../../server/src/engine/map/fuzzySet';
import { nearestGraph } from '../../../server/src/engine/map/nearest';
import { mapQuality } from '../../../server/src/engine/map/quality';
import { umap, type UmapSettings } from '../../../server/src/engine/map/umap';
import { groupedRows, unitRows } from '../../support/mapData';

const golden = JSON.parse(readFileSync(new URL('../../golden/maps.json', import.meta.url), 'utf8')) as {
  fuzzy: { entries: number; sum: number; first: Record<string, number> };
  curves: { minDist: number; a: number; b: number }[];
};

describe('UMAP', function () {
  this.timeout(60_000);
  const [n, d] = [120, 10];
  const unit = unitRows(groupedRows(), d);
  const settings: UmapSettings = { dimensions: 2, neighbours: 8, minDist: 0.1, epochs: 100, seed: 1 };

  it("weighs neighbours as umap-learn's fuzzy simplicial set does", async () => {
    const graph = fuzzySet(await nearestGraph(unit, n, d, 7), n);
    assert.equal(graph.ends.length, golden.fuzzy.entries);
    const sum = graph.weights.reduce((total, weight) => total + weight, 0);
    assert.ok(Math.abs(sum - golden.fuzzy.sum) < 1e-2, String(sum));
    const first = Array.from(graph.ends.subarray(0, graph.starts[1]), (end, e) => [end, graph.weights[e]!]);
    assert.deepEqual(
      first.map(([end]) => end).sort((a, b) => a! - b!),
      Object.keys(golden.fuzzy.first).map(Number),
    );
    for (const [end, weight] of first) assert.ok(Math.abs(weight! - golden.fuzzy.first[String(end)]!) < 1e-4);
  });

  it('weighs the nearest neighbour 1, duplicates too, and sums to the logarithm of the neighbours', () => {
    const distances = fc.array(fc.float({ min: 0, max: 4, noNaN: true }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(distances, { minLength: 1, maxLength: 6 }), rows => {
        const sorted = rows.map(row => [...row].sort((a, b) => a - b));
        const weights = memberships(Float32Array.from(sorted.flat()), rows.length, 5);
        assert.ok(weights.every(weight => weight >= 0 && weight <= 1));
        for (const i of sorted.keys()) {
          const own = weights.subarray(i * 5, i * 5 + 5);
          assert.equal(own[0], 1);
          for (let j = 1; j < 5; j++) assert.ok(own[j]! <= own[j - 1]!);
        }
      }),
    );
    const usual = memberships(Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5), 1, 5);
    assert.ok(Math.abs(usual.reduce((sum, weight) => sum + weight, 0) - Math.log2(6)) < 1e-4);
  });

  it('makes a graph that is the same both ways, without an end twice', async () => {
    const { starts, ends, weights } = fuzzySet(await nearestGraph(unit, n, d, 9), n);
    const known = new Map<string, number>();
    for (let i = 0; i < n; i++)
      for (let e = starts[i]!; e < starts[i + 1]!; e++) {
        assert.ok(!known.has(`${i} ${ends[e]!}`));
        known.set(`${i} ${ends[e]!}`, weights[e]!);
      }
    for (const [edge, weight] of known)
      assert.ok(Math.abs(known.get(edge.split(' ').reverse().join(' '))! - weight) < 1e-6);
  });

  it("fits the curve of umap-learn's a and b", () => {
    for (const { minDist, a, b } of golden.curves) {
      const curve = distanceCurve(minDist);
      assert.ok(Math.abs(curve.a / a - 1) < 1e-3, `${minDist}: a ${curve.a}, not ${a}`);
      assert.ok(Math.abs(curve.b / b - 1) < 1e-3, `${minDist}: b ${curve.b}, not ${b}`);
    }
  });

  it('is the same bytes for the same seed and any number of threads; another seed is another map', async () => {
    const many = unitRows(groupedRows({ n: 1500, d: 6, groups: 9 }), 6);
    const draw = async (other: Partial<UmapSettings>) =>
      (await umap(many, 1500, 6, { ...settings, epochs: 20, ...other })).layout;
    const one = await draw({ threads: 1 });
    assert.deepEqual(await draw({ threads: 3 }), one);
    assert.notDeepEqual(await draw({ threads: 1, seed: 2 }), one);
  });

  for (const dimensions of [2, 3] as const)
    it(`keeps groups together and apart in ${dimensions} dimensions`, async () => {
      const rows = unitRows(groupedRows({ n: 600, d: 12, groups: 6, seed: 9 }), 12);
      const { layout, epochs } = await umap(rows, 600, 12, {
        ...settings,
        dimensions,
        epochs: 0,
        neighbours: 15,
      });
      assert.equal(epochs, 500);
      assert.equal(layout.length, 600 * dimensions);
      assert.ok(layout.every(Number.isFinite));
      const quality = await mapQuality(rows, 600, 12, layout, dimensions, { random: seededRandom(1) });
      assert.ok(quality.trustworthiness > 0.93, String(quality.trustworthiness));
    });

  it('draws duplicates, and no more neighbours than there are points', async () => {
    const same = new Float32Array(40).fill(0.5);
    const { layout } = await umap(same, 10, 4, { ...settings, neighbours: 500, epochs: 30 });
    assert.ok(layout.every(Number.isFinite));
    assert.ok(new Set(layout).size > 2);
    await assert.rejects(umap(same, 2, 4, settings), /at least 3 points/);
  });

  it('ends soon after it is cancelled, with nothing', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const drawing = umap(
      unit,
      n,
      d,
      { ...settings, epochs: 100_000_000 },
      {
        signal: stop.signal,
        onProgress: ({ stage, layout }) => {
          seen.push(stage);
          if (layout) stop.abort();
        },
      },
    );
    await assert.rejects(drawing, Cancelled);
    assert.equal(seen.at(-1), 'layout');
  });
});
