/**
 * The k nearest so far of one point, as a heap with the farthest on top: k squared distances (f32) and, elsewhere,
 * k row numbers (u32). Of equal distances the lower row is nearer, so that what is found does not depend on the
 * order in which it was looked at.
 */

/** True when (d, row) is farther than (e, other). */
@inline
function farther(d: f32, row: u32, e: f32, other: u32): bool {
  return d > e || (d === e && row > other);
}

/** Fills a heap with places that anything is nearer than. */
export function emptyHeap(distances: usize, rows: usize, k: u32): void {
  for (let i: usize = 0; i < (k as usize) << 2; i += 4) {
    store<f32>(distances + i, Infinity);
    store<u32>(rows + i, 0xffffffff);
  }
}

/** Replaces the farthest when (d, row) is nearer; the distance of the farthest after that. */
export function offer(distances: usize, rows: usize, k: u32, d: f32, row: u32): f32 {
  if (farther(load<f32>(distances), load<u32>(rows), d, row)) sink(distances, rows, k, d, row);
  return load<f32>(distances);
}

/** Puts (d, row) in place of the top and lets it down to where it belongs. */
function sink(distances: usize, rows: usize, k: u32, d: f32, row: u32): void {
  let i: u32 = 0;
  while (true) {
    let child: u32 = 2 * i + 1;
    if (child >= k) break;
    let at = (child as usize) << 2;
    let e = load<f32>(distances + at);
    let other = load<u32>(rows + at);
    if (child + 1 < k) {
      const e1 = load<f32>(distances + at, 4);
      const other1 = load<u32>(rows + at, 4);
      if (farther(e1, other1, e, other)) {
        child++;
        at += 4;
        e = e1;
        other = other1;
      }
    }
    if (!farther(e, other, d, row)) break;
    store<f32>(distances + ((i as usize) << 2), e);
    store<u32>(rows + ((i as usize) << 2), other);
    i = child;
  }
  store<f32>(distances + ((i as usize) << 2), d);
  store<u32>(rows + ((i as usize) << 2), row);
}

/** Takes the heap apart: nearest first. */
export function sortHeap(distances: usize, rows: usize, k: u32): void {
  for (let last = k - 1; last > 0; last--) {
    const at = (last as usize) << 2;
    const d = load<f32>(distances + at);
    const row = load<u32>(rows + at);
    store<f32>(distances + at, load<f32>(distances));
    store<u32>(rows + at, load<u32>(rows));
    sink(distances, rows, last, d, row);
  }
}
