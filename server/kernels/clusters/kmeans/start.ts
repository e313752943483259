/**
 * Greedy k-means++ (Arthur and Vassilvitskii 2007, with several candidates for each centre as scikit-learn draws
 * them). Candidates are drawn in batches; a draw that is no longer as likely as it was is rejected with the
 * probability that this takes (rejection sampling), so that the batch changes nothing but the speed. The vectors
 * that a candidate would take over are listed once: the distances to the nearest centre only fall, so the list
 * holds all that it can still take over later, in the batch or when the candidate is drawn again.
 */
import { random32, seedRandom } from '../../base/random';
import { cancelled, meet, nextPiece } from './barrier';
import { forgetLists, keepList, keptList } from './keptLists';
import * as control from './control';
import { squaredDistance, tile } from './distance';
import { centreOf, ctl, headBytes, nearest, norms, own, panels, rowOf, scratch, stride, table } from './settings';

/** Centres are chosen among so many vectors, the first ones. */
let among: u32 = 0;

/** Panels between two looks at the cancel flag. */
const LOOK: u32 = 64;
/** Length of a list that there was no room for: its candidate is passed over. */
const OVERFLOWN: u32 = 0xffffffff;
/** Fours of candidates that a panel is compared with while it is in the cache. */
const QUADS: u32 = 8;

/** Uniform in [0, 1), 32 bits. */
@inline
function uniform(): f64 {
  return (random32() as f64) / 4294967296;
}

/** Chooses the centres among the first `vectors`; each of these then knows the nearest and its distance. True: stopped. */
export function chooseCentres(thread: u32, vectors: u32): bool {
  among = vectors;
  const clusters = table(control.CLUSTERS) as u32;
  if (thread === 0) {
    seedRandom(table(control.SEED) as u32, 0);
    first();
  }
  if (meet()) return true;
  while ((table(control.DONE) as u32) < clusters) {
    if (thread === 0) draw(clusters);
    if (meet()) return true;
    if (table(control.DRAWN) === 0) break;
    const quads = ((table(control.FRESH_COUNT) as u32) + 3) / 4;
    const together = max(1, min(QUADS, quads / (table(control.THREADS) as u32)));
    const pieces = (quads + together - 1) / together;
    for (let piece = nextPiece(pieces); piece < pieces; piece = nextPiece(pieces)) {
      list(piece * together, min(quads, (piece + 1) * together));
    }
    if (meet()) return true;
    if (thread === 0) {
      refuseOverflown();
      takeGreedily(clusters);
      for (let slot: u32 = 0; slot < (table(control.FRESH_COUNT) as u32); slot++) {
        const c = load<u32>(table(control.FRESH) + (slot << 2));
        const length = load<u32>(table(control.LENGTHS) + (c << 2));
        if (length !== OVERFLOWN) keepList(load<u32>(table(control.CANDIDATES) + (c << 2)), load<u32>(table(control.LIST_AT) + (c << 2)), length);
      }
    }
    if (meet()) return true;
  }
  // Fewer distinct vectors than clusters: each has its own, and there is nothing left to split.
  if (thread === 0) store<u32>(ctl + control.CLUSTERS, table(control.DONE) as u32);
  return meet();
}

function first(): void {
  const chosen = (uniform() * (among as f64)) as u32;
  memory.copy(centreOf(0), rowOf(chosen), stride);
  for (let i: u32 = 0; i < among; i++) {
    store<u32>(own + (i << 2), 0);
    store<f32>(nearest + (i << 2), squaredDistance(rowOf(i), rowOf(chosen)));
  }
  // The places that fill up the last panel are nearer to nothing.
  for (let i = among; (i & 7) !== 0; i++) store<f32>(nearest + (i << 2), -f32.MAX_VALUE);
  store<u32>(ctl + control.DONE, 1);
  store<u32>(ctl + control.LONGEST, 0);
  forgetLists();
}

