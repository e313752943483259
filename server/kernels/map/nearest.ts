/**
 * The k nearest of every row among the rows, exactly. Rows are turned to their principal axes; 15 of these
 * coordinates and the length of what they leave out (one more) bound a distance from below, at a sixth of the
 * price of 100 numbers. A tree of medians over them says where to look first and where to stop.
 */
import { meet } from '../base/barrier';
import { buildTree } from './parts/boxTree';
import { emptyHeap, offer, sortHeap } from './parts/nearestHeap';
import {
  CANCEL, CURSOR, DONE, N, K, STRIDE, LEAVES, CAPACITY, MATRIX, MEAN, AXES, POINTS, ORDER, STARTS,
  BLOCKS, BOXES, SLOT_ROWS, SLOT_VECTORS, FOUND, DISTANCES, THREADS, LEVELS, LONGEST, BARRIER,
} from './parts/nearestControl';

/** Points that stand beside each other, coordinate by coordinate. */
const LANES: u32 = 8;
/** 16 coordinates of 8 points, then minus half the square of their lengths. */
const BLOCK_BYTES: usize = 17 * 32;
const DIMENSIONS: u32 = 16;
const POINT_BYTES: usize = 64;
const BOX_BYTES: usize = 128;
/** Of the squares of lengths: more than rounding can add to a bound that is computed from products. */
const SLACK: f32 = 2e-5;
const NOBODY: u32 = 0xffffffff;

let ctl: usize, n: u32, k: u32, stride: usize, leaves: u32, capacity: u32, points: usize, starts: usize;
let blocks: usize, boxes: usize, slotRows: usize, slotVectors: usize;
// Scratch of this thread.
let heapDistances: usize, heapRows: usize, thresholds: usize, farthest: usize, visit: usize, gaps: usize;
let mostNorm: f32 = 0;

function open(control: usize): void {
  ctl = control;
  n = load<u32>(ctl, N);
  k = load<u32>(ctl, K);
  stride = load<u32>(ctl, STRIDE);
  leaves = load<u32>(ctl, LEAVES);
  capacity = load<u32>(ctl, CAPACITY);
  points = load<u32>(ctl, POINTS);
  starts = load<u32>(ctl, STARTS);
  blocks = load<u32>(ctl, BLOCKS);
  boxes = load<u32>(ctl, BOXES);
  slotRows = load<u32>(ctl, SLOT_ROWS);
  slotVectors = load<u32>(ctl, SLOT_VECTORS);
}

/** The whole work of one thread; `scratch` is its own, as `scratchBytes` says, or a row where that is more. */
export function run(control: usize, thread: u32, scratch: usize): void {
  open(control);
  const threads = load<u32>(ctl, THREADS);
  project(share(n, thread, threads), share(n, thread + 1, threads), scratch);
  meet(ctl + BARRIER, threads);
  if (thread === 0) buildTree(points, load<u32>(ctl, ORDER), n, load<u32>(ctl, LEVELS), starts, DIMENSIONS, 6);
  meet(ctl + BARRIER, threads);
  fill(share(leaves, thread, threads), share(leaves, thread + 1, threads));
  meet(ctl + BARRIER, threads);
  search(scratch);
}

function share(count: u32, thread: u32, threads: u32): u32 {
  return (((count as u64) * (thread as u64)) / (threads as u64)) as u32;
}

/** The 16 coordinates of the rows from..to; `scratch` holds one row. */
function project(from: u32, to: u32, scratch: usize): void {
  const mean = load<u32>(ctl, MEAN) as usize;
  const axes = load<u32>(ctl, AXES) as usize;
  for (let r = from; r < to; r++) {
    if ((r & 1023) === 0 && atomic.load<i32>(ctl + CANCEL) !== 0) return;
    const x = (load<u32>(ctl, MATRIX) as usize) + (r as usize) * stride;
    const point = points + (r as usize) * POINT_BYTES;
    for (let c: usize = 0; c < stride; c += 16)
      v128.store(scratch + c, f32x4.sub(v128.load(x + c), v128.load(mean + c)));
    for (let a: u32 = 0; a < DIMENSIONS - 1; a++) {
      const axis = axes + (a as usize) * stride;
      const along = dot(scratch, axis);
      store<f32>(point + ((a as usize) << 2), along);
      // Taken away at once: what is left is measured, not computed from a difference of squares.
      const by = f32x4.splat(along);
      for (let c: usize = 0; c < stride; c += 16)
        v128.store(scratch + c, f32x4.sub(v128.load(scratch + c), f32x4.mul(by, v128.load(axis + c))));
    }
    store<f32>(point + (((DIMENSIONS - 1) as usize) << 2), sqrt<f32>(dot(scratch, scratch)));
  }
}

