/**
 * A tree of medians over points in several dimensions: halved at the widest axis until leaves are small. Leaves are
 * equally large, give or take one point, so every leaf has the same room and a point's slot says its leaf.
 */
import { randomBelow, seedRandom } from '../../base/random';

let points: usize = 0;
let axes: u32 = 0;
/** Of a point's bytes, as a power of two. */
let pointShift: usize = 0;
let order: usize = 0;

@inline
function at(i: u32): u32 {
  return load<u32>(order + ((i as usize) << 2));
}

@inline
function coordinate(point: u32, axis: u32): f32 {
  return load<f32>(points + ((point as usize) << pointShift) + ((axis as usize) << 2));
}

/**
 * Orders the `n` numbers at `list` (0 to n - 1, u32) so that the leaves of a tree of `depth` levels follow each
 * other; `starts` gets 2^depth + 1 places in the list. A point's coordinates are `dimensions` f32 of 2^shift bytes.
 */
export function buildTree(
  coordinates: usize,
  list: usize,
  n: u32,
  depth: u32,
  starts: usize,
  dimensions: u32,
  shift: usize,
): void {
  points = coordinates;
  axes = dimensions;
  pointShift = shift;
  order = list;
  for (let i: u32 = 0; i < n; i++) store<u32>(list + ((i as usize) << 2), i);
  seedRandom(1, n);
  store<u32>(starts, 0);
  halve(0, n, depth, 0, starts);
}

/** Leaves number `leaf` and on are those of the points from..to. */
function halve(from: u32, to: u32, depth: u32, leaf: u32, starts: usize): void {
  if (depth === 0) {
    store<u32>(starts + (((leaf + 1) as usize) << 2), to);
    return;
  }
  const middle = from + ((to - from) >> 1);
  if (to - from > 1) select(from, to - 1, middle, widest(from, to));
  halve(from, middle, depth - 1, leaf, starts);
  halve(middle, to, depth - 1, leaf + (1 << (depth - 1)), starts);
}

/** The axis with the largest variance; a thousand points tell it well enough. */
function widest(from: u32, to: u32): u32 {
  const step = max<u32>(1, (to - from) / 1000);
  let best: u32 = 0;
  let most: f64 = -1;
  for (let axis: u32 = 0; axis < axes; axis++) {
    let sum: f64 = 0,
      squares: f64 = 0;
    let count: f64 = 0;
    for (let i = from; i < to; i += step) {
      const x = coordinate(at(i), axis) as f64;
      sum += x;
      squares += x * x;
      count += 1;
    }
    const spread = squares - (sum * sum) / count;
    if (spread > most) {
      most = spread;
      best = axis;
    }
  }
  return best;
}

/** Hoare's selection: the point of rank `wanted` by that axis gets there, smaller ones before it. */
function select(low: u32, high: u32, wanted: u32, axis: u32): void {
  while (low < high) {
    const pivot = coordinate(at(low + (randomBelow(high - low + 1))), axis);
    let i = low as i32,
      j = high as i32;
    while (i <= j) {
      while (coordinate(at(i), axis) < pivot) i++;
      while (coordinate(at(j), axis) > pivot) j--;
      if (i <= j) {
        const a = at(i);
        store<u32>(order + ((i as usize) << 2), at(j));
        store<u32>(order + ((j as usize) << 2), a);
        i++;
        j--;
      }
    }
    if ((wanted as i32) <= j) high = j;
    else if ((wanted as i32) >= i) low = i;
    else return;
  }
}
