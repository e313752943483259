/**
 * The notebook's dense network for routes: sparse inputs, three layers of 64 rectifiers, one logit, weighted binary
 * cross-entropy. A step is one call: forward, backward and Adam, without tensors in between.
 */
import { addTargets, products, sumRows } from '../base/blocks';
import { madd } from '../base/madd';
import { adamStep } from './parts/adamStep';
import {
  BYTES, CLASS_WEIGHTS, FEATURES, GRADIENTS, INPUTS, LABELS, MEANS, OFFSETS, PARAMETERS, RIGHT, SCRATCH, SQUARES, STARTS,
  TILE, UNITS, VALUES,
} from './parts/denseControl';

const ROW: usize = UNITS << 2;
const MATRIX: usize = UNITS * ROW;
const TABLE: usize = TILE * ROW;

let features: usize, values: usize, offsets: usize, labels: usize, classWeights: usize, starts: usize;
// Addresses of the layers' kernels, each with its bias behind it, and how far their gradients are from there.
let first: usize, second: usize, third: usize, last: usize, toGradient: usize;
// Rows of activations, of their gradients, and lists of the addresses of rows.
let x1: usize, x2: usize, x3: usize, d1: usize, d2: usize, d3: usize;
let list1: usize, list2: usize, list3: usize, sums: usize;

function open(control: usize): void {
  features = load<u32>(control, FEATURES);
  values = load<u32>(control, VALUES);
  offsets = load<u32>(control, OFFSETS);
  labels = load<u32>(control, LABELS);
  classWeights = load<u32>(control, CLASS_WEIGHTS);
  starts = load<u32>(control, STARTS);
  first = load<u32>(control, PARAMETERS);
  toGradient = (load<u32>(control, GRADIENTS) as usize) - first;
  second = first + (load<u32>(control, INPUTS) as usize) * ROW + ROW;
  third = second + MATRIX + ROW;
  last = third + MATRIX + ROW;
  let at: usize = load<u32>(control, SCRATCH);
  x1 = at; at += TABLE;
  x2 = at; at += TABLE;
  x3 = at; at += TABLE;
  d1 = at; at += TABLE;
  d2 = at; at += TABLE;
  d3 = at; at += TABLE;
  sums = at; at += MATRIX;
  list1 = at; at += TILE << 2;
  list2 = at; at += TILE << 2;
  list3 = at;
}

/** Weighted loss, summed, of the batch's `count` routes; how many answers are right stands in the control block. */
export function evaluate(control: usize, count: usize): f64 {
  open(control);
  return pass(control, count, 0);
}

/**
 * One step of Adam down the gradient of the mean of these losses, which it answers summed. `scale` is the rate with both
 * corrections in it.
 */
export function step(control: usize, count: usize, scale: f32, beta1: f32, beta2: f32, epsilon: f32): f64 {
  open(control);
  const bytes: usize = load<u32>(control, BYTES);
  memory.fill(first + toGradient, 0, bytes);
  const loss = pass(control, count, 1 / (count as f64));
  const means: usize = load<u32>(control, MEANS), squares: usize = load<u32>(control, SQUARES);
  adamStep(first, means, squares, first + toGradient, bytes, scale, beta1, beta2, epsilon);
  return loss;
}

/** Loss of the batch; with a share of the gradient for each route where that is not zero. */
function pass(control: usize, count: usize, share: f64): f64 {
  let loss: f64 = 0;
  let right: u32 = 0;
  for (let from: usize = 0; from < count; from += TILE) {
    const routes = min(TILE, count - from);
    // Products take four rows at a time: those behind the last route are zeros, and their gradients too.
    const padded = (routes + 3) & ~3;
    forward(from, routes, padded);
    for (let r: usize = 0; r < routes; r++) {
      const logit = dot(x3 + r * ROW, last) + load<f32>(last, ROW) + load<f32>(starts + ((from + r) << 2));
      const label = load<f32>(labels + ((from + r) << 2)) as f64;
      const weight = load<f32>(classWeights + ((from + r) << 2)) as f64;
      const z = logit as f64;
      loss += weight * (max<f64>(z, 0) - z * label + Math.log1p(Math.exp(-abs(z))));
      if (z > 0 === label > 0.5) right++;
      const down = weight * (1 / (1 + Math.exp(-z)) - label) * share;
      if (share !== 0) outputGradient(r, down as f32);
    }
    if (share !== 0) backward(from, routes, padded);
  }
  store<u32>(control, right, RIGHT);
  return loss;
}

function forward(from: usize, routes: usize, padded: usize): void {
  for (let r: usize = 0; r < padded; r++) {
    store<u32>(list1 + (r << 2), x1 + r * ROW);
    store<u32>(list2 + (r << 2), x2 + r * ROW);
    store<u32>(list3 + (r << 2), x3 + r * ROW);
  }
  for (let r: usize = 0; r < routes; r++) sumInputs(x1 + r * ROW, from + r);
  memory.fill(x1 + routes * ROW, 0, (padded - routes) * ROW);
  layer(x2, list2, x1, second, padded);
  layer(x3, list3, x2, third, padded);
}

