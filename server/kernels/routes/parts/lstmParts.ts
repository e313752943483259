import { madd } from '../../base/madd';

/**
 * Four rows of `left` [4][depth], `leftRow` bytes apart, times `panels` [columns / 8][depth][8], added to four rows of
 * `out`, `outRow` bytes apart. Eight sums of four stay in registers.
 */
export function addRows(
  left: usize,
  leftRow: usize,
  panels: usize,
  depth: i32,
  out: usize,
  outRow: usize,
  columns: i32,
): void {
  for (let c = 0; c < columns; c += 8) {
    let panel = panels + (<usize>(c * depth) << 2);
    const tile = out + (<usize>c << 2);
    let a0 = v128.load(tile);
    let a1 = v128.load(tile, 16);
    let b0 = v128.load(tile + outRow);
    let b1 = v128.load(tile + outRow, 16);
    let c0 = v128.load(tile + 2 * outRow);
    let c1 = v128.load(tile + 2 * outRow, 16);
    let d0 = v128.load(tile + 3 * outRow);
    let d1 = v128.load(tile + 3 * outRow, 16);
    let a = left;
    const end = left + (<usize>depth << 2);
    while (a < end) {
      const x = v128.load(panel);
      const y = v128.load(panel, 16);
      const p = v128.load32_splat(a);
      const q = v128.load32_splat(a + leftRow);
      const r = v128.load32_splat(a + 2 * leftRow);
      const s = v128.load32_splat(a + 3 * leftRow);
      a0 = madd(p, x, a0);
      a1 = madd(p, y, a1);
      b0 = madd(q, x, b0);
      b1 = madd(q, y, b1);
      c0 = madd(r, x, c0);
      c1 = madd(r, y, c1);
      d0 = madd(s, x, d0);
      d1 = madd(s, y, d1);
      a += 4;
      panel += 32;
    }
    v128.store(tile, a0);
    v128.store(tile, a1, 16);
    v128.store(tile + outRow, b0);
    v128.store(tile + outRow, b1, 16);
    v128.store(tile + 2 * outRow, c0);
    v128.store(tile + 2 * outRow, c1, 16);
    v128.store(tile + 3 * outRow, d0);
    v128.store(tile + 3 * outRow, d1, 16);
  }
}

/** Adds eight columns of `rows` rows, `wide` bytes apart, to eight sums. */
export function column(at: usize, wide: usize, sums: usize, rows: i32): void {
  let left = v128.load(sums);
  let right = v128.load(sums, 16);
  for (let i = 0; i < rows; i++) {
    left = f32x4.add(left, v128.load(at));
    right = f32x4.add(right, v128.load(at, 16));
    at += wide;
  }
  v128.store(sums, left);
  v128.store(sums, right, 16);
}

/** 1 / (1 + e^-x) of four numbers, within three units in the last place of e. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/**
 * e^x by x = n ln 2 + r: a Taylor polynomial of degree 6 in r, |r| ≤ ln 2 / 2, times 2^n put together from bits. x is
 * held within ±87, where 32-bit floats end.
 */
// @ts-ignore: decorator
@inline
function exp4(x: v128): v128 {
  const held = f32x4.max(f32x4.min(x, f32x4.splat(87)), f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(held, f32x4.splat(1.44269504)));
  // ln 2 in two parts, the first with few bits, so that n times it is exact.
  const high = f32x4.sub(held, f32x4.mul(n, f32x4.splat(0.693359375)));
  const r = f32x4.add(high, f32x4.mul(n, f32x4.splat(0.00021219444)));
  let p = f32x4.splat(0.0013888889);
  p = madd(p, r, f32x4.splat(0.0083333333));
  p = madd(p, r, f32x4.splat(0.041666667));
  p = madd(p, r, f32x4.splat(0.16666667));
  p = madd(p, r, f32x4.splat(0.5));
  p = madd(p, r, f32x4.splat(1));
  p = madd(p, r, f32x4.splat(1));
  const bits = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, bits);
}
