/**
 * The repulsion of all points from all others in space, by a tree (Barnes and Hut 1986; van der Maaten 2014,
 * "Accelerating t-SNE using tree-based algorithms"): what is far away counts as one point of that weight. Sixteen
 * points that stand together walk the tree together, four to a vector, and judge by the nearest of them what is far.
 * Halves are chosen anew every few steps; boxes and weights are right in each.
 */
import { meet } from '../../base/barrier';
import { buildTree } from './boxTree';
import { sum4 } from './exponential';
import { BARRIER, FIELD, SUM_Q } from './tsneControl';
import { ctl, isCancelled, me, n, notesOf, scratch, table, threads } from './tsneState';

/** Points of a leaf at most. */
const LEAF: u32 = 16;
/** A box counts as one point from this many times its side on (1 / θ, θ = 0.5 as usual), squared. */
const FAR: f32 = 4;
const REBUILT: u32 = 10;
/** Centre of mass (3 f32) and weight, low and high corners (4 f32 each), square of the longest side. */
const NODE_BYTES: usize = 64;
/** x, y and z of sixteen points. */
const PACK_BYTES: usize = 192;

let leaves: u32 = 0;
let levels: u32 = 0;
let order: usize, starts: usize, nodes: usize, packs: usize;
/** n × 4 f32: Σ (y - y_j) / (1 + d²)² of each point. */
export let pushes: usize = 0;

function shape(points: u32): void {
  levels = 0;
  while (points >> levels > LEAF || (points > LEAF << levels)) levels++;
  leaves = 1 << levels;
}

/** Bytes that the tables take for that many points. */
export function treeBytes(points: u32, _threads: u32): u32 {
  shape(points);
  return points * 20 + leaves * (4 + 2 * (NODE_BYTES as u32) + (PACK_BYTES as u32)) + 1024;
}

/** Bytes of scratch that a thread takes: the sums of sixteen points and the nodes still to visit. */
export function treeScratchBytes(_points: u32): u32 {
  return 1024;
}

function lay(): void {
  shape(n);
  pushes = table(FIELD);
  nodes = pushes + ((n as usize) << 4);
  packs = nodes + (leaves as usize) * 2 * NODE_BYTES;
  order = packs + (leaves as usize) * PACK_BYTES;
  starts = order + ((n as usize) << 2);
}

/** Prepares the pushes on all points; all threads call it, after a barrier. Σ 1 / (1 + d²) goes to the notes. */
export function computeTreeField(layout: usize, iteration: u32): void {
  lay();
  if (iteration % REBUILT === 0) {
    if (me === 0) buildTree(layout, order, n, levels, starts, 3, 4);
    meet(ctl + BARRIER, threads);
  }
  const from = share(me), to = share(me + 1);
  for (let leaf = from; leaf < to; leaf++) pack(leaf, layout);
  meet(ctl + BARRIER, threads);
  if (me === 0) for (let node = leaves - 1; node > 0; node--) join(node);
  meet(ctl + BARRIER, threads);
  let q: f64 = 0;
  for (let leaf = from; leaf < to; leaf++) {
    if ((leaf & 63) === 0 && isCancelled()) break;
    q += walk(leaf);
  }
  store<f64>(notesOf(me) + SUM_Q, q);
  meet(ctl + BARRIER, threads);
}

@inline
function share(thread: u32): u32 {
  return (((leaves as u64) * (thread as u64)) / (threads as u64)) as u32;
}

@inline
function nodeOf(number: u32): usize {
  return nodes + (number as usize) * NODE_BYTES;
}

@inline
function countOf(leaf: u32): u32 {
  return load<u32>(starts + ((leaf as usize) << 2), 4) - load<u32>(starts + ((leaf as usize) << 2));
}

/** Puts a leaf's points together, and what its node says of them. Room that is left repeats the last point. */
function pack(leaf: u32, layout: usize): void {
  const count = countOf(leaf);
  const first = load<u32>(starts + ((leaf as usize) << 2));
  let low = f32x4.splat(Infinity), high = f32x4.splat(-Infinity), sum = f32x4.splat(0);
  let point = f32x4.splat(0);
  for (let s: u32 = 0; s < LEAF; s++) {
    if (s < count) {
      const row = load<u32>(order + (((first + s) as usize) << 2));
      point = v128.load(layout + ((row as usize) << 4));
      low = f32x4.min(low, point);
      high = f32x4.max(high, point);
      sum = f32x4.add(sum, point);
    }
    const to = packs + (leaf as usize) * PACK_BYTES + ((s as usize) << 2);
    store<f32>(to, f32x4.extract_lane(point, 0));
    store<f32>(to, f32x4.extract_lane(point, 1), 64);
    store<f32>(to, f32x4.extract_lane(point, 2), 128);
  }
  describe(nodeOf(leaves + leaf), f32x4.div(sum, f32x4.splat(max<u32>(count, 1) as f32)), count as f32, low, high);
}

