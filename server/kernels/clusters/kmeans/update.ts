/** The second half of an iteration: each centre moves to the mean of its members. */
import { nextPiece } from './barrier';
import * as control from './control';
import { squaredDistance, writeHead } from './distance';
import { centreOf, headBytes, nearest, own, lower, points, rowOf, scratch, spherical, stride, table } from './settings';
import { sortDescending } from './sorting';

/** Clusters in a piece of work. */
const PIECE: u32 = 32;

/** Lists the members of each cluster; one that is empty takes the vector farthest from its centre, as in scikit-learn. */
export function gather(): void {
  const clusters = table(control.CLUSTERS) as u32;
  const starts = table(control.STARTS), members = table(control.MEMBERS), dirty = table(control.DIRTY);
  memory.fill(starts, 0, ((clusters + 2) as usize) << 2);
  for (let i: u32 = 0; i < points; i++) count(starts, load<u32>(own + (i << 2)), 1);
  let next: u32 = 0, sorted = false;
  for (let c: u32 = 0; c < clusters; c++) {
    if (load<u32>(starts + (c << 2), 8) !== 0) continue;
    if (!sorted) sortByDistance();
    sorted = true;
    // A vector that is alone in its cluster stays: there are as many vectors as clusters, so another one is not.
    let far = load<u32>(table(control.WANTED_LIST) + (next++ << 2));
    while (load<u32>(starts + (load<u32>(own + (far << 2)) << 2), 8) < 2) far = load<u32>(table(control.WANTED_LIST) + (next++ << 2));
    const from = load<u32>(own + (far << 2));
    count(starts, from, -1);
    count(starts, c, 1);
    store<u32>(dirty + (from << 2), 1);
    store<u32>(dirty + (c << 2), 1);
    store<u32>(own + (far << 2), c);
    store<f32>(nearest + (far << 2), 0);
    store<f32>(lower + (far << 2), 0);
  }
  for (let c: u32 = 0; c <= clusters; c++) store<u32>(starts + (c << 2), load<u32>(starts + (c << 2)) + load<u32>(starts + (c << 2), 4), 4);
  for (let i: u32 = 0; i < points; i++) {
    const start = starts + (load<u32>(own + (i << 2)) << 2);
    const at = load<u32>(start, 4);
    store<u32>(start, at + 1, 4);
    store<u32>(members + (at << 2), i);
  }
}

/** Counts stand two entries on, so that the running sums come to stand where clusters begin. */
@inline
function count(starts: usize, cluster: u32, by: i32): void {
  const at = starts + (cluster << 2);
  store<i32>(at, load<i32>(at, 8) + by, 8);
}

/** Whether a cluster has no members. */
export function emptyClusters(): bool {
  const clusters = table(control.CLUSTERS) as u32, starts = table(control.STARTS);
  memory.fill(starts, 0, ((clusters + 2) as usize) << 2);
  for (let i: u32 = 0; i < points; i++) count(starts, load<u32>(own + (i << 2)), 1);
  for (let c: u32 = 0; c < clusters; c++) if (load<u32>(starts + (c << 2), 8) === 0) return true;
  return false;
}

/** Lists all vectors by the distance to their centres, farthest first. */
function sortByDistance(): void {
  const list = table(control.WANTED_LIST), keys = table(control.NEED);
  for (let i: u32 = 0; i < points; i++) store<u32>(list + (i << 2), i);
  memory.copy(keys, nearest, (points as usize) << 2);
  sortDescending(keys, list, points, 31, scratch);
}

/** Moves the centres of the clusters whose members changed and notes how far. */
export function moveCentres(): void {
  const clusters = table(control.CLUSTERS) as u32;
  const drifts = table(control.DRIFTS), dirty = table(control.DIRTY);
  const pieces = (clusters + PIECE - 1) / PIECE;
  for (let piece = nextPiece(pieces); piece < pieces; piece = nextPiece(pieces)) {
    const end = min(clusters, (piece + 1) * PIECE);
    for (let c = piece * PIECE; c < end; c++) {
      let drift: f32 = 0;
      if (load<u32>(dirty + (c << 2)) !== 0) {
        drift = moveCentre(c);
        store<u32>(dirty + (c << 2), 0);
      }
      store<f32>(drifts + (c << 2), drift);
    }
  }
}