/** Draws candidates by their squared distances; none when all vectors are centres. */
function draw(clusters: u32): void {
  const running = table(control.RUNNING);
  let total: f64 = 0;
  for (let i: u32 = 0; i < among; i++) {
    total += load<f32>(nearest + (i << 2)) as f64;
    store<f64>(running + (i << 3), total);
  }
  if (!(total > 0)) {
    store<u32>(ctl + control.DRAWN, 0);
    return;
  }
  const done = table(control.DONE) as u32, trials = table(control.TRIALS) as u32;
  const steps = min(clusters - done, max(1, done / 8));
  // Lists only become shorter as centres are added, but for chance.
  const longest = max(64, 4 * (table(control.LONGEST) as u32));
  const entries = table(control.LIST_ENTRIES) as u32;
  let drawn = min(table(control.BATCH) as u32, trials * steps);
  if (done > 1) drawn = min(drawn, max(trials, entries / longest));
  store<u32>(ctl + control.DRAWN, drawn);
  let fresh: u32 = 0;
  for (let c: u32 = 0; c < drawn; c++) {
    const point = search(running, uniform() * total);
    store<u32>(table(control.CANDIDATES) + (c << 2), point);
    store<f32>(table(control.DRAWN_AT) + (c << 2), load<f32>(nearest + (point << 2)));
    const kept = keptList(point);
    store<u32>(table(control.LIST_AT) + (c << 2), kept as u32);
    if (kept !== 0) store<u32>(table(control.LENGTHS) + (c << 2), load<u32>(kept - 4));
    else store<u32>(table(control.FRESH) + (fresh++ << 2), c);
  }
  store<u32>(ctl + control.FRESH_COUNT, fresh);
  lay(fresh);
}

/** Gives each candidate without a list room for one, and writes its head. */
function lay(fresh: u32): void {
  const heads = table(control.CANDIDATE_HEADS), candidateNorms = table(control.CANDIDATE_NORMS);
  const entries = room();
  for (let slot: u32 = 0; slot < fresh; slot++) {
    const c = load<u32>(table(control.FRESH) + (slot << 2));
    const point = load<u32>(table(control.CANDIDATES) + (c << 2));
    store<u32>(table(control.LIST_AT) + (c << 2), (table(control.LISTS) as u32) + slot * entries * 8);
    store<u32>(table(control.LENGTHS) + (c << 2), 0);
    const from = panels + ((point >> 3) as usize) * (headBytes << 3) + ((point & 7) << 2);
    const head = heads + (slot as usize) * headBytes;
    for (let j: usize = 0; j < headBytes; j += 4) store<f32>(head + j, -2 * load<f32>(from + (j << 3)));
    store<f32>(candidateNorms + (slot << 2), load<f32>(norms + (point << 2)));
  }
  for (let slot = fresh; (slot & 3) !== 0; slot++) {
    memory.fill(heads + (slot as usize) * headBytes, 0, headBytes);
    store<f32>(candidateNorms + (slot << 2), f32.MAX_VALUE);
  }
}

/** Entries that each new list has room for. */
@inline
function room(): u32 {
  return (table(control.LIST_ENTRIES) as u32) / (table(control.FRESH_COUNT) as u32 + 3);
}

/** The first vector whose running sum is above `sum`. */
function search(running: usize, sum: f64): u32 {
  let low: u32 = 0, high = among - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<f64>(running + (middle << 3)) > sum) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Lists, for some fours of candidates, the vectors that are nearer to them than to their centres. */
function list(from: u32, to: u32): void {
  const heads = table(control.CANDIDATE_HEADS), candidateNorms = table(control.CANDIDATE_NORMS);
  const panelBytes = headBytes << 3;
  const count = (among + 7) >> 3;
  for (let p: u32 = 0; p < count; p++) {
    if (p % LOOK === 0 && cancelled()) return;
    const at = (p as usize) << 5, panel = panels + (p as usize) * panelBytes;
    const t0 = f32x4.sub(v128.load(nearest + at), v128.load(norms + at));
    const t1 = f32x4.sub(v128.load(nearest + at, 16), v128.load(norms + at, 16));
    for (let quad = from; quad < to; quad++) {
      const at = heads + ((quad << 2) as usize) * headBytes;
      if (tile(panel, at, candidateNorms + (quad << 4), scratch, t0, t1)) enter(p, quad, t0, t1);
    }
  }
}

