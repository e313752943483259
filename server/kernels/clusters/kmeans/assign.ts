/**
 * The first half of an iteration: each vector finds its nearest centre. A vector keeps one bound below its
 * distance to all centres but its own (Hamerly 2010). A centre can come nearer by its drift only; so a vector is
 * compared with those centres alone whose drift is above the gap between bound and own distance. The centres
 * are sorted by drift, and where k is large most have not moved at all.
 */
import { nextPiece } from './barrier';
import * as control from './control';
import { squaredDistance, tile } from './distance';
import { centreOf, ctl, headBytes, lower, nearest, norms, own, panels, points, rowOf, scratch, table } from './settings';
import { sortDescending } from './sorting';

/** Vectors, and panels, in a piece of work. */
const PIECE: u32 = 512;
const PANELS_PIECE: u32 = 2;
/** What rounding may add to a distance, as a share of it. */
const ROUNDING: f32 = 1e-5;

/** Renews each vector's own distance and bound, and notes how many of the sorted centres it must look at. */
export function renewBounds(): void {
  const clusters = table(control.CLUSTERS) as u32;
  const need = table(control.NEED), drifts = table(control.DRIFTS), sorted = table(control.SORTED_DRIFTS);
  const order = table(control.ORDER);
  const firstCentre = load<u32>(order);
  const most = load<f32>(sorted), second = clusters > 1 ? load<f32>(sorted, 4) : 0;
  const pieces = (points + PIECE - 1) / PIECE;
  for (let piece = nextPiece(pieces); piece < pieces; piece = nextPiece(pieces)) {
    const end = min(points, (piece + 1) * PIECE);
    for (let i = piece * PIECE; i < end; i++) {
      const centre = load<u32>(own + (i << 2));
      if (load<f32>(drifts + (centre << 2)) > 0)
        store<f32>(nearest + (i << 2), squaredDistance(rowOf(i), centreOf(centre)));
      const upper: f32 = sqrt<f32>(load<f32>(nearest + (i << 2))) * (1 + ROUNDING);
      const bound = load<f32>(lower + (i << 2));
      const looked = above(sorted, clusters, bound - upper);
      store<u32>(need + (i << 2), looked);
      if (looked === 0) store<f32>(lower + (i << 2), bound - (centre === firstCentre ? second : most) * (1 + ROUNDING));
    }
  }
}

/** How many of the sorted drifts are above `gap`. */
function above(sorted: usize, clusters: u32, gap: f32): u32 {
  let low: u32 = 0, high = clusters;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<f32>(sorted + (middle << 2)) * (1 + ROUNDING) > gap) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Lists the vectors that must look, those that look at most centres first: neighbours in a panel look at as many. */
export function listWanted(): void {
  const need = table(control.NEED), list = table(control.WANTED_LIST), keys = table(control.MEMBERS);
  let wanted: u32 = 0;
  for (let i: u32 = 0; i < points; i++) {
    const looked = load<u32>(need + (i << 2));
    if (looked === 0) continue;
    store<u32>(keys + (wanted << 2), looked);
    store<u32>(list + (wanted++ << 2), i);
  }
  sortDescending(keys, list, wanted, 32 - (clz<u32>(table(control.CLUSTERS) as u32)), scratch);
  store<u32>(ctl + control.WANTED, wanted);
}

/** Searches for the listed vectors, eight at a time. */
export function searchWanted(): void {
  const wanted = table(control.WANTED) as u32;
  const pieces = (wanted + 8 * PANELS_PIECE - 1) / (8 * PANELS_PIECE);
  let changes: u32 = 0;
  for (let piece = nextPiece(pieces); piece < pieces; piece = nextPiece(pieces)) {
    const end = min(wanted, (piece + 1) * 8 * PANELS_PIECE);
    for (let from = piece * 8 * PANELS_PIECE; from < end; from += 8) changes += searchPanel(from, min(8, end - from));
  }
  atomic.add<u32>(ctl + control.CHANGES, changes);
}

/**
 * Compares eight vectors with the centres that the first of them needs. Scratch: tile, panel, and for each lane
 * the limit, the nearest and the second nearest squared distance, the own centre and the vector.
 */