function dot(x: usize, y: usize): f32 {
  let a = f32x4.splat(0);
  for (let c: usize = 0; c < stride; c += 16) a = f32x4.add(a, f32x4.mul(v128.load(x + c), v128.load(y + c)));
  return sum(a);
}

@inline
function sum(a: v128): f32 {
  const lanes02 = f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 2);
  return lanes02 + (f32x4.extract_lane(a, 1) + f32x4.extract_lane(a, 3));
}

/** Puts the points of the leaves from..to into their slots. */
function fill(from: u32, to: u32): void {
  const matrix = load<u32>(ctl, MATRIX) as usize;
  const order = load<u32>(ctl, ORDER) as usize;
  for (let leaf = from; leaf < to; leaf++) {
    if (atomic.load<i32>(ctl + CANCEL) !== 0) return;
    const first = load<u32>(starts + ((leaf as usize) << 2));
    const count = load<u32>(starts + ((leaf as usize) << 2), 4) - first;
    const box = boxes + (leaf as usize) * BOX_BYTES;
    for (let a: usize = 0; a < POINT_BYTES; a += 4) {
      store<f32>(box + a, Infinity);
      store<f32>(box + POINT_BYTES + a, -Infinity);
    }
    for (let s: u32 = 0; s < capacity; s++) {
      const slot = leaf * capacity + s;
      const lane = blockOf(slot);
      if (s >= count) {
        store<u32>(slotRows + ((slot as usize) << 2), NOBODY);
        for (let a: usize = 0; a < 16; a++) store<f32>(lane + (a << 5), 0);
        store<f32>(lane + (16 << 5), -Infinity);
        continue;
      }
      const row = load<u32>(order + (((first + s) as usize) << 2));
      store<u32>(slotRows + ((slot as usize) << 2), row);
      memory.copy(slotVectors + (slot as usize) * stride, matrix + (row as usize) * stride, stride);
      let square: f32 = 0;
      for (let a: usize = 0; a < 16; a++) {
        const x = load<f32>(points + (row as usize) * POINT_BYTES + (a << 2));
        store<f32>(lane + (a << 5), x);
        square += x * x;
        const low = box + (a << 2);
        store<f32>(low, min(load<f32>(low), x));
        store<f32>(low + POINT_BYTES, max(load<f32>(low + POINT_BYTES), x));
      }
      store<f32>(lane + (16 << 5), -0.5 * square);
    }
  }
}

/** Where the first coordinate of a slot's point stands; the others follow at 32 bytes each. */
@inline
function blockOf(slot: u32): usize {
  return blocks + ((slot / LANES) as usize) * BLOCK_BYTES + (((slot % LANES) as usize) << 2);
}

/** Bytes of scratch that `search` needs. */
export function scratchBytes(k: u32, capacity: u32, leaves: u32): u32 {
  return (capacity * (k * 8 + 8) + leaves * 8 + 64) & ~15;
}

/** Answers leaf after leaf until none is left or the search is cancelled. */
function search(scratch: usize): void {
  mostNorm = load<f32>(ctl, LONGEST) * load<f32>(ctl, LONGEST);
  heapDistances = scratch;
  heapRows = heapDistances + (((capacity * k) as usize) << 2);
  thresholds = heapRows + (((capacity * k) as usize) << 2);
  farthest = thresholds + ((capacity as usize) << 2);
  visit = farthest + ((capacity as usize) << 2);
  gaps = visit + ((leaves as usize) << 2);
  while (true) {
    const leaf = atomic.add<u32>(ctl + CURSOR, 1);
    if (leaf >= leaves) return;
    if (!answer(leaf)) return;
    atomic.add<u32>(ctl + DONE, 1);
  }
}

