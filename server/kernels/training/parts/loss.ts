/** The running loss of a thread. */

/** The loss is measured at one centre in so many: a logarithm for each pair would cost more than the pair. */
const LOSS_EVERY: u32 = 32;

let lossAt: usize = 0, centres: u32 = 0;

/** Takes the first cache line of the scratch: f64 loss, f64 measured pairs; the first free address. */
export function layLoss(at: usize): usize {
  lossAt = at;
  return at + 64;
}

/** Whether the loss of the next centre is measured. */
@inline
export function isMeasured(): bool {
  return centres++ % LOSS_EVERY === 0;
}

/** -Σ ln σ(±product) over a row of products: plus where the label is 1. */
export function lossOf(products: usize, labels: usize, used: i32): f64 {
  let sum: f64 = 0;
  for (let t = 0; t < used; t++) {
    const x = load<f32>(products + (t << 2));
    sum += softplus(load<f32>(labels + (t << 2)) === 1 ? -x : x);
  }
  return sum;
}

export function addLoss(loss: f64, pairs: f64): void {
  store<f64>(lossAt, load<f64>(lossAt) + loss);
  store<f64>(lossAt, load<f64>(lossAt, 8) + pairs, 8);
}

/** ln(1 + e^x). */
@inline
function softplus(x: f32): f64 {
  return x > 20 ? (x as f64) : Math.log(1 + Math.exp(x as f64));
}