/** Sums are of 64 bits: a cluster may hold a hundred thousand vectors. */
function moveCentre(cluster: u32): f32 {
  const starts = table(control.STARTS), members = table(control.MEMBERS);
  const from = load<u32>(starts + (cluster << 2)), to = load<u32>(starts + (cluster << 2), 4);
  const sums = scratch, mean = scratch + 2 * stride, left = mean + stride;
  memory.fill(sums, 0, 2 * stride);
  for (let m = from; m < to; m++) {
    const row = rowOf(load<u32>(members + (m << 2)));
    for (let c: usize = 0; c < stride; c += 16) {
      const x = v128.load(row + c), sum = sums + 2 * c;
      v128.store(sum, f64x2.add(v128.load(sum), f64x2.promote_low_f32x4(x)));
      v128.store(sum, f64x2.add(v128.load(sum, 16), f64x2.promote_low_f32x4(v128.shuffle<u32>(x, x, 2, 3, 2, 3))), 16);
    }
  }
  let share: f64 = 1 / ((to - from) as f64);
  if (spherical) {
    let squares: f64 = 0;
    for (let c: usize = 0; c < 2 * stride; c += 8) squares += load<f64>(sums + c) * load<f64>(sums + c);
    // Members that cancel out have no direction; their centre stays.
    if (!(squares > 0)) return 0;
    share = 1 / sqrt<f64>(squares);
  }
  for (let c: usize = 0; c < stride; c += 4) store<f32>(mean + c, (load<f64>(sums + 2 * c) * share) as f32);
  const centre = centreOf(cluster);
  const drift = sqrt<f32>(squaredDistance(centre, mean));
  if (drift > 0) {
    memory.copy(centre, mean, stride);
    writeCentreHead(cluster, left);
  }
  return drift;
}

export function writeCentreHead(cluster: u32, left: usize): void {
  const out = table(control.CENTRE_HEADS) + (cluster as usize) * headBytes;
  store<f32>(table(control.CENTRE_NORMS) + (cluster << 2), writeHead(centreOf(cluster), out, left));
  for (let c: usize = 0; c < headBytes; c += 16) v128.store(out + c, f32x4.mul(f32x4.splat(-2), v128.load(out + c)));
}

/** Sorts the centres by how far they moved, their heads with them; the sum of squared shifts. */
export function sortCentres(): f64 {
  const clusters = table(control.CLUSTERS) as u32;
  const drifts = table(control.DRIFTS), order = table(control.ORDER), sorted = table(control.SORTED_DRIFTS);
  let shift: f64 = 0;
  for (let c: u32 = 0; c < clusters; c++) {
    const drift = load<f32>(drifts + (c << 2));
    shift += (drift as f64) * (drift as f64);
    store<u32>(order + (c << 2), c);
    store<f32>(sorted + (c << 2), drift);
  }
  sortDescending(sorted, order, clusters, 31, scratch);
  const heads = table(control.CENTRE_HEADS), centreNorms = table(control.CENTRE_NORMS);
  const sortedHeads = table(control.SORTED_HEADS), sortedNorms = table(control.SORTED_NORMS);
  for (let i: u32 = 0; i < clusters; i++) {
    const c = load<u32>(order + (i << 2));
    memory.copy(sortedHeads + (i as usize) * headBytes, heads + (c as usize) * headBytes, headBytes);
    store<f32>(sortedNorms + (i << 2), load<f32>(centreNorms + (c << 2)));
  }
  // The tile takes four centres; those that fill up the last one are near nothing.
  for (let i = clusters; (i & 3) !== 0; i++) {
    memory.fill(sortedHeads + (i as usize) * headBytes, 0, headBytes);
    store<f32>(sortedNorms + (i << 2), f32.MAX_VALUE);
  }
  return shift;
}
