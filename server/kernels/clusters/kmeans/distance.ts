/**
 * Distances: exact ones of two vectors, and bounds below them for eight vectors and four centres at a time.
 *
 * The head of a vector holds its coordinates along the first principal directions and, last, the length of
 * what they leave of it. By the triangle inequality in the space that is left, two heads are never farther
 * apart than their vectors.
 */
import { directions, headBytes, slack, stride, table } from './settings';
import * as control from './control';

/** ‖a − b‖². */
@inline
export function squaredDistance(a: usize, b: usize): f32 {
  let sum = f32x4.splat(0), other = f32x4.splat(0);
  let c: usize = 0;
  for (; c + 32 <= stride; c += 32) {
    const u = f32x4.sub(v128.load(a + c), v128.load(b + c));
    const v = f32x4.sub(v128.load(a + c, 16), v128.load(b + c, 16));
    sum = f32x4.add(sum, f32x4.mul(u, u));
    other = f32x4.add(other, f32x4.mul(v, v));
  }
  if (c < stride) {
    const u = f32x4.sub(v128.load(a + c), v128.load(b + c));
    sum = f32x4.add(sum, f32x4.mul(u, u));
  }
  return lanes(f32x4.add(sum, other));
}

@inline
function lanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** Writes the head of a vector at `out`; its squared norm, lessened by the slack. `left` is scratch for a vector. */
export function writeHead(row: usize, out: usize, left: usize): f32 {
  memory.fill(out, 0, headBytes);
  if (directions === 0) memory.copy(out, row, min(stride, headBytes));
  else {
    memory.copy(left, row, stride);
    let direction = table(control.DIRECTION_ROWS);
    for (let j: u32 = 0; j < directions; j++) {
      let sum = f32x4.splat(0);
      for (let c: usize = 0; c < stride; c += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(left + c), v128.load(direction + c)));
      const along = lanes(sum);
      const all = f32x4.splat(along);
      // What is left is measured, not subtracted from the norm: that would cancel for vectors near the directions.
      for (let c: usize = 0; c < stride; c += 16) v128.store(left + c, f32x4.sub(v128.load(left + c), f32x4.mul(all, v128.load(direction + c))));
      store<f32>(out + (j << 2), along);
      direction += stride;
    }
    let rest = f32x4.splat(0);
    for (let c: usize = 0; c < stride; c += 16) rest = f32x4.add(rest, f32x4.mul(v128.load(left + c), v128.load(left + c)));
    store<f32>(out + (directions << 2), sqrt<f32>(lanes(rest)));
  }
  let norm = f32x4.splat(0);
  for (let c: usize = 0; c < headBytes; c += 16) norm = f32x4.add(norm, f32x4.mul(v128.load(out + c), v128.load(out + c)));
  return lanes(norm) * (1 - slack);
}

/**
 * For the eight heads of a panel and four heads (times -2) standing one after the other, norms at `norms`: the
 * squared distances of the heads less the panel's norms, at `out`: four pairs of four lanes, a pair for each head.
 * True when one of them is below the limit of its lane.
 */
@inline
export function tile(panel: usize, heads: usize, norms: usize, out: usize, lowLimits: v128, highLimits: v128): bool {
  let a0 = v128.load32_splat(norms), a1 = a0;
  let b0 = v128.load32_splat(norms, 4), b1 = b0;
  let c0 = v128.load32_splat(norms, 8), c1 = c0;
  let d0 = v128.load32_splat(norms, 12), d1 = d0;
  const bytes = headBytes;
  let a = heads, b = a + bytes, c = b + bytes, d = c + bytes;
  const end = b;
  let p = panel;
  // Two numbers of the heads at a time: eight sums, two halves of the panel and what is multiplied fill 16 registers.
  while (a < end) {
    let x = v128.load(p), y = v128.load(p, 16);
    let s = v128.load32_splat(a), t = v128.load32_splat(b);
    a0 = f32x4.add(a0, f32x4.mul(x, s));
    a1 = f32x4.add(a1, f32x4.mul(y, s));
    b0 = f32x4.add(b0, f32x4.mul(x, t));
    b1 = f32x4.add(b1, f32x4.mul(y, t));
    s = v128.load32_splat(c);
    t = v128.load32_splat(d);
    c0 = f32x4.add(c0, f32x4.mul(x, s));
    c1 = f32x4.add(c1, f32x4.mul(y, s));
    d0 = f32x4.add(d0, f32x4.mul(x, t));
    d1 = f32x4.add(d1, f32x4.mul(y, t));
    x = v128.load(p, 32);
    y = v128.load(p, 48);
    s = v128.load32_splat(a, 4);
    t = v128.load32_splat(b, 4);
    a0 = f32x4.add(a0, f32x4.mul(x, s));
    a1 = f32x4.add(a1, f32x4.mul(y, s));
    b0 = f32x4.add(b0, f32x4.mul(x, t));
    b1 = f32x4.add(b1, f32x4.mul(y, t));
    s = v128.load32_splat(c, 4);
    t = v128.load32_splat(d, 4);
    c0 = f32x4.add(c0, f32x4.mul(x, s));
    c1 = f32x4.add(c1, f32x4.mul(y, s));
    d0 = f32x4.add(d0, f32x4.mul(x, t));
    d1 = f32x4.add(d1, f32x4.mul(y, t));
    p += 64; a += 8; b += 8; c += 8; d += 8;
  }
  v128.store(out, a0); v128.store(out, a1, 16);
  v128.store(out, b0, 32); v128.store(out, b1, 48);
  v128.store(out, c0, 64); v128.store(out, c1, 80);
  v128.store(out, d0, 96); v128.store(out, d1, 112);
  const low = f32x4.pmin(f32x4.pmin(a0, b0), f32x4.pmin(c0, d0));
  const high = f32x4.pmin(f32x4.pmin(a1, b1), f32x4.pmin(c1, d1));
  return v128.any_true(v128.or(f32x4.lt(low, lowLimits), f32x4.lt(high, highLimits)));
}
