/** Exponential and logarithm of four 32-bit floats at once, to about 2e-7 of the value. */

/** e^x for x ≤ 0; zero below -87, where the result is no normal number. */
@inline
export function exp4(x: v128): v128 {
  const alive = f32x4.gt(x, f32x4.splat(-87));
  x = f32x4.max(x, f32x4.splat(-87));
  const power = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  // ln 2 in two parts, the first of which has few digits, so that the product is exact.
  let r = f32x4.sub(x, f32x4.mul(power, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(power, f32x4.splat(2.12194440e-4)));
  let y = f32x4.splat(1.0 / 720);
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.0 / 120));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.0 / 24));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.0 / 6));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(0.5));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1));
  const scaled = i32x4.add(y, i32x4.shl(i32x4.trunc_sat_f32x4_s(power), 23));
  return v128.and(scaled, alive);
}

/** ln x for positive normal x. */
@inline
export function log4(x: v128): v128 {
  // x = m · 2^e with m in [√½, √2), by the distance of the bits from those of √½.
  const offset = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const e = i32x4.shr_s(offset, 23);
  const m = i32x4.sub(x, i32x4.shl(e, 23));
  // ln m = 2 artanh z, z = (m - 1) / (m + 1).
  const z = f32x4.div(f32x4.sub(m, f32x4.splat(1)), f32x4.add(m, f32x4.splat(1)));
  const w = f32x4.mul(z, z);
  let y = f32x4.splat(2.0 / 9);
  y = f32x4.add(f32x4.mul(y, w), f32x4.splat(2.0 / 7));
  y = f32x4.add(f32x4.mul(y, w), f32x4.splat(2.0 / 5));
  y = f32x4.add(f32x4.mul(y, w), f32x4.splat(2.0 / 3));
  y = f32x4.add(f32x4.mul(y, w), f32x4.splat(2));
  return f32x4.add(f32x4.mul(y, z), f32x4.mul(f32x4.convert_i32x4_s(e), f32x4.splat(0.693147181)));
}

/** The sum of the four lanes. */
@inline
export function sum4(a: v128): f32 {
  const lanes02 = f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 2);
  return lanes02 + (f32x4.extract_lane(a, 1) + f32x4.extract_lane(a, 3));
}
