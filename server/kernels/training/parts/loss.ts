/** The running loss of a thread. */
import { exp4 } from './sigmoid';
import { sumOfLanes } from './vectors';

/** The loss of so many contexts of skip-gram, or bags of CBOW, is measured at one of them. */
const BAGS: u32 = 32;
const CONTEXTS: u32 = 8;

let lossAt: usize = 0, steps: u32 = 0;

/** Takes the first cache line of the scratch: f64 loss, f64 measured pairs; the first free address. */
export function layLoss(at: usize): usize {
  lossAt = at;
  return at + 64;
}

/** Whether the loss of the next bag is measured. */
@inline
export function isMeasured(): bool {
  return steps++ % BAGS === 0;
}

/** The first context of the next step whose loss is measured; then every CONTEXTS-th. */
@inline
export function firstMeasured(): i32 {
  return (steps++ % CONTEXTS) as i32;
}

@inline
export function nextMeasured(context: i32): i32 {
  return context + (CONTEXTS as i32);
}

/** -Σ ln σ(±product) over a row of `targets` products, plus where the label is 1, each as often as `pairs` says. */
export function lossOf(products: usize, labels: usize, pairs: usize, targets: i32): f64 {
  let sum = f32x4.splat(0);
  const half = f32x4.splat(0.5), two = f32x4.splat(2);
  for (let t: usize = 0; t < (targets as usize) << 2; t += 16) {
    // -x where the label is 1, x where it is 0.
    const sign = f32x4.mul(two, f32x4.sub(half, v128.load(labels + t)));
    const loss = softplus4(f32x4.mul(sign, v128.load(products + t)));
    sum = f32x4.add(sum, f32x4.mul(loss, v128.load(pairs + t)));
  }
  return sumOfLanes(sum) as f64;
}

export function addLoss(loss: f64, pairs: f64): void {
  store<f64>(lossAt, load<f64>(lossAt) + loss);
  store<f64>(lossAt, load<f64>(lossAt, 8) + pairs, 8);
}

/** ln(1 + e^x): the larger of x and 0, and ln(1 + u) of u = e^-|x|, the series of 2 artanh(u / (2 + u)) to 1e-6. */
@inline
function softplus4(x: v128): v128 {
  const u = exp4(f32x4.neg(f32x4.abs(x)));
  const z = f32x4.div(u, f32x4.add(u, f32x4.splat(2)));
  const square = f32x4.mul(z, z);
  let series = f32x4.splat(2 / 9);
  series = f32x4.add(f32x4.mul(series, square), f32x4.splat(2 / 7));
  series = f32x4.add(f32x4.mul(series, square), f32x4.splat(2 / 5));
  series = f32x4.add(f32x4.mul(series, square), f32x4.splat(2 / 3));
  series = f32x4.add(f32x4.mul(series, square), f32x4.splat(2));
  return f32x4.add(f32x4.max(x, f32x4.splat(0)), f32x4.mul(z, series));
}
