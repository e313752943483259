/**
 * exp(x) for four lanes, |relative error| < 3e-7 on [-87, 87]: 2^(x·log2 e) as an exponent shift times a
 * polynomial for the fraction (Taylor coefficients of 2^f, f in [-0.5, 0.5]).
 */
@inline
export function exp4(x: v128): v128 {
  const t = f32x4.mul(f32x4.max(f32x4.min(x, f32x4.splat(87)), f32x4.splat(-87)), f32x4.splat(1.44269504088896));
  const whole = f32x4.nearest(t);
  const f = f32x4.sub(t, whole);
  let p = f32x4.splat(1.5403530393381608e-4);
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1.3333558146428443e-3));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(9.618129107628477e-3));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(5.550410866482158e-2));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(2.402265069591007e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(6.931471805599453e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1));
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23);
  return f32x4.mul(p, scale);
}

/** 1 / (1 + exp(-x)) for four lanes. */
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}
