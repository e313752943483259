import assert from 'node:assert/strict';
import { ComposedVectors } from '../../../server/src/engine/similar/composedVectors';
import { KeyedVectors } from '../../../server/src/engine/similar/keyedVectors';
import { composeAll } from '../../../server/src/engine/training/corpus/fields';
import { seededRandom } from '../../../server/src/base/seededRandom';

describe('vectors that are composed of fields when they are asked for', function () {
  this.timeout(60_000);
  const close = (a: number, b: number) => Math.abs(a - b) < 1e-5;

  for (const { rows, fields: count, columns, size } of [
    { rows: 3, fields: 1, columns: 1, size: 1 },
    { rows: 60, fields: 20, columns: 4, size: 8 },
    { rows: 500, fields: 90, columns: 4, size: 13 },
    { rows: 300, fields: 50, columns: 12, size: 100 },
  ])
    it(`are near each other as ${rows} vectors of ${size} numbers that stand there are`, async () => {
      const random = seededRandom(rows);
      const ofTokens = Uint32Array.from({ length: rows * columns }, () => Math.floor(random() * count));
      const fields = { size: count, counts: new Uint32Array(count), columns, ofTokens };
      const matrix = Float32Array.from({ length: count * size }, () => random() - 0.5);
      matrix.fill(0, 0, size); // A token of fields without direction has none either.
      ofTokens.fill(0, 2 * columns, 3 * columns);
      const composed = await ComposedVectors.create(fields, matrix, size);
      const keyed = await KeyedVectors.create(rows, size, composeAll({ ...fields, names: [] }, matrix, size));
      assert.deepEqual([composed.rows, composed.size], [rows, size]);
      const even = Uint8Array.from({ length: rows }, (_, row) => (row + 1) % 2);
      for (const row of [0, 1, 2, rows - 1]) {
        const [a, b] = [composed.vector(row), keyed.vector(row)];
        assert.ok(a.every((x, k) => close(x, b[k] as number)));
        for (const [except, allowed] of [[[row]], [[], even]] as const) {
          const wanted = keyed.nearest(b, rows, except, allowed);
          const found = composed.nearest(a, rows, except, allowed);
          assert.deepEqual(new Set(found.map(n => n.row)), new Set(wanted.map(n => n.row)));
          const similarity = new Map(wanted.map(n => [n.row, n.similarity]));
          for (const [rank, n] of found.entries()) {
            assert.ok(close(n.similarity, similarity.get(n.row) as number));
            assert.ok(close(n.similarity, wanted[rank]?.similarity as number));
          }
        }
      }
      assert.equal(composed.nearest(new Float32Array(size), 2).length, 2);
    });
});