/** The rectified sum of the rows of the first kernel that a route's features choose, and the bias. */
function sumInputs(out: usize, route: usize): void {
  const from = load<u32>(offsets + (route << 2)) as usize,
    to = load<u32>(offsets + (route << 2), 4) as usize;
  const bias = second - ROW;
  const zero = f32x4.splat(0);
  for (let c: usize = 0; c < ROW; c += 64) {
    let a0 = v128.load(bias + c), a1 = v128.load(bias + c, 16), a2 = v128.load(bias + c, 32), a3 = v128.load(bias + c, 48);
    for (let j = from; j < to; j++) {
      const row = first + (load<u32>(features + (j << 2)) as usize) * ROW + c;
      const value = v128.load32_splat(values + (j << 2));
      a0 = madd(value, v128.load(row), a0);
      a1 = madd(value, v128.load(row, 16), a1);
      a2 = madd(value, v128.load(row, 32), a2);
      a3 = madd(value, v128.load(row, 48), a3);
    }
    v128.store(out + c, f32x4.max(a0, zero));
    v128.store(out + c, f32x4.max(a1, zero), 16);
    v128.store(out + c, f32x4.max(a2, zero), 32);
    v128.store(out + c, f32x4.max(a3, zero), 48);
  }
}

/** out = the rectified given · kernel + bias. */
function layer(out: usize, list: usize, given: usize, kernel: usize, rows: usize): void {
  for (let r: usize = 0; r < rows; r++) memory.copy(out + r * ROW, kernel + MATRIX, ROW);
  addTargets(rows, list, kernel, UNITS, given, ROW, ROW);
  const zero = f32x4.splat(0);
  for (let i: usize = 0; i < rows * ROW; i += 16) v128.store(out + i, f32x4.max(v128.load(out + i), zero));
}

/** Gradients of the last kernel and bias, and of the route's last activations. */
@inline
function outputGradient(r: usize, down: f32): void {
  const scale = f32x4.splat(down);
  const x = x3 + r * ROW, d = d3 + r * ROW, g = last + toGradient;
  for (let c: usize = 0; c < ROW; c += 16) {
    const active = v128.load(x + c);
    v128.store(g + c, madd(scale, active, v128.load(g + c)));
    const mask = f32x4.gt(active, f32x4.splat(0));
    v128.store(d + c, v128.and(mask, f32x4.mul(scale, v128.load(last + c))));
  }
  store<f32>(g, load<f32>(g, ROW) + down, ROW);
}

function backward(from: usize, routes: usize, padded: usize): void {
  memory.fill(d3 + routes * ROW, 0, (padded - routes) * ROW);
  layerGradient(d3, x2, d2, third, padded);
  layerGradient(d2, x1, d1, second, padded);
  const bias = second - ROW + toGradient;
  for (let r: usize = 0; r < routes; r++) {
    const d = d1 + r * ROW;
    for (let c: usize = 0; c < ROW; c += 16) v128.store(bias + c, f32x4.add(v128.load(bias + c), v128.load(d + c)));
    const to = load<u32>(offsets + ((from + r) << 2), 4) as usize;
    for (let j: usize = load<u32>(offsets + ((from + r) << 2)); j < to; j++) {
      const row = first + toGradient + (load<u32>(features + (j << 2)) as usize) * ROW;
      const value = v128.load32_splat(values + (j << 2));
      for (let c: usize = 0; c < ROW; c += 16) v128.store(row + c, madd(value, v128.load(d + c), v128.load(row + c)));
    }
  }
}

/** From the gradient `d` of a layer's sums: that of its kernel and bias, and that of the sums of the layer before, `x` its activations. */
function layerGradient(d: usize, x: usize, before: usize, kernel: usize, rows: usize): void {
  for (let r: usize = 0; r < rows; r++) store<u32>(list1 + (r << 2), d + r * ROW);
  sumRows(rows, list1, sums, UNITS, x, ROW, ROW);
  const g = kernel + toGradient;
  for (let i: usize = 0; i < MATRIX; i += 16) v128.store(g + i, f32x4.add(v128.load(g + i), v128.load(sums + i)));
  const bias = g + MATRIX;
  for (let r: usize = 0; r < rows; r++)
    for (let c: usize = 0; c < ROW; c += 16)
      v128.store(bias + c, f32x4.add(v128.load(bias + c), v128.load(d + r * ROW + c)));
  products(rows, list1, kernel, UNITS, before, ROW, ROW);
  const zero = f32x4.splat(0);
  for (let i: usize = 0; i < rows * ROW; i += 16)
    v128.store(before + i, v128.and(f32x4.gt(v128.load(x + i), zero), v128.load(before + i)));
}

/** Product of two rows. */
function dot(a: usize, b: usize): f32 {
  let sum = f32x4.splat(0);
  for (let c: usize = 0; c < ROW; c += 16) sum = madd(v128.load(a + c), v128.load(b + c), sum);
  return (
    f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  );
}
