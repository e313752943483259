/** Dot products with every row of a matrix: the whole of an exact cosine search. */
import { dotsWithFour } from '../base/blocks';

/** out[r] = row_r · query for `rows` rows of `stride` bytes (a multiple of 32), standing one after the other. */
export function dotAll(matrix: usize, query: usize, out: usize, rows: u32, stride: usize): void {
  let row = matrix;
  for (let r: u32 = 0; r < rows; r++) {
    let a = f32x4.splat(0),
      b = f32x4.splat(0);
    for (let c: usize = 0; c < stride; c += 32) {
      a = f32x4.add(a, f32x4.mul(v128.load(row + c), v128.load(query + c)));
      b = f32x4.add(b, f32x4.mul(v128.load(row + c, 16), v128.load(query + c, 16)));
    }
    a = f32x4.add(a, b);
    const sum =
      f32x4.extract_lane(a, 0) +
      f32x4.extract_lane(a, 1) +
      f32x4.extract_lane(a, 2) +
      f32x4.extract_lane(a, 3);
    store<f32>(out + (r << 2), sum);
    row += stride;
  }
}

/** Scales every row to length one; rows of zeros stay. Norms go to `norms`. */
export function normalise(matrix: usize, norms: usize, rows: u32, stride: usize): void {
  let row = matrix;
  for (let r: u32 = 0; r < rows; r++) {
    let a = f32x4.splat(0);
    for (let c: usize = 0; c < stride; c += 16) {
      const v = v128.load(row + c);
      a = f32x4.add(a, f32x4.mul(v, v));
    }
    const norm: f32 = sqrt<f32>(
      f32x4.extract_lane(a, 0) +
        f32x4.extract_lane(a, 1) +
        f32x4.extract_lane(a, 2) +
        f32x4.extract_lane(a, 3),
    );
    store<f32>(norms + (r << 2), norm);
    const scale = f32x4.splat(norm > 0 ? 1 / norm : 0);
    for (let c: usize = 0; c < stride; c += 16) v128.store(row + c, f32x4.mul(v128.load(row + c), scale));
    row += stride;
  }
}

/**
 * The `k` rows nearest to each of the rows listed at `asked` (u32), by dot product, itself left out. Query q's
 * rows and scores go to `found` and `scores` at q · k, nearest first. `asked` is padded to a multiple of four
 * with any row; places for the padding must exist in `found` and `scores` too.
 */
export function nearestMany(
  matrix: usize,
  rows: u32,
  stride: usize,
  asked: usize,
  count: u32,
  k: u32,
  found: usize,
  scores: usize,
): void {
  for (let q: u32 = 0; q < count; q += 4) {
    for (let i: u32 = 0; i < 4 * k; i++) {
      store<u32>(found + ((q * k + i) << 2), 0xffffffff);
      store<f32>(scores + ((q * k + i) << 2), -2);
    }
    const r0 = load<u32>(asked + (q << 2)),
      r1 = load<u32>(asked + (q << 2), 4);
    const r2 = load<u32>(asked + (q << 2), 8),
      r3 = load<u32>(asked + (q << 2), 12);
    const q0 = matrix + (r0 as usize) * stride,
      q1 = matrix + (r1 as usize) * stride;
    const q2 = matrix + (r2 as usize) * stride,
      q3 = matrix + (r3 as usize) * stride;
    let floor = f32x4.splat(-2);
    for (let r: u32 = 0; r < rows; r++) {
      const x = matrix + (r as usize) * stride;
      const s = dotsWithFour(x, q0, q1, q2, q3, stride);
      if (!v128.any_true(f32x4.gt(s, floor))) continue;
      if (r !== r0)
        floor = f32x4.replace_lane(floor, 0, insert(f32x4.extract_lane(s, 0), r, found, scores, q * k, k));
      if (r !== r1)
        floor = f32x4.replace_lane(
          floor,
          1,
          insert(f32x4.extract_lane(s, 1), r, found, scores, (q + 1) * k, k),
        );
      if (r !== r2)
        floor = f32x4.replace_lane(
          floor,
          2,
          insert(f32x4.extract_lane(s, 2), r, found, scores, (q + 2) * k, k),
        );
      if (r !== r3)
        floor = f32x4.replace_lane(
          floor,
          3,
          insert(f32x4.extract_lane(s, 3), r, found, scores, (q + 3) * k, k),
        );
    }
  }
}

/** Puts a row where it belongs in a sorted list of k; the k-th score. */
function insert(score: f32, row: u32, found: usize, scores: usize, base: u32, k: u32): f32 {
  const last = scores + ((base + k - 1) << 2);
  if (!(score > load<f32>(last))) return load<f32>(last);
  let i = base + k - 1;
  while (i > base && load<f32>(scores + ((i - 1) << 2)) < score) {
    store<f32>(scores + (i << 2), load<f32>(scores + ((i - 1) << 2)));
    store<u32>(found + (i << 2), load<u32>(found + ((i - 1) << 2)));
    i--;
  }
  store<f32>(scores + (i << 2), score);
  store<u32>(found + (i << 2), row);
  return load<f32>(last);
}

/**
 * For each of `rows` tokens what scales the sum of its fields' vectors to length one; 0 for a sum of zeros. Token r has
 * the `columns` field numbers (u32) at `fields` + r · columns · 4; a field's vector is a row of `matrix`.
 */
export function composedScales(
  matrix: usize,
  stride: usize,
  fields: usize,
  columns: u32,
  rows: u32,
  scales: usize,
): void {
  let at = fields;
  for (let r: u32 = 0; r < rows; r++) {
    let norm = f32x4.splat(0);
    for (let o: usize = 0; o < stride; o += 32) {
      let a = f32x4.splat(0),
        b = f32x4.splat(0);
      for (let c: u32 = 0; c < columns; c++) {
        const row = matrix + (load<u32>(at + (c << 2)) as usize) * stride + o;
        a = f32x4.add(a, v128.load(row));
        b = f32x4.add(b, v128.load(row, 16));
      }
      norm = f32x4.add(norm, f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)));
    }
    const squares =
      f32x4.extract_lane(norm, 0) +
      f32x4.extract_lane(norm, 1) +
      f32x4.extract_lane(norm, 2) +
      f32x4.extract_lane(norm, 3);
    store<f32>(scales + (r << 2), squares > 0 ? 1 / sqrt<f32>(squares) : 0);
    at += (columns as usize) << 2;
  }
}

/** out[r] = what a query has in common with token r, whose fields' products with it are at `products`. */
export function dotComposed(
  products: usize,
  fields: usize,
  columns: u32,
  rows: u32,
  scales: usize,
  out: usize,
): void {
  let at = fields;
  for (let r: u32 = 0; r < rows; r++) {
    let sum: f32 = 0;
    for (let c: u32 = 0; c < columns; c++) {
      sum += load<f32>(products + ((load<u32>(at) as usize) << 2));
      at += 4;
    }
    store<f32>(out + (r << 2), sum * load<f32>(scales + (r << 2)));
  }
}
