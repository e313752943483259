/**
 * Silhouettes (Rousseeuw 1987) of some vectors: their mean distances to the members of each cluster, exactly, all
 * vectors taken. Distances are of differences, not of products: those would lose what separates near vectors.
 */

/** Pieces between two threads: eight vectors asked about. */
const EIGHT: u32 = 8;

/**
 * `rows` of `stride` bytes (a multiple of 16) stand cluster by cluster, `starts` (u32, one more entry than
 * clusters) tells where each begins. For every eight of `asked` (u32 rows, in `ownClusters` their clusters, both
 * padded to a multiple of eight) that the atomic `cursor` gives out: silhouettes (f32) to `out`. `cancel` is
 * looked at before each cluster; `scratch` holds a panel of eight vectors and eight sums, four times.
 */
export function silhouettes(
  rows: usize,
  stride: usize,
  starts: usize,
  clusters: u32,
  asked: usize,
  ownClusters: usize,
  count: u32,
  out: usize,
  cursor: usize,
  cancel: usize,
  scratch: usize,
): void {
  while (true) {
    const from = atomic.add<u32>(cursor, 1) * EIGHT;
    if (from >= count) return;
    for (let lane: u32 = 0; lane < EIGHT; lane++) {
      const row = rows + (load<u32>(asked + ((from + lane) << 2)) as usize) * stride;
      for (let c: usize = 0; c < stride; c += 4) store<f32>(scratch + (c << 3) + (lane << 2), load<f32>(row + c));
    }
    if (!compare(rows, stride, starts, clusters, ownClusters + (from << 2), out + (from << 2), cancel, scratch)) return;
  }
}

/** False: cancelled. */
function compare(
  rows: usize,
  stride: usize,
  starts: usize,
  clusters: u32,
  own: usize,
  out: usize,
  cancel: usize,
  panel: usize,
): bool {
  const o0 = v128.load(own), o1 = v128.load(own, 16);
  let within0 = f32x4.splat(0), within1 = within0;
  let other0 = f32x4.splat(f32.MAX_VALUE), other1 = other0;
  let sizes0 = f32x4.splat(0), sizes1 = sizes0;
  for (let c: u32 = 0; c < clusters; c++) {
    if (atomic.load<i32>(cancel) !== 0) return false;
    const begin = load<u32>(starts + (c << 2)), end = load<u32>(starts + (c << 2), 4);
    if (begin === end) continue;
    sum(rows + (begin as usize) * stride, end - begin, stride, panel);
    const sums = panel + (stride << 3);
    const size = f32x4.splat((end - begin) as f32);
    const sum0 = v128.load(sums), sum1 = v128.load(sums, 16);
    const m0 = i32x4.eq(o0, i32x4.splat(c)), m1 = i32x4.eq(o1, i32x4.splat(c));
    within0 = v128.bitselect(sum0, within0, m0);
    within1 = v128.bitselect(sum1, within1, m1);
    sizes0 = v128.bitselect(size, sizes0, m0);
    sizes1 = v128.bitselect(size, sizes1, m1);
    other0 = f32x4.pmin(other0, v128.bitselect(other0, f32x4.div(sum0, size), m0));
    other1 = f32x4.pmin(other1, v128.bitselect(other1, f32x4.div(sum1, size), m1));
  }
  v128.store(out, silhouette(within0, other0, sizes0));
  v128.store(out, silhouette(within1, other1, sizes1), 16);
  return true;
}

/** (b - a) / max(a, b), and 0 for a vector that is alone in its cluster or equal to all. */
@inline
function silhouette(within: v128, b: v128, sizes: v128): v128 {
  const one = f32x4.splat(1), zero = f32x4.splat(0);
  const a = f32x4.div(within, f32x4.max(one, f32x4.sub(sizes, one)));
  const most = f32x4.max(a, b);
  const value = f32x4.div(f32x4.sub(b, a), most);
  return v128.and(value, v128.and(f32x4.gt(sizes, one), f32x4.gt(most, zero)));
}

/** Sums of the distances of the eight vectors to `count` rows, behind the panel; in 64 bits. */
function sum(row: usize, count: u32, stride: usize, panel: usize): void {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let r: u32 = 0; r < count; r++) {
    let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0;
    let p = panel;
    for (let c: usize = 0; c < stride; c += 8) {
      const x = v128.load32_splat(row + c), y = v128.load32_splat(row + c, 4);
      const u0 = f32x4.sub(v128.load(p), x), u1 = f32x4.sub(v128.load(p, 16), x);
      const w0 = f32x4.sub(v128.load(p, 32), y), w1 = f32x4.sub(v128.load(p, 48), y);
      a0 = f32x4.add(a0, f32x4.mul(u0, u0));
      a1 = f32x4.add(a1, f32x4.mul(u1, u1));
      b0 = f32x4.add(b0, f32x4.mul(w0, w0));
      b1 = f32x4.add(b1, f32x4.mul(w1, w1));
      p += 64;
    }
    const low = f32x4.sqrt(f32x4.add(a0, b0)), high = f32x4.sqrt(f32x4.add(a1, b1));
    s0 = f64x2.add(s0, f64x2.promote_low_f32x4(low));
    s1 = f64x2.add(s1, f64x2.promote_low_f32x4(v128.shuffle<u32>(low, low, 2, 3, 2, 3)));
    s2 = f64x2.add(s2, f64x2.promote_low_f32x4(high));
    s3 = f64x2.add(s3, f64x2.promote_low_f32x4(v128.shuffle<u32>(high, high, 2, 3, 2, 3)));
    row += stride;
  }
  const sums = panel + (stride << 3);
  v128.store(sums, v128.shuffle<u32>(f32x4.demote_f64x2_zero(s0), f32x4.demote_f64x2_zero(s1), 0, 1, 4, 5));
  v128.store(sums, v128.shuffle<u32>(f32x4.demote_f64x2_zero(s2), f32x4.demote_f64x2_zero(s3), 0, 1, 4, 5), 16);
}
