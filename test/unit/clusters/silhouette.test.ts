import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { silhouette } from '../../../server/src/engine/clusters/silhouette';
import { ladderOf, suggestK } from '../../../server/src/engine/clusters/suggestK';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import { blobs } from '../../support/blobs';
import { square } from '../../support/referenceKmeans';

const all = { sample: Infinity, spherical: false, seed: 1, threads: 2 };

/** Rousseeuw's definition as it is written down. */
function plainSilhouette(vectors: Float32Array, n: number, d: number, own: Uint32Array, i: number): number {
  const clusters = Math.max(...own) + 1;
  const [sums, sizes] = [new Float64Array(clusters), new Float64Array(clusters)];
  for (let j = 0; j < n; j++) {
    const c = own[j] as number;
    sums[c] = (sums[c] as number) + Math.sqrt(square(vectors, i, vectors, j, d));
    sizes[c] = (sizes[c] as number) + 1;
  }
  const mine = own[i] as number;
  if (sizes[mine] === 1) return 0;
  const a = (sums[mine] as number) / ((sizes[mine] as number) - 1);
  let b = Infinity;
  for (let c = 0; c < clusters; c++)
    if (c !== mine && (sizes[c] as number) > 0) b = Math.min(b, (sums[c] as number) / (sizes[c] as number));
  return Math.max(a, b) > 0 ? (b - a) / Math.max(a, b) : 0;
}

describe('the silhouette', function () {
  this.timeout(120_000);

  it("is scikit-learn's", async () => {
    const golden = JSON.parse(readFileSync(new URL('../../golden/kmeans.json', import.meta.url), 'utf8')) as {
      n: number;
      d: number;
      seed: number;
      silhouette: number;
      first: number[];
    }[];
    for (const { n, d, seed, silhouette: wanted, first } of golden) {
      const groups = Uint32Array.from({ length: n }, (_, i) => i % 6);
      const { mean, rows, values } = await silhouette(blobs(n, d, seed), n, d, groups, all);
      assert.ok(Math.abs((mean as number) - wanted) < 1e-5, `${mean} against ${wanted}`);
      assert.equal(rows.length, n);
      for (const [i, value] of first.entries()) assert.ok(Math.abs((values[i] as number) - value) < 1e-4);
    }
  });

  it('is that of the definition for any clusters: alone, empty numbers, duplicates', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(999),
        async (n, d, seed) => {
          const random = seededRandom(seed);
          const vectors = Float32Array.from({ length: n * d }, () => Math.floor(random() * 3));
          const own = Uint32Array.from({ length: n }, () => 2 * Math.floor(random() * 4));
          const { mean, values } = await silhouette(vectors, n, d, own, { ...all, threads: 1 });
          if (new Set(own).size < 2) return assert.equal(mean, null);
          for (let i = 0; i < n; i++)
            assert.ok(Math.abs((values[i] as number) - plainSilhouette(vectors, n, d, own, i)) < 1e-5);
        },
      ),
      { numRuns: 20 },
    ));

  it('asks about a seeded sample, of all vectors', async () => {
    const [n, d] = [500, 6];
    const vectors = blobs(n, d, 4);
    const own = Uint32Array.from({ length: n }, (_, i) => i % 6);
    const some = await silhouette(vectors, n, d, own, { ...all, sample: 37, threads: 2 });
    assert.equal(some.rows.length, 37);
    assert.ok(some.rows.every((row, i) => i === 0 || row > (some.rows[i - 1] as number)));
    for (const [i, row] of some.rows.entries())
      assert.ok(Math.abs((some.values[i] as number) - plainSilhouette(vectors, n, d, own, row)) < 1e-5);
    const again = await silhouette(vectors, n, d, own, { ...all, sample: 37, threads: 1 });
    assert.deepEqual(again, some);
    const other = await silhouette(vectors, n, d, own, { ...all, sample: 37, seed: 2 });
    assert.notDeepEqual(other.rows, some.rows);
  });

  it('of spherical clusters does not heed the lengths', async () => {
    const vectors = blobs(60, 4, 1);
    const longer = vectors.map((x, at) => x * (1 + (Math.floor(at / 4) % 5)));
    const own = Uint32Array.from({ length: 60 }, (_, i) => i % 6);
    const [a, b] = [
      await silhouette(vectors, 60, 4, own, { ...all, spherical: true }),
      await silhouette(longer, 60, 4, own, { ...all, spherical: true }),
    ];
    assert.ok(Math.abs((a.mean as number) - (b.mean as number)) < 1e-5);
  });

  it('stops when it is cancelled', () =>
    assert.rejects(
      silhouette(
        blobs(100, 4, 1),
        100,
        4,
        new Uint32Array(100).map((_, i) => i % 2),
        all,
        {
          signal: AbortSignal.abort(),
        },
      ),
      Cancelled,
    ));
});

describe('a suggested number of clusters', function () {
  this.timeout(120_000);
  const settings = { restarts: 2, spherical: false, method: 'full', seed: 3, threads: 1 } as const;

  it('is that of groups that stand apart', async () => {
    const random = seededRandom(6);
    // Seven groups at the corners of a simplex, far wider apart than wide.
    const vectors = Float32Array.from({ length: 350 * 7 }, (_, at) =>
      at % 7 === Math.floor(at / 7) % 7 ? 10 : random(),
    );
    const steps: number[] = [];
    const found = await suggestK(
      vectors,
      350,
      7,
      { ...settings, ladder: [3, 5, 7, 12, 40], sample: 100 },
      {
        onProgress: ({ step, of, fraction }) => {
          assert.ok(of === 5 && fraction >= 0 && fraction <= 1);
          steps.push(step);
        },
      },
    );
    assert.equal(found.k, 7);
    assert.equal(found.sample, 100);
    assert.deepEqual(
      found.tried.map(t => t.k),
      [3, 5, 7, 12, 40],
    );
    assert.ok((found.tried[2]?.silhouette as number) > 0.8);
    assert.deepEqual([...new Set(steps)], [0, 1, 2, 3, 4]);
  });

  it('is found on a sample of very many vectors', async () => {
    const random = seededRandom(6);
    const vectors = Float32Array.from({ length: 3500 * 7 }, (_, at) =>
      at % 7 === Math.floor(at / 7) % 7 ? 10 : random(),
    );
    const found = await suggestK(vectors, 3500, 7, {
      ...settings,
      ladder: [3, 7, 40],
      most: 300,
      sample: 100,
    });
    assert.deepEqual([found.k, found.sample, found.vectors], [7, 100, 300]);
  });

  it('comes from a ladder that holds the fifth of the vectors', () => {
    assert.ok(ladderOf(110_109).includes(22_022));
    for (const n of [0, 1, 2, 3, 9, 50, 1000])
      assert.ok(ladderOf(n).every((k, i, all) => k >= 2 && k < n && (i === 0 || k > (all[i - 1] as number))));
    assert.equal(ladderOf(2).length, 0);
  });

  it('is refused where none means anything, and can be cancelled', async () => {
    const vectors = blobs(20, 3, 1);
    await assert.rejects(suggestK(vectors, 20, 3, { ...settings, ladder: [1, 20] }), /from 2 to 19/);
    await assert.rejects(suggestK(vectors, 20, 3, settings, { signal: AbortSignal.abort() }), Cancelled);
  });
});
