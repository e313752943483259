/**
 * The layout of UMAP (McInnes, Healy and Melville 2018): stochastic gradient descent on a weighted graph with
 * negative sampling, on threads that are started once.
 *
 * Each point moves by its own edges and reads the others where they were after the epoch before, so that the layout
 * is the same for any number of threads. In umap-learn an edge moves both ends; as both directions are in the graph
 * with one weight, and due in the same epochs, moving one end twice as far comes to the same.
 */
import { meet } from '../base/barrier';
import { random32, seedRandom } from '../base/random';
import {
  CANCEL, BARRIER, DONE, CURSORS, LAST, N, THREADS, DIMENSIONS, EPOCHS, NEGATIVES, SEED, STARTS, ENDS,
  RATES, LAYOUTS, FORCES,
} from './parts/umapControl';

const CHUNK: u32 = 256;
/** Squared distances from 2⁻²⁰ on, 64 steps for each doubling, up to 2¹². */
const LOWEST: i32 = (127 - 20) << 6;
const STEPS: i32 = 32 << 6;
/** umap-learn's bound of a step in one dimension. */
const LONGEST: f32 = 4;

let forces: usize = 0;

/** Fills the table of forces from the curve 1 / (1 + a d^2b). */
export function coefficients(control: usize, a: f64, b: f64): void {
  const table = load<u32>(control, FORCES) as usize;
  for (let i = 0; i < STEPS; i++) {
    // The middle of the step.
    const square = reinterpret<f32>(((LOWEST + i) << 17) | (1 << 16)) as f64;
    const power = Math.pow(square, b);
    const at = table + ((i as usize) << 3);
    store<f32>(at, ((-2 * a * b * power) / square / (1 + a * power)) as f32);
    store<f32>(at, ((2 * b) / ((0.001 + square) * (1 + a * power))) as f32, 4);
  }
}

/** The whole work of one thread. */
export function run(control: usize, thread: u32): void {
  const n = load<u32>(control, N);
  const threads = load<u32>(control, THREADS);
  const epochs = load<u32>(control, EPOCHS);
  const inSpace = load<u32>(control, DIMENSIONS) === 3;
  const seed = load<u32>(control, SEED);
  forces = load<u32>(control, FORCES) as usize;
  for (let epoch: u32 = 0; epoch < epochs; epoch++) {
    const even = (epoch & 1) === 0;
    const from = load<u32>(control + LAYOUTS + (even ? 0 : 4)) as usize;
    const to = load<u32>(control + LAYOUTS + (even ? 4 : 0)) as usize;
    const rate: f32 = 1 - (epoch as f32) / (epochs as f32);
    const cursor = control + CURSORS + (even ? 0 : 4);
    while (true) {
      const chunk = atomic.add<u32>(cursor, 1);
      const first = chunk * CHUNK;
      if (first >= n) break;
      seedRandom(seed + epoch * 0x9e3779b9, chunk);
      const last = min(n, first + CHUNK);
      if (inSpace) for (let i = first; i < last; i++) move(control, from, to, i, epoch, rate, true);
      else for (let i = first; i < last; i++) move(control, from, to, i, epoch, rate, false);
    }
    // A thread that is slow to look sees the number of a later epoch, and stops after that one with the others.
    if (thread === 0 && atomic.load<i32>(control + CANCEL) !== 0) atomic.store<u32>(control + LAST, epoch + 1);
    meet(control + BARRIER, threads);
    if (thread === 0) {
      // The next to use it meet the others first.
      atomic.store<u32>(cursor, 0);
      atomic.store<u32>(control + DONE, epoch + 1);
    }
    const end = atomic.load<u32>(control + LAST);
    if (end !== 0 && end <= epoch + 1) return;
  }
}

/** Where in the table the forces at a squared distance stand; at none, where there is nothing to multiply them with. */
@inline
function forceAt(square: f32): usize {
  const step = ((reinterpret<u32>(square) >> 17) as i32) - LOWEST;
  return forces + ((max(0, min(STEPS - 1, step)) as usize) << 3);
}

/** A point: two or three numbers, and zeros. */
@inline
function pointAt(address: usize, inSpace: bool): v128 {
  return inSpace ? v128.load(address) : v128.load64_zero(address);
}

/** The sum of the squares of a point's numbers. */
@inline
function squareOf(point: v128, inSpace: bool): f32 {
  const squares = f32x4.mul(point, point);
  const two = f32x4.extract_lane(squares, 0) + f32x4.extract_lane(squares, 1);
  return inSpace ? two + f32x4.extract_lane(squares, 2) : two;
}

@inline
function clipped(step: v128): v128 {
  return f32x4.pmax(f32x4.splat(-LONGEST), f32x4.pmin(f32x4.splat(LONGEST), step));
}

/** Whether an edge is due: in so many epochs as its rate says, evenly, and in both directions at once. */
@inline
function isDue(rate: u32, epoch: u32, i: u32, j: u32): bool {
  return (epoch + 1) * rate + (i + j) * 0x9e3779b9 < rate;
}

/**
 * An edge's pull and its pushes are all taken from where the point stood before: none has to wait for the one before it.
 */
@inline
function move(control: usize, from: usize, to: usize, i: u32, epoch: u32, rate: f32, inSpace: bool): void {
  const n = load<u32>(control, N);
  const negatives = load<u32>(control, NEGATIVES);
  const starts = (load<u32>(control, STARTS) as usize) + ((i as usize) << 2);
  const ends = load<u32>(control, ENDS) as usize;
  const rates = load<u32>(control, RATES) as usize;
  const shift: usize = inSpace ? 4 : 3;
  const place = (i as usize) << shift;
  const scale = f32x4.splat(rate);
  let point = pointAt(from + place, inSpace);
  const last = load<u32>(starts, 4);
  for (let e = load<u32>(starts); e < last; e++) {
    const at = (e as usize) << 2;
    const j = load<u32>(ends + at);
    if (!isDue(load<u32>(rates + at), epoch, i, j)) continue;
    const away = f32x4.sub(point, pointAt(from + ((j as usize) << shift), inSpace));
    const pull = f32x4.splat(load<f32>(forceAt(squareOf(away, inSpace))));
    let step = clipped(f32x4.mul(pull, away));
    step = f32x4.add(step, step);
    for (let s: u32 = 0; s < negatives; s++) {
      const any = (((random32() as u64) * (n as u64)) >> 32) as u32;
      const apart = f32x4.sub(point, pointAt(from + ((any as usize) << shift), inSpace));
      const push = f32x4.splat(load<f32>(forceAt(squareOf(apart, inSpace)), 4));
      step = f32x4.add(step, clipped(f32x4.mul(push, apart)));
    }
    point = f32x4.add(point, f32x4.mul(scale, step));
  }
  if (inSpace) v128.store(to + place, point);
  else v128.store64_lane(to + place, point, 0);
}
