import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { kmeans, type Kmeans, type KmeansSettings } from '../../../server/src/engine/clusters/kmeans';
import { planKmeans } from '../../../server/src/engine/clusters/kmeansMemory';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import { instantiateKernel, kernelModule } from '../../../server/src/base/threads/kernel';
import { blobs } from '../../support/blobs';
import { inertiaOf, referenceLloyd, square } from '../../support/referenceKmeans';

const plain: KmeansSettings = { k: 5, restarts: 1, spherical: false, method: 'full', seed: 1, threads: 2 };

/** What must hold of any answer; `rows` are unit vectors when the clusters are spherical. */
function check(rows: Float32Array, n: number, d: number, found: Kmeans): void {
  const { k, assignments, centres, sizes, distances, inertia } = found;
  assert.equal(assignments.length, n);
  assert.equal(centres.length, k * d);
  const counted = new Uint32Array(k);
  let sum = 0;
  const scale = 1 + Math.max(...centres.map(Math.abs));
  for (let i = 0; i < n; i++) {
    const own = assignments[i] as number;
    assert.ok(own < k);
    counted[own] = (counted[own] as number) + 1;
    const distance = Math.sqrt(square(rows, i, centres, own, d));
    assert.ok(
      Math.abs((distances[i] as number) - distance) < 1e-4 * scale,
      'a distance is to the own centre',
    );
    sum += distance ** 2;
    for (let c = 0; c < k; c++)
      assert.ok(
        Math.sqrt(square(rows, i, centres, c, d)) > distance - 1e-4 * scale,
        `vector ${i} is nearer to ${c}`,
      );
  }
  assert.deepEqual(sizes, counted);
  assert.ok(sizes.every(size => size > 0));
  assert.ok(Math.abs(inertia - sum) <= 1e-3 * (sum + scale));
}

function unit(vectors: Float32Array, d: number): Float32Array {
  const rows = vectors.slice();
  for (let at = 0; at < rows.length; at += d) {
    const length = Math.hypot(...rows.subarray(at, at + d));
    for (let j = at; length > 0 && j < at + d; j++) rows[j] = (rows[j] as number) / length;
  }
  return rows;
}

