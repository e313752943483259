import { seededRandom } from '../../server/src/base/seededRandom';

/** The data set of test/golden/maps.py: rows around a few centres, each column wider than the one before. */
export function groupedRows({ n = 120, d = 10, groups = 4, seed = 3 } = {}): Float32Array {
  const random = seededRandom(seed);
  const centres = Array.from({ length: groups }, () => Array.from({ length: d }, () => random() * 4));
  const rows = new Float32Array(n * d);
  for (let r = 0; r < n; r++)
    for (let c = 0; c < d; c++)
      rows[r * d + c] = (centres[r % groups] as number[])[c]! + random() * (c + 1) * 0.3;
  return rows;
}

/** Each row scaled to length one. */
export function unitRows(rows: Float32Array, d: number): Float32Array {
  const unit = rows.slice();
  for (let at = 0; at < unit.length; at += d) {
    const row = unit.subarray(at, at + d);
    const length = Math.hypot(...row) || 1;
    for (let c = 0; c < d; c++) row[c] = row[c]! / length;
  }
  return unit;
}
