/**
 * How well a map keeps neighbours, at some of its points against all of them: trustworthiness (Venna and Kaski 2001)
 * and the share of nearest points kept. Each thread has points and sums of its own.
 */
import { dotsWithFour } from '../base/blocks';

/**
 * For each of `count` points listed at `asked` (u32): its `k` nearest on the map, by Euclidean distance, and their
 * ranks in the original space, by dot product of rows of `stride` bytes (of length one, so that it ranks as the
 * distance does; of equal ones every order is right, and the one best for the map is taken). `layout` has rows of
 * four floats, unused ones zero. `scratch` is 4 · rows floats, rounded up to 16 bytes, and 16 · k bytes. Sums go to
 * `out`, two f64: Σ max(0, rank - k), and neighbours kept. Stops before the next four points once `cancel` (i32)
 * is 1; `done` (u32, atomic) counts points.
 */
export function measure(
  matrix: usize,
  rows: u32,
  stride: usize,
  layout: usize,
  asked: usize,
  count: u32,
  k: u32,
  scratch: usize,
  out: usize,
  cancel: usize,
  done: usize,
): void {
  const column = (((rows as usize) << 2) + 15) & ~15;
  const nearest = scratch + 4 * column;
  let beyond: f64 = 0;
  let kept: f64 = 0;
  for (let from: u32 = 0; from < count; from += 4) {
    if (atomic.load<i32>(cancel) !== 0) return;
    const some = min<u32>(4, count - from);
    dots(matrix, rows, stride, asked + (from << 2), some, scratch, column);
    for (let i: u32 = 0; i < some; i++) {
      const point = load<u32>(asked + ((from + i) << 2));
      nearestOnMap(layout, rows, point, k, nearest);
      const scores = scratch + (i as usize) * column;
      // The point is nearer to itself than any: it must not count.
      store<f32>(scores + (point << 2), -Infinity);
      for (let j: u32 = 0; j < k; j++) {
        const neighbour = load<u32>(nearest + (j << 3));
        const rank: u32 = 1 + above(scores, rows, load<f32>(scores + (neighbour << 2)));
        if (rank > k) beyond += (rank - k) as f64;
        else kept += 1;
      }
    }
    store<f64>(out, beyond);
    store<f64>(out, kept, 8);
    atomic.add<u32>(done, some);
  }
}

/** The dot products of up to four rows with every row, a column each. */
function dots(
  matrix: usize,
  rows: u32,
  stride: usize,
  asked: usize,
  some: u32,
  scratch: usize,
  column: usize,
): void {
  const q0 = matrix + (load<u32>(asked) as usize) * stride;
  const q1 = some > 1 ? matrix + (load<u32>(asked, 4) as usize) * stride : q0;
  const q2 = some > 2 ? matrix + (load<u32>(asked, 8) as usize) * stride : q0;
  const q3 = some > 3 ? matrix + (load<u32>(asked, 12) as usize) * stride : q0;
  for (let r: u32 = 0; r < rows; r++) {
    const x = matrix + (r as usize) * stride;
    const s = dotsWithFour(x, q0, q1, q2, q3, stride);
    const at = scratch + ((r as usize) << 2);
    store<f32>(at, f32x4.extract_lane(s, 0));
    store<f32>(at + column, f32x4.extract_lane(s, 1));
    store<f32>(at + 2 * column, f32x4.extract_lane(s, 2));
    store<f32>(at + 3 * column, f32x4.extract_lane(s, 3));
  }
}

/** How many of `rows` floats are greater than `bound`. */
function above(scores: usize, rows: u32, bound: f32): u32 {
  const bounds = f32x4.splat(bound);
  let counts = i32x4.splat(0);
  let r: u32 = 0;
  // A true lane is minus one.
  for (; r + 4 <= rows; r += 4)
    counts = i32x4.sub(counts, f32x4.gt(v128.load(scores + ((r as usize) << 2)), bounds));
  let sum =
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    i32x4.extract_lane(counts, 2) +
    i32x4.extract_lane(counts, 3);
  for (; r < rows; r++) if (load<f32>(scores + ((r as usize) << 2)) > bound) sum++;
  return sum as u32;
}

/** The k points nearest to one on the map: pairs (u32 point, f32 squared distance), nearest first. */
function nearestOnMap(layout: usize, rows: u32, point: u32, k: u32, nearest: usize): void {
  for (let j: u32 = 0; j < k; j++) store<f32>(nearest + (j << 3), Infinity, 4);
  const last = nearest + ((k - 1) << 3);
  const origin = v128.load(layout + ((point as usize) << 4));
  for (let r: u32 = 0; r < rows; r++) {
    const difference = f32x4.sub(v128.load(layout + ((r as usize) << 4)), origin);
    const square = f32x4.mul(difference, difference);
    const distance =
      f32x4.extract_lane(square, 0) + f32x4.extract_lane(square, 1) + f32x4.extract_lane(square, 2);
    if (!(distance < load<f32>(last, 4)) || r === point) continue;
    let at = last;
    while (at > nearest && load<f32>(at - 8, 4) > distance) {
      store<u64>(at, load<u64>(at - 8));
      at -= 8;
    }
    store<u32>(at, r);
    store<f32>(at, distance, 4);
  }
}