function describe(node: usize, centre: v128, weight: f32, low: v128, high: v128): void {
  v128.store(node, f32x4.replace_lane(centre, 3, weight));
  v128.store(node, low, 16);
  v128.store(node, high, 32);
  const sides = f32x4.sub(high, low);
  const side = max(f32x4.extract_lane(sides, 0), max(f32x4.extract_lane(sides, 1), f32x4.extract_lane(sides, 2)));
  store<f32>(node, side > 0 ? side * side : 0, 48);
}

/** A node from its two halves. */
function join(node: u32): void {
  const a = nodeOf(2 * node), b = nodeOf(2 * node + 1);
  const wa = load<f32>(a, 12), wb = load<f32>(b, 12);
  const sum = f32x4.add(f32x4.mul(v128.load(a), f32x4.splat(wa)), f32x4.mul(v128.load(b), f32x4.splat(wb)));
  describe(
    nodeOf(node),
    f32x4.div(sum, f32x4.splat(max<f32>(wa + wb, 1))),
    wa + wb,
    f32x4.min(v128.load(a, 16), v128.load(b, 16)),
    f32x4.max(v128.load(a, 32), v128.load(b, 32)),
  );
}

/** The pushes on a leaf's points; their Σ 1 / (1 + d²), each point with itself too. */
function walk(leaf: u32): f64 {
  const count = countOf(leaf);
  if (count === 0) return 0;
  const mine = nodeOf(leaves + leaf);
  const low = v128.load(mine, 16), high = v128.load(mine, 32);
  // In scratch: for four points each their sums over x, y, z and q; then the stack.
  const sums = scratch;
  memory.fill(sums, 0, 256);
  const stack = scratch + 256;
  let top: usize = stack;
  store<u32>(top, 1);
  top += 4;
  while (top > stack) {
    top -= 4;
    const number = load<u32>(top);
    const node = nodeOf(number);
    const centre = v128.load(node);
    const gap = f32x4.max(f32x4.max(f32x4.sub(low, centre), f32x4.sub(centre, high)), f32x4.splat(0));
    const square = f32x4.mul(gap, gap);
    const distance =
      f32x4.extract_lane(square, 0) + f32x4.extract_lane(square, 1) + f32x4.extract_lane(square, 2);
    if (load<f32>(node, 48) * FAR < distance) {
      push(leaf, centre, f32x4.extract_lane(centre, 3), sums);
    } else if (number >= leaves) {
      const other = packs + ((number - leaves) as usize) * PACK_BYTES;
      const end = other + ((countOf(number - leaves) as usize) << 2);
      for (let at = other; at < end; at += 4) {
        let point = v128.load32_zero(at);
        point = f32x4.replace_lane(point, 1, load<f32>(at, 64));
        point = f32x4.replace_lane(point, 2, load<f32>(at, 128));
        push(leaf, point, 1, sums);
      }
    } else {
      store<u32>(top, 2 * number);
      store<u32>(top, 2 * number + 1, 4);
      top += 8;
    }
  }
  return give(leaf, count, sums);
}

/** A point of that weight pushes sixteen. */
@inline
function push(leaf: u32, from: v128, weight: f32, sums: usize): void {
  const x = v128.shuffle<f32>(from, from, 0, 0, 0, 0);
  const y = v128.shuffle<f32>(from, from, 1, 1, 1, 1);
  const z = v128.shuffle<f32>(from, from, 2, 2, 2, 2);
  const w = f32x4.splat(weight), one = f32x4.splat(1);
  const points = packs + (leaf as usize) * PACK_BYTES;
  for (let i: usize = 0; i < 64; i += 16) {
    const dx = f32x4.sub(v128.load(points + i), x);
    const dy = f32x4.sub(v128.load(points + i, 64), y);
    const dz = f32x4.sub(v128.load(points + i, 128), z);
    const square = f32x4.add(f32x4.add(one, f32x4.mul(dx, dx)), f32x4.add(f32x4.mul(dy, dy), f32x4.mul(dz, dz)));
    const q = f32x4.div(one, square);
    const wq = f32x4.mul(w, q);
    const qq = f32x4.mul(wq, q);
    const to = sums + i;
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(qq, dx)));
    v128.store(to, f32x4.add(v128.load(to, 64), f32x4.mul(qq, dy)), 64);
    v128.store(to, f32x4.add(v128.load(to, 128), f32x4.mul(qq, dz)), 128);
    v128.store(to, f32x4.add(v128.load(to, 192), wq), 192);
  }
}

/** Writes a leaf's sums to its points. */
function give(leaf: u32, count: u32, sums: usize): f64 {
  const first = load<u32>(starts + ((leaf as usize) << 2));
  let q: f64 = 0;
  for (let s: u32 = 0; s < count; s++) {
    const row = load<u32>(order + (((first + s) as usize) << 2));
    const to = pushes + ((row as usize) << 4);
    const from = sums + ((s as usize) << 2);
    store<f32>(to, load<f32>(from));
    store<f32>(to, load<f32>(from, 64), 4);
    store<f32>(to, load<f32>(from, 128), 8);
    q += load<f32>(from, 192) as f64;
  }
  return q;
}
