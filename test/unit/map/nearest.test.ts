import assert from 'node:assert/strict';
import fc from 'fast-check';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import { nearestGraph } from '../../../server/src/engine/map/nearest';

/** Rows around a few centres, as captures have them, with every seventh row a copy of the one before. */
function clustered(n: number, d: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  const centres = Array.from({ length: 5 }, () => Array.from({ length: d }, () => random() * 4));
  const rows = new Float32Array(n * d);
  for (let i = 0; i < n; i++) {
    const centre = centres[i % 5] as number[];
    for (let c = 0; c < d; c++) rows[i * d + c] = (centre[c] as number) + random() - 0.5;
    if (i % 7 === 6) rows.copyWithin(i * d, (i - 1) * d, i * d);
  }
  return rows;
}

function distance(rows: Float32Array, d: number, a: number, b: number): number {
  let square = 0;
  for (let c = 0; c < d; c++) square += ((rows[a * d + c] as number) - (rows[b * d + c] as number)) ** 2;
  return Math.sqrt(square);
}

/** Compares the whole answer with brute force. */
async function check(rows: Float32Array, n: number, d: number, k: number, threads: number): Promise<void> {
  const { neighbours, distances } = await nearestGraph(rows, n, d, k, { threads });
  for (let i = 0; i < n; i++) {
    const wanted = Array.from({ length: n }, (_, j) => distance(rows, d, i, j))
      .filter((_, j) => j !== i)
      .sort((a, b) => a - b);
    const found = neighbours.subarray(i * k, (i + 1) * k);
    assert.equal(new Set(found).size, k, `row ${i}: neighbours twice`);
    assert.ok(!found.includes(i), `row ${i} is its own neighbour`);
    for (let r = 0; r < k; r++) {
      const got = distances[i * k + r] as number;
      assert.ok(Math.abs(got - (wanted[r] as number)) < 1e-5 * (1 + got), `row ${i}, rank ${r}`);
      assert.ok(Math.abs(got - distance(rows, d, i, found[r] as number)) < 1e-5 * (1 + got));
    }
  }
}

describe('the graph of nearest neighbours', function () {
  this.timeout(60_000);
  for (const [n, d, k, threads] of [
    [2, 3, 1, 2],
    [9, 1, 8, 2],
    [300, 5, 20, 1],
    [700, 17, 300, 3],
    [1500, 40, 15, 2],
  ] as const)
    it(`of ${n} rows of ${d}, ${k} each, is that of brute force`, () =>
      check(clustered(n, d, n), n, d, k, threads));

  it('holds for any rows', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 24 }).chain(n =>
          fc.record({
            n: fc.constant(n),
            k: fc.integer({ min: 1, max: n - 1 }),
            rows: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: n * 4, maxLength: n * 4 }),
          }),
        ),
        ({ n, k, rows }) => check(Float32Array.from(rows), n, 4, k, 1),
      ),
      { numRuns: 15 },
    ));

  it('is the same for every number of threads, equal distances included', async () => {
    const rows = clustered(900, 6, 4).map(x => Math.round(x * 2));
    const one = await nearestGraph(rows, 900, 6, 12, { threads: 1 });
    const three = await nearestGraph(rows, 900, 6, 12, { threads: 3 });
    assert.deepEqual(three, one);
  });

  it('of rows that are all alike names the lowest others', async () => {
    const { neighbours, distances } = await nearestGraph(new Float32Array(600 * 3).fill(2), 600, 3, 2);
    assert.deepEqual([...neighbours.subarray(0, 6)], [1, 2, 0, 2, 0, 1]);
    assert.ok(distances.every(x => x === 0));
  });

  it('says what it cannot answer', async () => {
    await assert.rejects(nearestGraph(new Float32Array(8), 4, 2, 4), /1 to 3/);
    await assert.rejects(nearestGraph(Float32Array.of(1, NaN, 2, 3), 2, 2, 1), /not finite/);
  });

  it('ends when it is cancelled', async () => {
    const rows = clustered(20_000, 64, 1);
    const stop = new AbortController();
    const search = nearestGraph(rows, 20_000, 64, 90, { signal: stop.signal });
    setImmediate(() => stop.abort());
    await assert.rejects(search, Cancelled);
  });
});
