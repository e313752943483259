/** Work of one row on many, which are reached through a list of addresses (u32). Rows are multiples of 32 bytes. */
import { horizontal } from '../../base/blocks';
import { madd } from '../../base/madd';

/** out = scale · Σ of the `count` listed rows. */
export function sumOfRows(out: usize, list: usize, count: usize, scale: f32, stride: usize): void {
  const end = list + (count << 2);
  const scales = f32x4.splat(scale);
  for (let c: usize = 0; c < stride; c += 32) {
    let a = f32x4.splat(0),
      b = f32x4.splat(0);
    for (let l = list; l < end; l += 4) {
      const x = (load<u32>(l) as usize) + c;
      a = f32x4.add(a, v128.load(x));
      b = f32x4.add(b, v128.load(x, 16));
    }
    v128.store(out + c, f32x4.mul(a, scales));
    v128.store(out + c, f32x4.mul(b, scales), 16);
  }
}

/** Each of the `count` listed rows += change; one that is listed twice takes it twice. */
export function addToRows(list: usize, count: usize, change: usize, stride: usize): void {
  const end = list + (count << 2);
  for (let c: usize = 0; c < stride; c += 32) {
    const a = v128.load(change + c),
      b = v128.load(change + c, 16);
    for (let l = list; l < end; l += 4) {
      const x = (load<u32>(l) as usize) + c;
      v128.store(x, f32x4.add(v128.load(x), a));
      v128.store(x, f32x4.add(v128.load(x, 16), b), 16);
    }
  }
}

/** g_t = x · w_t for `targets` listed rows, a multiple of four. */
export function rowProducts(x: usize, list: usize, targets: i32, g: usize, stride: usize): void {
  for (let t = 0; t < targets; t += 4) {
    const at = list + (t << 2);
    const w0 = load<u32>(at) as usize,
      w1 = load<u32>(at, 4) as usize;
    const w2 = load<u32>(at, 8) as usize,
      w3 = load<u32>(at, 12) as usize;
    let a0 = f32x4.splat(0),
      a1 = f32x4.splat(0),
      a2 = f32x4.splat(0),
      a3 = f32x4.splat(0);
    let b0 = f32x4.splat(0),
      b1 = f32x4.splat(0),
      b2 = f32x4.splat(0),
      b3 = f32x4.splat(0);
    for (let c: usize = 0; c < stride; c += 32) {
      const u = v128.load(x + c),
        v = v128.load(x + c, 16);
      a0 = madd(u, v128.load(w0 + c), a0);
      b0 = madd(v, v128.load(w0 + c, 16), b0);
      a1 = madd(u, v128.load(w1 + c), a1);
      b1 = madd(v, v128.load(w1 + c, 16), b1);
      a2 = madd(u, v128.load(w2 + c), a2);
      b2 = madd(v, v128.load(w2 + c, 16), b2);
      a3 = madd(u, v128.load(w3 + c), a3);
      b3 = madd(v, v128.load(w3 + c, 16), b3);
    }
    v128.store(
      g + (t << 2),
      horizontal(f32x4.add(a0, b0), f32x4.add(a1, b1), f32x4.add(a2, b2), f32x4.add(a3, b3)),
    );
  }
}

/** out = scale · Σ g_t w_t, and w_t += g_t · x, target by target: one that is listed twice is met as changed. */
export function stepTargets(
  out: usize,
  x: usize,
  list: usize,
  used: i32,
  g: usize,
  scale: f32,
  stride: usize,
): void {
  const end = (used as usize) << 2;
  const scales = f32x4.splat(scale);
  for (let c: usize = 0; c < stride; c += 32) {
    const u = v128.load(x + c),
      v = v128.load(x + c, 16);
    let a = f32x4.splat(0),
      b = f32x4.splat(0);
    for (let t: usize = 0; t < end; t += 4) {
      const w = (load<u32>(list + t) as usize) + c;
      const s = v128.load32_splat(g + t);
      const p = v128.load(w),
        q = v128.load(w, 16);
      a = madd(s, p, a);
      b = madd(s, q, b);
      v128.store(w, madd(s, u, p));
      v128.store(w, madd(s, v, q), 16);
    }
    v128.store(out + c, f32x4.mul(a, scales));
    v128.store(out + c, f32x4.mul(b, scales), 16);
  }
}
