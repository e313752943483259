/**
 * The repulsion of all points from all others in the plane, by convolution on a grid: Linderman et al. 2019
 * ("Fast interpolation-based t-SNE"), with a smooth particle mesh (Essmann et al. 1995) in place of polynomials.
 * Points are spread over the nodes by cubic B-splines; the kernels (y - y_j) / (1 + d²)² are products of spectra, and
 * B-splines read them at the points. The splines' own spectrum is divided out. The kernels are odd, so that a point
 * does not push itself, and all pushes together cancel. Σ 1 / (1 + d²) over all pairs is a sum over the spectrum.
 *
 * Rows are transformed eight at a time (real numbers: four as real parts, four as imaginary ones), columns four at
 * a time. The grid is twice as wide as the points, so that it does not wrap around.
 */
import { meet } from '../../base/barrier';
import { sum4 } from './exponential';
import { fftLength, invert, prepareFft, transform } from './fft';
import { t0, t1, t2, t3, transpose } from './lanes';
import { BARRIER, FIELD, HIGH, LOW, MOST_NODES, SUM_Q } from './tsneControl';
import { ctl, first, last, me, n, notesOf, scratch, table, threads } from './tsneState';

/** Between nodes, in units of the layout: the kernel changes at a scale of one. */
const SPACING: f32 = 0.35;
/** Nodes between the farthest points and the place where the grid wraps around. */
const MARGIN: u32 = 6;
const LEAST: u32 = 48;
/** Nodes across the points at least: the closer they stand, the finer the mesh. */
const ACROSS: f32 = 24;
// What the kernels are.
const POTENTIAL: u32 = 0;
const PUSH_X: u32 = 1;
const PUSH_Y: u32 = 2;

/** Nodes in one dimension, padding included, and those that points can reach (a multiple of eight). */
let nodes: u32 = 0;
let used: u32 = 0;
let spacing: f32 = SPACING;
let lowX: f32 = 0, lowY: f32 = 0;
// Tables all threads share: three spectra, columns and both gradients' columns, gradients by rows, a grid each.
let spectra: usize, columns: usize, columnsX: usize, columnsY: usize, gradientX: usize, gradientY: usize, grids: usize;
// This thread's own.
let bufferA: usize, bufferB: usize, bufferC: usize;

/** Gradient of the potential where `gather` was asked. */
export let pushX: f32 = 0;
export let pushY: f32 = 0;

/** Bytes that the tables take for grids of up to `most` nodes. */
export function fieldBytes(most: u32, threads: u32): u32 {
  const half = most / 2 + 8;
  return 3 * (most / 2) * most * 4 + 3 * (most / 8) * half * 32 + (2 + threads) * half * half * 4 + 1024;
}

/** Bytes of scratch that a thread takes. */
export function fieldScratchBytes(most: u32): u32 {
  return most * (8 + 3 * 32) + 256;
}

/** Prepares the gradients for the layout; all threads call it, after a barrier. Σ 1 / (1 + d²) goes to the notes. */
export function computeField(layout: usize): void {
  chooseGrid();
  scatter(layout);
  meet(ctl + BARRIER, threads);
  for (let b = share(used / 8, me), end = share(used / 8, me + 1); b < end; b++) rowsForward(b);
  meet(ctl + BARRIER, threads);
  let q: f64 = 0;
  for (let b = share(nodes / 8, me), end = share(nodes / 8, me + 1); b < end; b++) q += convolve(b);
  store<f64>(notesOf(me) + SUM_Q, q);
  meet(ctl + BARRIER, threads);
  for (let b = share(used / 4, me), end = share(used / 4, me + 1); b < end; b++) rowsBack(b);
  meet(ctl + BARRIER, threads);
}

@inline
function share(count: u32, thread: u32): u32 {
  return (count * thread) / threads;
}