function searchPanel(from: u32, count: u32): u32 {
  const list = table(control.WANTED_LIST) + (from << 2);
  const sortedHeads = table(control.SORTED_HEADS), sortedNorms = table(control.SORTED_NORMS), order = table(control.ORDER);
  const panel = scratch + 128, limits = panel + (headBytes << 3);
  const best = limits + 32, second = best + 32, centre = second + 32;
  memory.fill(panel, 0, headBytes << 3);
  for (let lane: u32 = 0; lane < 8; lane++) {
    store<f32>(limits + (lane << 2), -f32.MAX_VALUE);
    if (lane >= count) continue;
    const i = load<u32>(list + (lane << 2));
    const head = panels + ((i >> 3) as usize) * (headBytes << 3) + ((i & 7) << 2);
    for (let j: usize = 0; j < headBytes; j += 4) store<f32>(panel + (j << 3) + (lane << 2), load<f32>(head + (j << 3)));
    const distance = load<f32>(nearest + (i << 2));
    store<f32>(limits + (lane << 2), distance - load<f32>(norms + (i << 2)));
    store<f32>(best + (lane << 2), distance);
    store<f32>(second + (lane << 2), f32.MAX_VALUE);
    store<u32>(centre + (lane << 2), load<u32>(own + (i << 2)));
  }
  const looked = load<u32>(table(control.NEED) + (load<u32>(list) << 2));
  let t0 = v128.load(limits), t1 = v128.load(limits, 16);
  let low0 = f32x4.splat(f32.MAX_VALUE), low1 = low0;
  for (let c: u32 = 0; c < looked; c += 4) {
    if (!tile(panel, sortedHeads + (c as usize) * headBytes, sortedNorms + (c << 2), scratch, t0, t1)) {
      for (let q: usize = 0; q < 128; q += 32) {
        low0 = f32x4.pmin(low0, v128.load(scratch + q));
        low1 = f32x4.pmin(low1, v128.load(scratch + q, 16));
      }
      continue;
    }
    for (let q: u32 = 0; q < 4; q++) {
      const s0 = v128.load(scratch + (q << 5)), s1 = v128.load(scratch + (q << 5), 16);
      const m0 = f32x4.lt(s0, t0), m1 = f32x4.lt(s1, t1);
      // A lane that is compared exactly below is all ones, no number, and leaves the minimum as it is.
      low0 = f32x4.pmin(low0, v128.or(s0, m0));
      low1 = f32x4.pmin(low1, v128.or(s1, m1));
      let mask = (i32x4.bitmask(m0) | (i32x4.bitmask(m1) << 4)) as u32;
      if (mask === 0) continue;
      const candidate = load<u32>(order + ((c + q) << 2));
      while (mask !== 0) {
        const lane = ctz(mask);
        mask &= mask - 1;
        compare(load<u32>(list + (lane << 2)), candidate, lane << 2, limits, best, second, centre);
      }
      t0 = v128.load(limits);
      t1 = v128.load(limits, 16);
    }
  }
  v128.store(scratch, low0);
  v128.store(scratch, low1, 16);
  return settle(list, count, looked, best, second, centre);
}

function compare(i: u32, candidate: u32, at: u32, limits: usize, best: usize, second: usize, centre: usize): void {
  if (candidate === load<u32>(centre + at)) return;
  const distance = squaredDistance(rowOf(i), centreOf(candidate));
  const least = load<f32>(best + at);
  if (!(distance < least)) {
    if (distance < load<f32>(second + at)) store<f32>(second + at, distance);
    return;
  }
  store<f32>(best + at, distance);
  store<f32>(second + at, least);
  store<u32>(centre + at, candidate);
  store<f32>(limits + at, distance - load<f32>(norms + (i << 2)));
}

/** Writes what a panel found; how many of its vectors changed their cluster. */
function settle(list: usize, count: u32, looked: u32, best: usize, second: usize, centre: usize): u32 {
  const dirty = table(control.DIRTY);
  const rest = looked < (table(control.CLUSTERS) as u32) ? load<f32>(table(control.SORTED_DRIFTS) + (looked << 2)) * (1 + ROUNDING) : 0;
  let changes: u32 = 0;
  for (let lane: u32 = 0; lane < count; lane++) {
    const at = lane << 2, i = load<u32>(list + at);
    const other = min(load<f32>(second + at), load<f32>(scratch + at) + load<f32>(norms + (i << 2)));
    let bound: f32 = sqrt<f32>(max<f32>(0, other)) * (1 - ROUNDING);
    // Centres that were not looked at are as far as they were, less what they moved.
    if (looked < (table(control.CLUSTERS) as u32)) bound = min(bound, load<f32>(lower + (i << 2)) - rest);
    store<f32>(lower + (i << 2), bound);
    const to = load<u32>(centre + at), was = load<u32>(own + (i << 2));
    if (to === was) continue;
    changes++;
    store<u32>(dirty + (was << 2), 1);
    store<u32>(dirty + (to << 2), 1);
    store<u32>(own + (i << 2), to);
    store<f32>(nearest + (i << 2), load<f32>(best + at));
  }
  return changes;
}