/** False when the search was cancelled. */
function answer(leaf: u32): bool {
  const count = load<u32>(starts + ((leaf as usize) << 2), 4) - load<u32>(starts + ((leaf as usize) << 2));
  const first = leaf * capacity;
  for (let s: u32 = 0; s < capacity; s++) {
    emptyHeap(heapDistances + (((s * k) as usize) << 2), heapRows + (((s * k) as usize) << 2), k);
    // A slot without a point is never answered: nothing is above its threshold.
    store<f32>(thresholds + ((s as usize) << 2), s < count ? -f32.MAX_VALUE : Infinity);
    store<f32>(farthest + ((s as usize) << 2), s < count ? Infinity : 0);
  }
  orderLeaves(leaf);
  for (let v: u32 = 0; v < leaves; v++) {
    if (atomic.load<i32>(ctl + CANCEL) !== 0) return false;
    const gap = load<f32>(gaps + ((v as usize) << 2));
    let worst: f32 = 0;
    for (let s: u32 = 0; s < count; s++) worst = max(worst, load<f32>(farthest + ((s as usize) << 2)));
    if (gap > worst) break;
    const other = load<u32>(visit + ((v as usize) << 2));
    for (let s: u32 = 0; s < count; s += 4) if (reaches(first + s, s, other)) compare(first, s, other);
  }
  const found = load<u32>(ctl, FOUND) as usize;
  const distances = load<u32>(ctl, DISTANCES) as usize;
  for (let s: u32 = 0; s < count; s++) {
    const d = heapDistances + (((s * k) as usize) << 2);
    const rows = heapRows + (((s * k) as usize) << 2);
    sortHeap(d, rows, k);
    const row = load<u32>(slotRows + (((first + s) as usize) << 2)) as usize;
    const out = (row * (k as usize)) << 2;
    for (let i: usize = 0; i < (k as usize) << 2; i += 4) {
      store<f32>(distances + out + i, sqrt<f32>(load<f32>(d + i)));
      store<u32>(found + out + i, load<u32>(rows + i));
    }
  }
  return true;
}

/** The leaves by the gap between their box and this one's, smallest first, into `visit` and `gaps`. */
function orderLeaves(leaf: u32): void {
  const mine = boxes + (leaf as usize) * BOX_BYTES;
  for (let other: u32 = 0; other < leaves; other++) {
    const box = boxes + (other as usize) * BOX_BYTES;
    let square = f32x4.splat(0);
    for (let a: usize = 0; a < POINT_BYTES; a += 16) {
      const below = f32x4.sub(v128.load(mine + a), v128.load(box + POINT_BYTES + a));
      const above = f32x4.sub(v128.load(box + a), v128.load(mine + POINT_BYTES + a));
      const gap = f32x4.max(f32x4.max(below, above), f32x4.splat(0));
      square = f32x4.add(square, f32x4.mul(gap, gap));
    }
    store<u32>(visit + ((other as usize) << 2), other);
    // Its own leaf comes first even where boxes overlap.
    store<f32>(gaps + ((other as usize) << 2), other === leaf ? -1 : sum(square) - SLACK * mostNorm);
  }
  for (let step = leaves >> 1; step > 0; step >>= 1)
    for (let i = step; i < leaves; i++) {
      const gap = load<f32>(gaps + ((i as usize) << 2));
      const number = load<u32>(visit + ((i as usize) << 2));
      let j = i;
      for (; j >= step; j -= step) {
        const before = load<f32>(gaps + (((j - step) as usize) << 2));
        if (before <= gap) break;
        store<f32>(gaps + ((j as usize) << 2), before);
        store<u32>(visit + ((j as usize) << 2), load<u32>(visit + (((j - step) as usize) << 2)));
      }
      store<f32>(gaps + ((j as usize) << 2), gap);
      store<u32>(visit + ((j as usize) << 2), number);
    }
}

/** True when a leaf's box is near enough to one of four points to hold a neighbour of it. */
function reaches(slot: u32, s: u32, leaf: u32): bool {
  const box = boxes + (leaf as usize) * BOX_BYTES;
  for (let i: u32 = 0; i < 4; i++) {
    const row = load<u32>(slotRows + (((slot + i) as usize) << 2));
    if (row === NOBODY) continue;
    const point = points + (row as usize) * POINT_BYTES;
    let square = f32x4.splat(0);
    for (let a: usize = 0; a < POINT_BYTES; a += 16) {
      const x = v128.load(point + a);
      const below = f32x4.sub(v128.load(box + a), x);
      const above = f32x4.sub(x, v128.load(box + POINT_BYTES + a));
      const gap = f32x4.max(f32x4.max(below, above), f32x4.splat(0));
      square = f32x4.add(square, f32x4.mul(gap, gap));
    }
    if (sum(square) - SLACK * mostNorm <= load<f32>(farthest + (((s + i) as usize) << 2))) return true;
  }
  return false;
}

