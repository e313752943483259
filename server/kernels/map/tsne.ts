/**
 * t-SNE (van der Maaten and Hinton 2008) on threads that are started once: symmetric probabilities from a graph of
 * nearest neighbours, early exaggeration, gradient descent. In the plane the repulsion is a convolution on a
 * grid, in space a walk through a tree.
 */
import { affinities } from './parts/affinities';
import { pull2, pull3, pullLog, pullX, pullY, pullZ } from './parts/attraction';
import { meet } from '../base/barrier';
import { keepVelocity, rest, shorten, velocityOf } from './parts/descent';
import { computeField, gather, pushX, pushY } from './parts/gridField';
import {
  BARRIER, CANCEL, DIVERGENCE, DONE, EARLY, EXAGGERATION, HIGH, ITERATIONS, LAYOUT, LOW, NEXT_LAYOUT, RATE, STOPPED, SUM_P_LOG_D, SUM_P_LOG_P, SUM_Q,
} from './parts/tsneControl';
import {
  ctl, dimensions, first, isCancelled, last, me, n, notesOf, openControl, table, threads, total,
} from './parts/tsneState';
import { computeTreeField, pushes } from './parts/treeField';

export { fieldBytes, fieldScratchBytes } from './parts/gridField';
export { treeBytes, treeScratchBytes } from './parts/treeField';

/** Iterations between two measurements of the divergence. */
const MEASURED: u32 = 50;

/** The whole work of one thread. */
export function run(control: usize, thread: u32): void {
  openControl(control, thread);
  affinities();
  openControl(control, thread);
  corners(table(LAYOUT));
  rest((first as usize) * stride(), (last as usize) * stride());
  if (agreeToStop(0)) return;
  const iterations = load<u32>(ctl, ITERATIONS);
  const early = load<u32>(ctl, EARLY);
  // One step more, which only measures.
  for (let iteration: u32 = 0; iteration <= iterations; iteration++) {
    const layout = table((iteration & 1) === 0 ? LAYOUT : NEXT_LAYOUT);
    const next = table((iteration & 1) === 0 ? NEXT_LAYOUT : LAYOUT);
    const measured = iteration % MEASURED === 0 || iteration === iterations;
    if (iteration === early) rest((first as usize) * stride(), (last as usize) * stride());
    if (dimensions === 2) computeField(layout);
    else computeTreeField(layout, iteration);
    // Both count each point with itself, at distance zero.
    const normal = total(SUM_Q) - (n as f64);
    const perNormal = (1 / max(normal, 1e-30)) as f32;
    const isEarly = iteration < early;
    store<f64>(
      notesOf(me) + SUM_P_LOG_D,
      dimensions === 2
        ? step2(layout, next, measured, isEarly, perNormal)
        : step3(layout, next, measured, isEarly, perNormal),
    );
    corners(next);
    if (measured) measure(normal);
    if (agreeToStop(iteration === iterations ? iteration : iteration + 1)) return;
  }
}

@inline
function stride(): usize {
  return dimensions === 2 ? 2 : 4;
}

/** Moves this thread's points; their Σ p ln(1 + d²) before that, when it is measured. */
function step2(layout: usize, next: usize, measured: bool, isEarly: bool, perNormal: f32): f64 {
  const exaggeration: f32 = isEarly ? load<f32>(ctl, EXAGGERATION) : 1;
  const momentum: f32 = isEarly ? 0.5 : 0.8;
  const rate = load<f32>(ctl, RATE);
  let logs: f64 = 0;
  for (let i = first; i < last; i++) {
    if ((i & 1023) === 0 && isCancelled()) break;
    const at = (i as usize) << 3;
    const x = load<f32>(layout + at), y = load<f32>(layout + at, 4);
    pull2(i, layout, measured);
    gather(x, y);
    logs += pullLog as f64;
    const c = (i as usize) << 1;
    let vx = velocityOf(c, exaggeration * pullX - perNormal * pushX, momentum, rate);
    let vy = velocityOf(c + 1, exaggeration * pullY - perNormal * pushY, momentum, rate);
    const short = shorten(vx * vx + vy * vy);
    vx *= short;
    vy *= short;
    keepVelocity(c, vx);
    keepVelocity(c + 1, vy);
    store<f32>(next + at, x + vx);
    store<f32>(next + at, y + vy, 4);
  }
  return logs;
}

/** The same in space; a point's fourth number stays zero. */
function step3(layout: usize, next: usize, measured: bool, isEarly: bool, perNormal: f32): f64 {
  const exaggeration: f32 = isEarly ? load<f32>(ctl, EXAGGERATION) : 1;
  const momentum: f32 = isEarly ? 0.5 : 0.8;
  const rate = load<f32>(ctl, RATE);
  let logs: f64 = 0;
  for (let i = first; i < last; i++) {
    if ((i & 1023) === 0 && isCancelled()) break;
    const at = (i as usize) << 4;
    pull3(i, layout, measured);
    logs += pullLog as f64;
    const push = pushes + at;
    const c = (i as usize) << 2;
    let vx = velocityOf(c, exaggeration * pullX - perNormal * load<f32>(push), momentum, rate);
    let vy = velocityOf(c + 1, exaggeration * pullY - perNormal * load<f32>(push, 4), momentum, rate);
    let vz = velocityOf(c + 2, exaggeration * pullZ - perNormal * load<f32>(push, 8), momentum, rate);
    const short = shorten(vx * vx + vy * vy + vz * vz);
    vx *= short;
    vy *= short;
    vz *= short;
    keepVelocity(c, vx);
    keepVelocity(c + 1, vy);
    keepVelocity(c + 2, vz);
    store<f32>(next + at, load<f32>(layout + at) + vx);
    store<f32>(next + at, load<f32>(layout + at, 4) + vy, 4);
    store<f32>(next + at, load<f32>(layout + at, 8) + vz, 8);
  }
  return logs;
}

/** The corners of this thread's points. */
function corners(layout: usize): void {
  let low = f32x4.splat(Infinity), high = f32x4.splat(-Infinity);
  const size = stride() << 2;
  for (let i = first; i < last; i++) {
    const at = layout + (i as usize) * size;
    const point = dimensions === 2 ? v128.load64_splat(at) : v128.load(at);
    low = f32x4.min(low, point);
    high = f32x4.max(high, point);
  }
  v128.store(notesOf(me) + LOW, low);
  v128.store(notesOf(me) + HIGH, high);
}

/** Σ p ln(p / q) with q = 1 / (1 + d²) / normal, once every thread's sums are there. */
function measure(normal: f64): void {
  meet(ctl + BARRIER, threads);
  if (me !== 0) return;
  store<f64>(ctl + DIVERGENCE, total(SUM_P_LOG_P) + total(SUM_P_LOG_D) + Math.log(normal));
}

/** All threads at the same place; true when all are to stop there, for one alone would leave the others waiting. */
function agreeToStop(done: u32): bool {
  meet(ctl + BARRIER, threads);
  if (me === 0) {
    atomic.store<u32>(ctl + DONE, done);
    atomic.store<i32>(ctl + STOPPED, atomic.load<i32>(ctl + CANCEL));
  }
  meet(ctl + BARRIER, threads);
  return atomic.load<i32>(ctl + STOPPED) !== 0;
}
