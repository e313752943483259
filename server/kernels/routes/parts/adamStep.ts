/**
 * A step of Adam (Kingma and Ba 2015) over `bytes` of 32-bit floats, a multiple of 16: the moments `mean` and `square`
 * and the weights change in place. `scale` is the rate with both corrections in it, as Keras has it.
 */
export function adamStep(
  weights: usize,
  mean: usize,
  square: usize,
  gradient: usize,
  bytes: usize,
  scale: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
): void {
  const b1 = f32x4.splat(beta1);
  const rest1 = f32x4.splat(1 - beta1);
  const b2 = f32x4.splat(beta2);
  const rest2 = f32x4.splat(1 - beta2);
  const s = f32x4.splat(scale);
  const e = f32x4.splat(epsilon);
  for (let i: usize = 0; i < bytes; i += 16) {
    const g = v128.load(gradient + i);
    const m = f32x4.add(f32x4.mul(b1, v128.load(mean + i)), f32x4.mul(rest1, g));
    const v = f32x4.add(f32x4.mul(b2, v128.load(square + i)), f32x4.mul(rest2, f32x4.mul(g, g)));
    v128.store(mean + i, m);
    v128.store(square + i, v);
    const down = f32x4.div(f32x4.mul(s, m), f32x4.add(f32x4.sqrt(v), e));
    v128.store(weights + i, f32x4.sub(v128.load(weights + i), down));
  }
}