describe('k-means', function () {
  this.timeout(120_000);

  for (const [n, d, k, spherical] of [
    [400, 3, 20, false],
    [500, 40, 60, false],
    [700, 100, 140, false],
    [300, 33, 30, true],
    [50, 7, 1, false],
    [61, 5, 61, false],
  ] as const)
    it(`ends where plain iterations from its end stay: ${n} × ${d}, ${k} ${spherical ? 'spherical ' : ''}clusters`, async () => {
      const vectors = blobs(n, d, n);
      const found = await kmeans(vectors, n, d, { ...plain, k, spherical });
      assert.equal(found.k, k);
      assert.ok(found.converged);
      check(spherical ? unit(vectors, d) : vectors, n, d, found);
      const plainly = referenceLloyd(vectors, n, d, found.centres, spherical);
      const changed = plainly.assignments.filter((c, i) => c !== found.assignments[i]).length;
      assert.equal(changed, 0);
      assert.ok(Math.abs(plainly.inertia - found.inertia) <= 1e-4 * plainly.inertia + 1e-6);
    });

  for (const [n, d, k, groups] of [
    [600, 48, 80, 6],
    // Nothing but noise: many iterations, in which every bound is needed.
    [2500, 6, 25, 1],
    [2500, 32, 40, 1],
  ] as const)
    it(`moves the centres as plain iterations do, from the same start: ${n} × ${d}, ${k} clusters`, async () => {
      const vectors = blobs(n, d, 3, groups);
      // Stopped after one iteration, the means of the clusters before it are the centres.
      const once = await kmeans(vectors, n, d, { ...plain, k, maxIterations: 1, tolerance: 0 });
      assert.equal(once.converged, false);
      assert.equal(once.iterations, 1);
      const found = await kmeans(vectors, n, d, { ...plain, k, tolerance: 0 });
      const plainly = referenceLloyd(vectors, n, d, once.centres, false);
      assert.deepEqual(found.assignments, plainly.assignments);
      for (const [at, x] of plainly.centres.entries())
        assert.ok(Math.abs(x - (found.centres[at] as number)) < 1e-5);
    });

  it('gives the same clusters with one thread, with two and with three', async () => {
    const vectors = blobs(900, 50, 8);
    for (const method of ['full', 'mini-batch'] as const) {
      const settings = { ...plain, k: 120, method, seed: 4 };
      const [one, two, three] = [
        await kmeans(vectors, 900, 50, { ...settings, threads: 1 }),
        await kmeans(vectors, 900, 50, { ...settings, threads: 2 }),
        await kmeans(vectors, 900, 50, { ...settings, threads: 3 }),
      ];
      assert.deepEqual({ ...two, seconds: 0 }, { ...one, seconds: 0 });
      assert.deepEqual({ ...three, seconds: 0 }, { ...one, seconds: 0 });
      const another = await kmeans(vectors, 900, 50, { ...settings, seed: 5 });
      assert.notDeepEqual(another.assignments, one.assignments);
    }
  });

  it('keeps the best of several starts', async () => {
    const vectors = blobs(300, 6, 2, 12);
    const runs = [];
    for (let seed = 10; seed < 14; seed++)
      runs.push((await kmeans(vectors, 300, 6, { ...plain, k: 12, seed })).inertia);
    const best = await kmeans(vectors, 300, 6, { ...plain, k: 12, seed: 10, restarts: 4 });
    assert.equal(best.inertia, Math.min(...runs));
    assert.ok(new Set(runs).size > 1, 'the starts differ');
    check(vectors, 300, 6, best);
  });

  it('comes near to full iterations by mini-batches', async () => {
    const vectors = blobs(3000, 20, 5, 30);
    const full = await kmeans(vectors, 3000, 20, { ...plain, k: 30 });
    const batches = await kmeans(vectors, 3000, 20, { ...plain, k: 30, method: 'mini-batch' });
    check(vectors, 3000, 20, batches);
    assert.ok(batches.inertia < 1.1 * full.inertia, `${batches.inertia} against ${full.inertia}`);
  });

  it('leaves no cluster empty, however it ends', async () => {
    // Clusters of one or two vectors: both may leave at once, and mini-batches forget many.
    const vectors = blobs(2500, 2, 9, 40);
    for (const method of ['full', 'mini-batch'] as const)
      for (const maxIterations of [1, 2, 50]) {
        const settings = { ...plain, k: 1200, method, maxIterations };
        const { k, sizes, assignments, distances, centres, inertia } = await kmeans(
          vectors,
          2500,
          2,
          settings,
        );
        assert.equal(k, 1200);
        assert.ok(sizes.every(size => size > 0));
        let sum = 0;
        for (const [i, own] of assignments.entries()) {
          const distance = square(vectors, i, centres, own, 2);
          assert.ok(Math.abs(Math.sqrt(distance) - (distances[i] as number)) < 1e-4);
          sum += distance;
        }
        assert.ok(Math.abs(sum - inertia) < 1e-3 * sum);
      }
  });

  it('gives an empty cluster the vector farthest from its centre, if that is not alone in its own', async () => {
    const rows = [0, 1, 2, 3, 10, 40].map(x => [x, 0, 0, 0]);
    const plan = planKmeans({ n: 6, d: 4, k: 4, head: 8, threads: 1 });
    new Float32Array(plan.memory.buffer, plan.at.rows, 24).set(rows.flat());
    // The first five in cluster 0, the last alone in 2; clusters 1 and 3 are empty.
    const own = new Uint32Array(plan.memory.buffer, plan.at.own, 6);
    own.set([0, 0, 0, 0, 0, 2]);
    const nearest = new Float32Array(plan.memory.buffer, plan.at.nearest, 6);
    nearest.set([5, 4, 1, 0, 49, 99]);
    const kernel = instantiateKernel(await kernelModule('kmeans'), plan.memory);
    assert.equal(kernel['repairAlone']?.(plan.control), 1);
    assert.deepEqual([...own], [3, 0, 0, 0, 1, 2]);
    const centres = new Float32Array(plan.memory.buffer, plan.at.centres, 16);
    assert.deepEqual(
      [0, 4, 8, 12].map(at => centres[at]),
      [2, 10, 0, 0],
      'cluster 2 did not change',
    );
    assert.deepEqual([...nearest].slice(0, 5), [0, 1, 0, 1, 0]);
  });

  it('makes as many clusters as there are distinct vectors when they are fewer', async () => {
    const few = blobs(4, 9, 1);
    const vectors = Float32Array.from({ length: 200 * 9 }, (_, at) => few[at % few.length] as number);
    for (const method of ['full', 'mini-batch'] as const) {
      const found = await kmeans(vectors, 200, 9, { ...plain, k: 40, method });
      assert.equal(found.k, 4);
      assert.deepEqual([...found.sizes], [50, 50, 50, 50]);
      assert.ok(found.inertia < 1e-9 && found.converged);
      check(vectors, 200, 9, found);
    }
    const same = await kmeans(new Float32Array(30 * 2).fill(7), 30, 2, { ...plain, k: 3 });
    assert.deepEqual([same.k, [...same.centres], same.inertia], [1, [7, 7], 0]);
  });

  it('holds what must hold for any vectors: duplicates, zeros, numbers far from zero', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(1000),
        fc.boolean(),
        fc.constantFrom('full' as const, 'mini-batch' as const),
        async (n, d, seed, spherical, method) => {
          const random = seededRandom(seed);
          const offset = random() < 0.3 ? 50 : 0;
          const vectors = Float32Array.from({ length: n * d }, () => Math.floor(random() * 4) + offset);
          const k = 1 + Math.floor(random() * n);
          const found = await kmeans(vectors, n, d, {
            ...plain,
            k,
            seed,
            spherical,
            method,
            threads: 1 + (seed % 2),
          });
          assert.ok(found.k <= k);
          check(spherical ? unit(vectors, d) : vectors, n, d, found);
        },
      ),
      { numRuns: 25 },
    ));

  it("reaches scikit-learn's inertia", async () => {
    const path = new URL('../../golden/kmeans.json', import.meta.url);
    const golden = JSON.parse(readFileSync(path, 'utf8')) as {
      n: number;
      d: number;
      seed: number;
      k: number;
      inertia: number;
    }[];
    for (const { n, d, seed, k, inertia } of golden) {
      const vectors = blobs(n, d, seed);
      const found = await kmeans(vectors, n, d, { ...plain, k, restarts: 3 });
      assert.ok(found.inertia <= 1.02 * inertia, `${found.inertia} against ${inertia}`);
      const exact = inertiaOf(vectors, n, d, k, found.assignments);
      assert.ok(Math.abs(exact - found.inertia) <= 1e-4 * exact);
    }
  });

  it('says how far it is, and stops soon when it is cancelled', async () => {
    const vectors = blobs(6000, 64, 1);
    const abort = new AbortController();
    const stages = new Set<string>();
    const running = kmeans(
      vectors,
      6000,
      64,
      { ...plain, k: 3000, restarts: 100 },
      {
        signal: abort.signal,
        onProgress: ({ stage, iteration, of, restart, restarts }) => {
          stages.add(stage);
          assert.ok(iteration <= of && restart >= 1 && restarts === 100);
          abort.abort();
        },
      },
    );
    await assert.rejects(running, Cancelled);
    assert.ok(stages.size > 0);
    await assert.rejects(kmeans(vectors, 6000, 64, plain, { signal: AbortSignal.abort() }), Cancelled);
  });

  it('says what to change when k or the memory is out of range', async () => {
    const vectors = blobs(10, 2, 1);
    for (const k of [0, 11, 1.5, NaN])
      await assert.rejects(kmeans(vectors, 10, 2, { ...plain, k }), /choose a number from 1 to 10/);
    assert.throws(
      () => planKmeans({ n: 10_000_000, d: 100, k: 2_000_000, head: 16, threads: 2 }),
      /GiB are needed.*raise the minimum count/,
    );
  });
});