/** From the corners of all points; every thread comes to the same grid. */
function chooseGrid(): void {
  lowX = Infinity;
  lowY = Infinity;
  let highX: f32 = -Infinity, highY: f32 = -Infinity;
  for (let t: u32 = 0; t < threads; t++) {
    lowX = min(lowX, load<f32>(notesOf(t) + LOW));
    lowY = min(lowY, load<f32>(notesOf(t) + LOW, 4));
    highX = max(highX, load<f32>(notesOf(t) + HIGH));
    highY = max(highY, load<f32>(notesOf(t) + HIGH, 4));
  }
  const range = max(highX - lowX, highY - lowY);
  const most = load<u32>(ctl, MOST_NODES);
  let step = SPACING;
  while (range / step < ACROSS && step > 1e-9) step *= 0.5;
  while (range / step + 4 > ((most / 2 - MARGIN) as f32)) step *= 1.25;
  const wanted = max(LEAST, 2 * ((ceil(range / step) as u32) + 4 + MARGIN));
  // A kernel costs as much as three steps: it serves until the points have grown by some percent.
  if (step !== spacing || wanted > nodes || wanted < (nodes / 5) * 3) {
    spacing = step;
    nodes = min(most, fftLength(wanted + wanted / 16));
    lay();
    layKernel(POTENTIAL);
    layKernel(PUSH_X);
    layKernel(PUSH_Y);
  }
  used = min(((wanted / 2 - MARGIN) + 7) & ~7, nodes / 2);
}

/** Tables follow each other without gaps for this size of grid. */
function lay(): void {
  const half = (nodes / 2 + 8) as usize;
  spectra = table(FIELD);
  columns = spectra + 3 * spectrumBytes();
  columnsX = columns + ((nodes / 8) as usize) * half * 32;
  columnsY = columnsX + ((nodes / 8) as usize) * half * 32;
  gradientX = columnsY + ((nodes / 8) as usize) * half * 32;
  gradientY = gradientX + ((half * half) << 2);
  grids = gradientY + ((half * half) << 2);
  bufferA = scratch + ((nodes as usize) << 3);
  bufferB = bufferA + ((nodes as usize) << 5);
  bufferC = bufferB + ((nodes as usize) << 5);
  prepareFft(nodes, scratch);
}

@inline
function spectrumBytes(): usize {
  return (((nodes / 2) * nodes) as usize) << 2;
}

/** Where four columns' value of a row stands. */
@inline
function place(base: usize, block: u32, row: u32): usize {
  return base + (((block * (nodes / 2 + 8) + row) as usize) << 5);
}

/**
 * The spectrum of 1 / (1 + d²), or of x / (1 + d²)² or y / (1 + d²)² (whose real parts are zero: what is kept is the
 * imaginary part), over the square of the splines' and over the number of nodes.
 */
function layKernel(kind: u32): void {
  meet(ctl + BARRIER, threads);
  const blocks = (nodes / 2 + 8) / 8;
  for (let b = share(blocks, me), end = share(blocks, me + 1); b < end; b++) {
    for (let x: u32 = 0; x < nodes; x++) {
      const at = bufferA + ((x as usize) << 5);
      v128.store(at, kernelAt(kind, x, b << 3));
      v128.store(at, kernelAt(kind, x, (b << 3) + 4), 16);
    }
    storeSpectra(b);
  }
  meet(ctl + BARRIER, threads);
  const scale = 1 / ((nodes as f64) * (nodes as f64));
  const part: usize = kind === POTENTIAL ? 0 : 16;
  const mirror = f32x4.splat(kind === PUSH_Y ? -1 : 1);
  for (let b = share(nodes / 8, me), end = share(nodes / 8, me + 1); b < end; b++) {
    for (let y: u32 = 0; y < nodes; y++) {
      const from = place(columns, b, min(y, nodes - y));
      const sign = y > nodes >> 1 ? mirror : f32x4.splat(1);
      v128.store(bufferA + ((y as usize) << 5), f32x4.mul(sign, v128.load(from)));
      v128.store(bufferA + ((y as usize) << 5), f32x4.mul(sign, v128.load(from, 16)), 16);
    }
    const result = transform(bufferA, bufferB) + part;
    const to = spectra + (kind as usize) * spectrumBytes();
    for (let y: u32 = 0; y < nodes; y++)
      for (let lane: u32 = 0; lane < 4; lane++) {
        const splines = splineAt(y) * splineAt(4 * b + lane);
        const value = (load<f32>(result + ((y as usize) << 5) + ((lane as usize) << 2)) as f64) * scale;
        const at = to + (((b * nodes + y) as usize) << 4) + ((lane as usize) << 2);
        store<f32>(at, (value / (splines * splines)) as f32);
      }
  }
  meet(ctl + BARRIER, threads);
}

