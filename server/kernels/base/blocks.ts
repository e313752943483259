/**
 * Level-3 building blocks on small matrices of rows padded to eight floats. Rows of X are reached through
 * a list of row addresses (each named once), rows of W stand one after the other.
 */
import { madd } from './madd';

/** The sums of the lanes of four vectors. */
@inline
export function horizontal(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  const ab = f32x4.add(ab0, ab1);
  const cd = f32x4.add(cd0, cd1);
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** The dot products of the row at `x` with four others, a lane each; rows have `stride` bytes, a multiple of 16. */
@inline
export function dotsWithFour(x: usize, q0: usize, q1: usize, q2: usize, q3: usize, stride: usize): v128 {
  let a = f32x4.splat(0),
    b = f32x4.splat(0),
    c = f32x4.splat(0),
    d = f32x4.splat(0);
  for (let o: usize = 0; o < stride; o += 16) {
    const v = v128.load(x + o);
    a = f32x4.add(a, f32x4.mul(v, v128.load(q0 + o)));
    b = f32x4.add(b, f32x4.mul(v, v128.load(q1 + o)));
    c = f32x4.add(c, f32x4.mul(v, v128.load(q2 + o)));
    d = f32x4.add(d, f32x4.mul(v, v128.load(q3 + o)));
  }
  return horizontal(a, b, c, d);
}

/**
 * G[r][t] = x_r · w_t for `rows` rows (a multiple of two) and `targets` targets (a multiple of four).
 * `stride` is a row of X or W in bytes (a multiple of 32), `gStride` a row of G in bytes.
 */
export function products(rows: usize, list: usize, w: usize, targets: usize, g: usize, stride: usize, gStride: usize): void {
  for (let r: usize = 0; r < rows; r += 2) {
    const x0 = load<u32>(list + (r << 2)) as usize;
    const x1 = load<u32>(list + (r << 2), 4) as usize;
    for (let t: usize = 0; t < targets; t += 4) {
      let w0 = w + t * stride;
      let w1 = w0 + stride;
      let w2 = w1 + stride;
      let w3 = w2 + stride;
      let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
      let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0);
      let p = x0;
      let q = x1;
      const end = x0 + stride;
      while (p < end) {
        const u = v128.load(p), v = v128.load(q);
        const m0 = v128.load(w0), m1 = v128.load(w1), m2 = v128.load(w2), m3 = v128.load(w3);
        a0 = madd(u, m0, a0);
        b0 = madd(v, m0, b0);
        a1 = madd(u, m1, a1);
        b1 = madd(v, m1, b1);
        a2 = madd(u, m2, a2);
        b2 = madd(v, m2, b2);
        a3 = madd(u, m3, a3);
        b3 = madd(v, m3, b3);
        p += 16; q += 16; w0 += 16; w1 += 16; w2 += 16; w3 += 16;
      }
      const out = g + r * gStride + (t << 2);
      v128.store(out, horizontal(a0, a1, a2, a3));
      v128.store(out + gStride, horizontal(b0, b1, b2, b3));
    }
  }
}

/** x_r += Σ_t G[r][t] w_t for `rows` rows (a multiple of four) and any number of targets. */
export function addTargets(rows: usize, list: usize, w: usize, targets: usize, g: usize, stride: usize, gStride: usize): void {
  for (let r: usize = 0; r < rows; r += 4) {
    const x0 = load<u32>(list + (r << 2)) as usize;
    const x1 = load<u32>(list + (r << 2), 4) as usize;
    const x2 = load<u32>(list + (r << 2), 8) as usize;
    const x3 = load<u32>(list + (r << 2), 12) as usize;
    const g0 = g + r * gStride;
    const g1 = g0 + gStride;
    const g2 = g1 + gStride;
    const g3 = g2 + gStride;
    const gEnd = targets << 2;
    for (let c: usize = 0; c < stride; c += 32) {
      let a0 = v128.load(x0 + c), a1 = v128.load(x1 + c), a2 = v128.load(x2 + c), a3 = v128.load(x3 + c);
      let b0 = v128.load(x0 + c, 16), b1 = v128.load(x1 + c, 16), b2 = v128.load(x2 + c, 16), b3 = v128.load(x3 + c, 16);
      let p = w + c;
      for (let t: usize = 0; t < gEnd; t += 4) {
        const u = v128.load(p), v = v128.load(p, 16);
        const s0 = v128.load32_splat(g0 + t), s1 = v128.load32_splat(g1 + t);
        a0 = madd(u, s0, a0);
        b0 = madd(v, s0, b0);
        a1 = madd(u, s1, a1);
        b1 = madd(v, s1, b1);
        const s2 = v128.load32_splat(g2 + t), s3 = v128.load32_splat(g3 + t);
        a2 = madd(u, s2, a2);
        b2 = madd(v, s2, b2);
        a3 = madd(u, s3, a3);
        b3 = madd(v, s3, b3);
        p += stride;
      }
      v128.store(x0 + c, a0); v128.store(x1 + c, a1); v128.store(x2 + c, a2); v128.store(x3 + c, a3);
      v128.store(x0 + c, b0, 16); v128.store(x1 + c, b1, 16); v128.store(x2 + c, b2, 16); v128.store(x3 + c, b3, 16);
    }
  }
}

/** d_t = Σ_r G[r][t] x_r for `targets` targets (a multiple of four); d stands like W. */
export function sumRows(rows: usize, list: usize, d: usize, targets: usize, g: usize, stride: usize, gStride: usize): void {
  const listEnd = list + (rows << 2);
  for (let t: usize = 0; t < targets; t += 4) {
    const out = d + t * stride;
    for (let c: usize = 0; c < stride; c += 32) {
      let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
      let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0);
      let gp = g + (t << 2);
      for (let l = list; l < listEnd; l += 4) {
        const x = (load<u32>(l) as usize) + c;
        const u = v128.load(x), v = v128.load(x, 16);
        const s0 = v128.load32_splat(gp), s1 = v128.load32_splat(gp, 4);
        a0 = madd(u, s0, a0);
        b0 = madd(v, s0, b0);
        a1 = madd(u, s1, a1);
        b1 = madd(v, s1, b1);
        const s2 = v128.load32_splat(gp, 8), s3 = v128.load32_splat(gp, 12);
        a2 = madd(u, s2, a2);
        b2 = madd(v, s2, b2);
        a3 = madd(u, s3, a3);
        b3 = madd(v, s3, b3);
        gp += gStride;
      }
      const o = out + c;
      v128.store(o, a0); v128.store(o, b0, 16);
      v128.store(o + stride, a1); v128.store(o + stride, b1, 16);
      v128.store(o + 2 * stride, a2); v128.store(o + 2 * stride, b2, 16);
      v128.store(o + 3 * stride, a3); v128.store(o + 3 * stride, b3, 16);
    }
  }
}
