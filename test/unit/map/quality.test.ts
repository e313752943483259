import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import { pca } from '../../../server/src/engine/map/pca';
import { mapQuality } from '../../../server/src/engine/map/quality';
import { groupedRows, unitRows } from '../../support/mapData';

type Quality = Record<'trustworthiness' | 'preservation', number>;
const golden = JSON.parse(readFileSync(new URL('../../golden/maps.json', import.meta.url), 'utf8')) as {
  quality: Record<'pca' | 'poor', Quality>;
};

describe('the quality of a map', () => {
  const [n, d] = [120, 10];
  const rows = groupedRows();
  const unit = unitRows(rows, d);
  const options = (threads = 2) => ({ random: seededRandom(1), threads });

  function check(quality: Quality, expected: Quality): void {
    for (const figure of ['trustworthiness', 'preservation'] as const)
      assert.ok(Math.abs(quality[figure] - expected[figure]) < 1e-6, `${figure} ${quality[figure]}`);
  }

  it("is scikit-learn's, of a good map and of a poor one", async () => {
    check(await mapQuality(unit, n, d, pca(unit, n, d, 2).layout, 2, options()), golden.quality.pca);
    const poor = Float32Array.from({ length: 2 * n }, (_, i) => rows[(i >> 1) * d + 3 + (i & 1)]!);
    check(await mapQuality(unit, n, d, poor, 2, options()), golden.quality.poor);
  });

  it('is the same for any number of threads', async () => {
    const { layout } = pca(unit, n, d, 3);
    const one = await mapQuality(unit, n, d, layout, 3, options(1));
    for (const threads of [2, 3, 7]) check(await mapQuality(unit, n, d, layout, 3, options(threads)), one);
  });

  it('is perfect where the map is the space itself, and chance where places are random', async () => {
    const flat = unitRows(groupedRows({ n: 300, d: 2, groups: 50 }), 2);
    const perfect = await mapQuality(flat, 300, 2, flat, 2, options());
    assert.ok(perfect.trustworthiness > 0.999 && perfect.preservation > 0.95);
    const random = seededRandom(5);
    const anywhere = Float32Array.from({ length: 600 }, () => random());
    const chance = await mapQuality(flat, 300, 2, anywhere, 2, options());
    assert.ok(Math.abs(chance.trustworthiness - 0.5) < 0.06, String(chance.trustworthiness));
    assert.ok(chance.preservation < 0.08);
  });

  it('of many points is asked of a seeded sample, the same each time', async () => {
    const many = groupedRows({ n: 15_000, d: 4, groups: 40 });
    const vectors = unitRows(many, 4);
    const { layout } = pca(vectors, 15_000, 4, 2);
    const asked = await mapQuality(vectors, 15_000, 4, layout, 2, options());
    assert.equal(asked.points, 13_333);
    check(await mapQuality(vectors, 15_000, 4, layout, 2, options()), asked);
  });

  it('of few points asks for fewer neighbours, and of one nothing', async () => {
    const few = await mapQuality(unit.slice(0, 5 * d), 5, d, pca(unit, 5, d, 2).layout, 2, options());
    assert.deepEqual([few.neighbours, few.points], [2, 5]);
    assert.ok(few.trustworthiness >= 0 && few.trustworthiness <= 1);
    assert.equal((await mapQuality(unit, 1, d, new Float32Array(2), 2, options())).trustworthiness, 1);
  });

  it('is not told when the job was cancelled', async () => {
    const stop = new AbortController();
    const asking = mapQuality(unit, n, d, pca(unit, n, d, 2).layout, 2, {
      ...options(),
      signal: stop.signal,
    });
    stop.abort();
    await assert.rejects(asking, Cancelled);
  });
});