/** A kernel at column x of four rows from `row` on, counted around the grid; odd ones are zero at its far side. */
function kernelAt(kind: u32, x: u32, row: u32): v128 {
  const dx: f32 = (x > nodes >> 1 ? -((nodes - x) as f32) : (x as f32)) * spacing;
  const rows = f32x4.add(f32x4.splat(row as f32), f32x4(0, 1, 2, 3));
  const dy = f32x4.mul(f32x4.splat(spacing), rows);
  const q = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1 + dx * dx), f32x4.mul(dy, dy)));
  if (kind === POTENTIAL) return q;
  const qq = f32x4.mul(q, q);
  if (kind === PUSH_X) return f32x4.mul(qq, f32x4.splat(x === nodes >> 1 ? 0 : dx));
  return v128.and(f32x4.mul(qq, dy), f32x4.ne(rows, f32x4.splat((nodes / 2) as f32)));
}

/** What a cubic B-spline that is sampled at the nodes does to frequency j. */
function splineAt(j: u32): f64 {
  return (2 + Math.cos((2 * Math.PI * (j as f64)) / (nodes as f64))) / 3;
}

// Weights of the four nodes that a coordinate lies among.
let node: u32 = 0;
let w0: f32 = 0, w1: f32 = 0, w2: f32 = 0, w3: f32 = 0;

@inline
function weigh(x: f32, low: f32): void {
  const u = (x - low) / spacing;
  const whole = floor(u);
  node = whole as u32;
  const t = u - whole;
  const s: f32 = 1 - t;
  const sixth: f32 = 1.0 / 6;
  w0 = s * s * s * sixth;
  w1 = (t * t * (3 * t - 6) + 4) * sixth;
  w3 = t * t * t * sixth;
  w2 = 1 - w0 - w1 - w3;
}

/** Spreads this thread's points over its own grid. */
function scatter(layout: usize): void {
  const pitch = (used as usize) << 2;
  const grid = grids + (me as usize) * (used as usize) * pitch;
  memory.fill(grid, 0, (used as usize) * pitch);
  for (let i = first; i < last; i++) {
    const at = layout + ((i as usize) << 3);
    weigh(load<f32>(at), lowX);
    const across = f32x4(w0, w1, w2, w3);
    const column = (node as usize) << 2;
    weigh(load<f32>(at, 4), lowY);
    let row = grid + (node as usize) * pitch + column;
    v128.store(row, f32x4.add(v128.load(row), f32x4.mul(f32x4.splat(w0), across)));
    row += pitch;
    v128.store(row, f32x4.add(v128.load(row), f32x4.mul(f32x4.splat(w1), across)));
    row += pitch;
    v128.store(row, f32x4.add(v128.load(row), f32x4.mul(f32x4.splat(w2), across)));
    row += pitch;
    v128.store(row, f32x4.add(v128.load(row), f32x4.mul(f32x4.splat(w3), across)));
  }
}

/** The spectra of eight rows of the grids' sum. */
function rowsForward(block: u32): void {
  const pitch = (used as usize) << 2;
  const size = (used as usize) * pitch;
  for (let half: usize = 0; half < 2; half++) {
    const rows = grids + ((8 * block) as usize + 4 * half) * pitch;
    const to = bufferA + (half << 4);
    for (let x: usize = 0; x < pitch; x += 16) {
      let a = v128.load(rows + x), b = v128.load(rows + pitch + x);
      let c = v128.load(rows + 2 * pitch + x), d = v128.load(rows + 3 * pitch + x);
      for (let t: u32 = 1; t < threads; t++) {
        const other = rows + x + (t as usize) * size;
        a = f32x4.add(a, v128.load(other));
        b = f32x4.add(b, v128.load(other + pitch));
        c = f32x4.add(c, v128.load(other + 2 * pitch));
        d = f32x4.add(d, v128.load(other + 3 * pitch));
      }
      transpose(a, b, c, d);
      const at = to + (x << 3);
      v128.store(at, t0);
      v128.store(at, t1, 32);
      v128.store(at, t2, 64);
      v128.store(at, t3, 96);
    }
  }
  memory.fill(bufferA + ((used as usize) << 5), 0, ((nodes - used) as usize) << 5);
  storeSpectra(block);
}

