import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { allEigenvectors, leadingEigenvectors } from '../../../server/src/engine/map/eigenvectors';
import { pca } from '../../../server/src/engine/map/pca';
import { groupedRows } from '../../support/mapData';

const golden = JSON.parse(readFileSync(new URL('../../golden/maps.json', import.meta.url), 'utf8')) as {
  rows: number[][];
  layout: number[][];
  explained: number[];
};

describe('principal components', () => {
  const [n, d] = [120, 10];
  const rows = groupedRows();

  it('are those of scikit-learn, with their signs', () => {
    assert.deepEqual([...rows.subarray(0, 2 * d)], golden.rows.flat(), 'the recipe draws the same numbers');
    const { layout, explained } = pca(rows, n, d, 3);
    for (const [r, row] of golden.layout.entries())
      for (const [c, value] of row.entries()) assert.ok(Math.abs(layout[r * 3 + c]! - value) < 1e-4);
    for (const [c, value] of golden.explained.entries()) assert.ok(Math.abs(explained[c]! - value) < 1e-6);
  });

  it('leave the vectors as they are and do not depend on a shift of all rows', () => {
    const before = rows.slice();
    const { layout } = pca(rows, n, d, 2);
    assert.deepEqual(rows, before);
    const shifted = pca(
      rows.map(value => value + 8),
      n,
      d,
      2,
    ).layout;
    for (const [i, value] of layout.entries()) assert.ok(Math.abs(shifted[i]! - value) < 1e-3);
  });

  it('of few rows, of one column, or of rows that are all the same are zero beyond what there is', () => {
    assert.deepEqual([...pca(new Float32Array(0), 0, 4, 2).layout], []);
    assert.deepEqual([...pca(Float32Array.of(1, 2, 3), 1, 3, 2).layout], [0, 0]);
    const same = pca(new Float32Array(12).fill(2), 4, 3, 3);
    assert.ok(same.layout.every(value => value === 0));
    assert.deepEqual(same.explained, [0, 0, 0]);
    const line = pca(Float32Array.of(0, 1, 2), 3, 1, 2);
    assert.deepEqual([...line.layout], [-1, 0, 0, 0, 1, 0]);
    assert.deepEqual(line.explained, [1, 0]);
  });

  it('solve A v = λ v for any symmetric matrix, whichever way they are found', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(), (size, seed) => {
        const random = seededRandom(seed);
        const factor = Array.from({ length: size }, () => Array.from({ length: size }, () => random() - 0.5));
        const a = new Float64Array(size * size);
        for (let i = 0; i < size; i++)
          for (let j = 0; j < size; j++)
            a[i * size + j] = factor[i]!.reduce((sum, x, k) => sum + x * factor[j]![k]!, 0);
        const all = allEigenvectors(a, size);
        const some = leadingEigenvectors(a, size, Math.min(3, size), seededRandom(seed + 1));
        const trace = all.values.reduce((sum, value) => sum + value, 0);
        for (const { values, components } of [all, some])
          for (const [i, v] of components.entries()) {
            assert.ok(Math.abs(Math.hypot(...v) - 1) < 1e-9);
            assert.ok(Math.abs(values[i]! - all.values[i]!) < 1e-8 * trace);
            for (let r = 0; r < size; r++) {
              const image = v.reduce((sum, x, c) => sum + a[r * size + c]! * x, 0);
              assert.ok(Math.abs(image - values[i]! * v[r]!) < 1e-7 * trace);
            }
          }
      }),
      { numRuns: 60 },
    );
  });
});