/** Compares exactly where the tile in the scratch is below its limits, and lists what is nearer. */
function enter(panel: u32, quad: u32, t0: v128, t1: v128): void {
  const entries = room(), fresh = table(control.FRESH_COUNT) as u32;
  for (let slot: u32 = 4 * quad, end: u32 = min(fresh, slot + 4); slot < end; slot++) {
    const at = scratch + ((slot & 3) << 5);
    const low = f32x4.lt(v128.load(at), t0), high = f32x4.lt(v128.load(at, 16), t1);
    const candidate = load<u32>(table(control.FRESH) + (slot << 2));
    const row = rowOf(load<u32>(table(control.CANDIDATES) + (candidate << 2)));
    const lengthAt = table(control.LENGTHS) + (candidate << 2), list = load<u32>(table(control.LIST_AT) + (candidate << 2)) as usize;
    for (let mask = i32x4.bitmask(low) | (i32x4.bitmask(high) << 4); mask !== 0; mask &= mask - 1) {
      const point = (panel << 3) + ctz(mask);
      const distance = squaredDistance(rowOf(point), row);
      if (!(distance < load<f32>(nearest + (point << 2)))) continue;
      const length = load<u32>(lengthAt);
      store<u32>(lengthAt, length + 1);
      if (length >= entries) continue;
      const entry = list + ((length as usize) << 3);
      store<u32>(entry, point);
      store<f32>(entry, distance, 4);
    }
  }
}

/** Notes the longest list of the batch, by which the next is sized, and passes over those that had no room. */
function refuseOverflown(): void {
  const entries = room(), fresh = table(control.FRESH_COUNT) as u32;
  let longest: u32 = 0;
  for (let slot: u32 = 0; slot < fresh; slot++) {
    const at = table(control.LENGTHS) + (load<u32>(table(control.FRESH) + (slot << 2)) << 2);
    const length = load<u32>(at);
    longest = max(longest, length);
    if (length > entries) store<u32>(at, OVERFLOWN);
  }
  store<u32>(ctl + control.LONGEST, longest);
}

/** Makes centres of the best candidates, as many as the batch allows. */
function takeGreedily(clusters: u32): void {
  const drawn = table(control.DRAWN) as u32, trials = table(control.TRIALS) as u32;
  const candidates = table(control.CANDIDATES), drawnAt = table(control.DRAWN_AT);
  let tried: u32 = 0, best: u32 = 0, bestGain: f64 = -1;
  let done = table(control.DONE) as u32;
  for (let c: u32 = 0; c < drawn && done < clusters; c++) {
    const now = load<f32>(nearest + (load<u32>(candidates + (c << 2)) << 2)) as f64;
    if (!(uniform() * (load<f32>(drawnAt + (c << 2)) as f64) < now)) continue;
    if (load<u32>(table(control.LENGTHS) + (c << 2)) === OVERFLOWN) continue;
    const gain = gainOf(c);
    if (gain > bestGain) {
      bestGain = gain;
      best = c;
    }
    if (++tried < trials) continue;
    take(best, done++);
    tried = 0;
    bestGain = -1;
  }
  // What is left at the end of a batch is thrown away, unless the choice would be as good as others.
  if (done < clusters && (tried + tried >= trials || (tried > 0 && done === (table(control.DONE) as u32)))) take(best, done++);
  store<u32>(ctl + control.DONE, done);
}

function gainOf(candidate: u32): f64 {
  const length = load<u32>(table(control.LENGTHS) + (candidate << 2));
  let entry = load<u32>(table(control.LIST_AT) + (candidate << 2)) as usize, gain: f64 = 0;
  for (let i: u32 = 0; i < length; i++) {
    const before = load<f32>(nearest + (load<u32>(entry) << 2)), after = load<f32>(entry, 4);
    if (after < before) gain += (before - after) as f64;
    entry += 8;
  }
  return gain;
}

function take(candidate: u32, cluster: u32): void {
  const length = load<u32>(table(control.LENGTHS) + (candidate << 2));
  let entry = load<u32>(table(control.LIST_AT) + (candidate << 2)) as usize;
  for (let i: u32 = 0; i < length; i++) {
    const point = load<u32>(entry), after = load<f32>(entry, 4);
    if (after < load<f32>(nearest + (point << 2))) {
      store<f32>(nearest + (point << 2), after);
      store<u32>(own + (point << 2), cluster);
    }
    entry += 8;
  }
  memory.copy(centreOf(cluster), rowOf(load<u32>(table(control.CANDIDATES) + (candidate << 2))), stride);
}