/** Transforms eight real rows in buffer A and tells their spectra apart; of frequency nodes / 2 nothing is kept. */
function storeSpectra(block: u32): void {
  const result = transform(bufferA, bufferB);
  const half = f32x4.splat(0.5);
  const ar = bufferC, ai = bufferC + 64, br = bufferC + 128, bi = bufferC + 192;
  for (let kb: u32 = 0; kb < nodes / 8; kb++) {
    for (let j: u32 = 0; j < 4; j++) {
      const k = 4 * kb + j;
      const at = result + ((k as usize) << 5);
      const mirror = k === 0 ? result : result + (((nodes - k) as usize) << 5);
      const pr = v128.load(at), pi = v128.load(at, 16), mr = v128.load(mirror), mi = v128.load(mirror, 16);
      const lane = (j as usize) << 4;
      v128.store(ar + lane, f32x4.mul(half, f32x4.add(pr, mr)));
      v128.store(ai + lane, f32x4.mul(half, f32x4.sub(pi, mi)));
      v128.store(br + lane, f32x4.mul(half, f32x4.add(pi, mi)));
      v128.store(bi + lane, f32x4.mul(half, f32x4.sub(mr, pr)));
    }
    const above = place(columns, kb, 8 * block);
    storeColumns(ar, above);
    storeColumns(ai, above + 16);
    storeColumns(br, above + 128);
    storeColumns(bi, above + 144);
  }
}

/** From four frequencies of four rows each to four rows of four frequencies. */
@inline
function storeColumns(from: usize, to: usize): void {
  transpose(v128.load(from), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48));
  v128.store(to, t0);
  v128.store(to, t1, 32);
  v128.store(to, t2, 64);
  v128.store(to, t3, 96);
}

/** Four columns: forward, times the kernel, and back twice; their part of Σ 1 / (1 + d²), each point with itself too. */
function convolve(block: u32): f64 {
  memory.copy(bufferA, place(columns, block, 0), (used as usize) << 5);
  memory.fill(bufferA + ((used as usize) << 5), 0, ((nodes - used) as usize) << 5);
  const points = transform(bufferA, bufferB);
  const rest = points === bufferA ? bufferB : bufferA;
  const potential = spectra + (((block * nodes) as usize) << 4);
  let sum = f32x4.splat(0);
  for (let y: u32 = 0; y < nodes; y++) {
    const at = points + ((y as usize) << 5);
    const kernel = potential + ((y as usize) << 4);
    const re = v128.load(at), im = v128.load(at, 16);
    sum = f32x4.add(sum, f32x4.mul(v128.load(kernel), f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im))));
    // Times an imaginary number.
    const kx = v128.load(kernel + spectrumBytes()), ky = v128.load(kernel + 2 * spectrumBytes());
    const to = bufferC + ((y as usize) << 5);
    v128.store(to, f32x4.neg(f32x4.mul(kx, im)));
    v128.store(to, f32x4.mul(kx, re), 16);
    v128.store(at, f32x4.neg(f32x4.mul(ky, im)));
    v128.store(at, f32x4.mul(ky, re), 16);
  }
  const x = invert(bufferC, rest);
  memory.copy(place(columnsX, block, 0), x, (used as usize) << 5);
  const y = invert(points, x === rest ? bufferC : rest);
  memory.copy(place(columnsY, block, 0), y, (used as usize) << 5);
  // The frequencies that are not kept are the mirror images of all but the first column.
  const twice = 2 * (sum4(sum) as f64);
  return block === 0 ? twice - (f32x4.extract_lane(sum, 0) as f64) : twice;
}