/** Four points, from slot `first + s`, with all of a leaf. */
function compare(first: u32, s: u32, leaf: u32): void {
  const mine = blockOf(first + s);
  let limits = v128.load(thresholds + ((s as usize) << 2));
  const last = leaf * capacity + capacity;
  for (let slot = leaf * capacity; slot < last; slot += LANES) {
    let theirs = blockOf(slot);
    const half0 = v128.load(theirs + 512),
      half1 = v128.load(theirs + 528);
    let a0 = half0, a1 = half1, b0 = half0, b1 = half1, c0 = half0, c1 = half1, d0 = half0, d1 = half1;
    for (let m = mine; m < mine + 512; m += 32) {
      const y0 = v128.load(theirs), y1 = v128.load(theirs + 16);
      const a = v128.load32_splat(m), b = v128.load32_splat(m, 4);
      const c = v128.load32_splat(m, 8), d = v128.load32_splat(m, 12);
      a0 = f32x4.add(a0, f32x4.mul(a, y0));
      a1 = f32x4.add(a1, f32x4.mul(a, y1));
      b0 = f32x4.add(b0, f32x4.mul(b, y0));
      b1 = f32x4.add(b1, f32x4.mul(b, y1));
      c0 = f32x4.add(c0, f32x4.mul(c, y0));
      c1 = f32x4.add(c1, f32x4.mul(c, y1));
      d0 = f32x4.add(d0, f32x4.mul(d, y0));
      d1 = f32x4.add(d1, f32x4.mul(d, y1));
      theirs += 32;
    }
    const la = v128.shuffle<f32>(limits, limits, 0, 0, 0, 0), lb = v128.shuffle<f32>(limits, limits, 1, 1, 1, 1);
    const lc = v128.shuffle<f32>(limits, limits, 2, 2, 2, 2), ld = v128.shuffle<f32>(limits, limits, 3, 3, 3, 3);
    const ra = masked(a0, a1, la), rb = masked(b0, b1, lb), rc = masked(c0, c1, lc), rd = masked(d0, d1, ld);
    if ((ra | rb | rc | rd) === 0) continue;
    if (ra !== 0) measure(first + s, s, slot, ra);
    if (rb !== 0) measure(first + s + 1, s + 1, slot, rb);
    if (rc !== 0) measure(first + s + 2, s + 2, slot, rc);
    if (rd !== 0) measure(first + s + 3, s + 3, slot, rd);
    limits = v128.load(thresholds + ((s as usize) << 2));
  }
}

/** One bit for each of eight lanes that is at least the limit. */
@inline
function masked(low: v128, high: v128, limit: v128): i32 {
  return i32x4.bitmask(f32x4.ge(low, limit)) | (i32x4.bitmask(f32x4.ge(high, limit)) << 4);
}

/** The whole distance from a point to those of eight that the bound does not rule out. */
function measure(slot: u32, s: u32, block: u32, candidates: i32): void {
  const x = slotVectors + (slot as usize) * stride;
  const distances = heapDistances + (((s * k) as usize) << 2);
  const rows = heapRows + (((s * k) as usize) << 2);
  let limit = load<f32>(farthest + ((s as usize) << 2));
  while (candidates !== 0) {
    const other = block + ctz(candidates);
    candidates &= candidates - 1;
    if (other === slot) continue;
    const y = slotVectors + (other as usize) * stride;
    let a = f32x4.splat(0), b = f32x4.splat(0);
    let c: usize = 0;
    for (; c < stride; c += 32) {
      const u = f32x4.sub(v128.load(x + c), v128.load(y + c));
      const v = f32x4.sub(v128.load(x + c, 16), v128.load(y + c, 16));
      a = f32x4.add(a, f32x4.mul(u, u));
      b = f32x4.add(b, f32x4.mul(v, v));
    }
    const d = sum(f32x4.add(a, b));
    if (d <= limit) limit = offer(distances, rows, k, d, load<u32>(slotRows + ((other as usize) << 2)));
  }
  if (limit === load<f32>(farthest + ((s as usize) << 2))) return;
  store<f32>(farthest + ((s as usize) << 2), limit);
  // |x - y|² ≤ limit where x·y - |y|²/2 ≥ (|x|² - limit)/2, give or take rounding.
  const square: f32 = load<f32>(blockOf(slot) + 512) * -2;
  store<f32>(thresholds + ((s as usize) << 2), 0.5 * (square - limit - SLACK * (square + mostNorm)));
}