/** Four rows of both gradients, as real and imaginary parts of one inverse transform. */
function rowsBack(block: u32): void {
  for (let kb: u32 = 0; kb < nodes / 8; kb++) {
    const x = place(columnsX, kb, 4 * block), y = place(columnsY, kb, 4 * block);
    transpose(v128.load(x), v128.load(x, 32), v128.load(x, 64), v128.load(x, 96));
    const xr0 = t0, xr1 = t1, xr2 = t2, xr3 = t3;
    transpose(v128.load(x, 16), v128.load(x, 48), v128.load(x, 80), v128.load(x, 112));
    const xi0 = t0, xi1 = t1, xi2 = t2, xi3 = t3;
    transpose(v128.load(y), v128.load(y, 32), v128.load(y, 64), v128.load(y, 96));
    const yr0 = t0, yr1 = t1, yr2 = t2, yr3 = t3;
    transpose(v128.load(y, 16), v128.load(y, 48), v128.load(y, 80), v128.load(y, 112));
    const k = 4 * kb;
    pair(k, xr0, xi0, yr0, t0);
    pair(k + 1, xr1, xi1, yr1, t1);
    pair(k + 2, xr2, xi2, yr2, t2);
    pair(k + 3, xr3, xi3, yr3, t3);
  }
  memory.fill(bufferA + (((nodes / 2) as usize) << 5), 0, 32);
  const result = invert(bufferA, bufferB);
  const pitch = (used as usize) << 2;
  for (let x: usize = 0; x < pitch; x += 16) {
    const from = result + (x << 3);
    const to = ((4 * block) as usize) * pitch + x;
    storeRows(from, gradientX + to, pitch);
    storeRows(from + 16, gradientY + to, pitch);
  }
}

/** Frequency k of two real rows as one complex one, and its mirror image. */
@inline
function pair(k: u32, xr: v128, xi: v128, yr: v128, yi: v128): void {
  const at = bufferA + ((k as usize) << 5);
  v128.store(at, f32x4.sub(xr, yi));
  v128.store(at, f32x4.add(xi, yr), 16);
  if (k === 0) return;
  const mirror = bufferA + (((nodes - k) as usize) << 5);
  v128.store(mirror, f32x4.add(xr, yi));
  v128.store(mirror, f32x4.sub(yr, xi), 16);
}

@inline
function storeRows(from: usize, to: usize, pitch: usize): void {
  transpose(v128.load(from), v128.load(from, 32), v128.load(from, 64), v128.load(from, 96));
  v128.store(to, t0);
  v128.store(to + pitch, t1);
  v128.store(to + 2 * pitch, t2);
  v128.store(to + 3 * pitch, t3);
}

/** Σ (y - y_j) / (1 + d²)² at a place inside the layout's corners, into `pushX` and `pushY`. */
export function gather(x: f32, y: f32): void {
  const pitch = (used as usize) << 2;
  weigh(x, lowX);
  const across = f32x4(w0, w1, w2, w3);
  const column = (node as usize) << 2;
  weigh(y, lowY);
  const at = (node as usize) * pitch + column;
  const u0 = f32x4.splat(w0), u1 = f32x4.splat(w1), u2 = f32x4.splat(w2), u3 = f32x4.splat(w3);
  const gx = gradientX + at, gy = gradientY + at;
  const sx = f32x4.add(
    f32x4.add(f32x4.mul(u0, v128.load(gx)), f32x4.mul(u1, v128.load(gx + pitch))),
    f32x4.add(f32x4.mul(u2, v128.load(gx + 2 * pitch)), f32x4.mul(u3, v128.load(gx + 3 * pitch))),
  );
  const sy = f32x4.add(
    f32x4.add(f32x4.mul(u0, v128.load(gy)), f32x4.mul(u1, v128.load(gy + pitch))),
    f32x4.add(f32x4.mul(u2, v128.load(gy + 2 * pitch)), f32x4.mul(u3, v128.load(gy + 3 * pitch))),
  );
  pushX = sum4(f32x4.mul(sx, across));
  pushY = sum4(f32x4.mul(sy, across));
}
