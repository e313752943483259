/**
 * Mini-batches (Sculley 2010, "Web-Scale K-Means Clustering"): some vectors find their centres, and each centre
 * becomes the mean of all that it was ever given. Stops as scikit-learn's MiniBatchKMeans does, when the smoothed
 * mean of the squared distances has not fallen for some batches; but every vector is seen once at least.
 */
import { meet, nextPiece } from './barrier';
import * as control from './control';
import { searchWanted } from './assign';
import { squaredDistance } from './distance';
import { centreOf, ctl, headBytes, nearest, own, points, rowOf, scratch, stride, table } from './settings';
import { writeCentreHead } from './update';

/** Batches without a better mean before the end, and passes over all vectors at most, as scikit-learn has them. */
const PATIENCE: u32 = 10;
const PASSES: u32 = 100;
const PIECE: u32 = 64;

/** Vectors of the batch, and where it begins among all. */
let taken: u32 = 0;
let from: u32 = 0;

/** Moves the centres by batches, the first from vector `first` on, then finds the nearest of each vector. True: stopped. */
export function runBatches(thread: u32, first: u32): bool {
  const batch = min(points, table(control.BATCH_POINTS) as u32), pass = (points + batch - 1) / batch;
  const limit = min(table(control.MAX_ITERATIONS) as u32, PASSES) * pass;
  let smoothed: f64 = -1, least: f64 = f64.MAX_VALUE, waited: u32 = 0;
  if (thread === 0) inOrder();
  from = first % points;
  for (let step: u32 = 0; step < limit; step++) {
    taken = batch;
    if (find(thread)) return true;
    if (thread === 0) {
      store<u32>(ctl + control.DONE, step + 1);
      const mean = learn() / (taken as f64);
      const weight = min<f64>(1, (2 * (batch as f64)) / ((points as f64) + 1));
      smoothed = smoothed < 0 ? mean : smoothed * (1 - weight) + mean * weight;
      store<f64>(ctl + control.INERTIA, smoothed * (points as f64));
      waited = smoothed < least ? 0 : waited + 1;
      least = min(least, smoothed);
      if (step >= pass && waited >= PATIENCE) store<u32>(ctl + control.CONVERGED, 1);
    }
    if (meet()) return true;
    from = (from + taken) % points;
    if (table(control.CONVERGED) !== 0) break;
  }
  from = 0;
  taken = points;
  return find(thread);
}

/** Lets the vectors of the batch find their centres among all. True: stopped. */
function find(thread: u32): bool {
  const list = table(control.WANTED_LIST), need = table(control.NEED), clusters = table(control.CLUSTERS) as u32;
  const pieces = (taken + PIECE - 1) / PIECE;
  if (thread === 0) store<u32>(ctl + control.WANTED, taken);
  for (let piece = nextPiece(pieces); piece < pieces; piece = nextPiece(pieces)) {
    const end = min(taken, (piece + 1) * PIECE);
    for (let b = piece * PIECE; b < end; b++) {
      const i = (from + b) % points;
      store<u32>(list + (b << 2), i);
      store<u32>(need + (i << 2), clusters);
      store<f32>(nearest + (i << 2), squaredDistance(rowOf(i), centreOf(load<u32>(own + (i << 2)))));
    }
  }
  if (meet()) return true;
  searchWanted();
  return meet();
}

/** Centres stand in their own order, with no drift that bounds would have to heed. */
function inOrder(): void {
  const clusters = table(control.CLUSTERS) as u32;
  for (let c: u32 = 0; c < clusters; c++) {
    store<u32>(table(control.ORDER) + (c << 2), c);
    store<u32>(table(control.SEEN) + (c << 2), 0);
  }
  const heads = table(control.SORTED_HEADS), norms = table(control.SORTED_NORMS);
  memory.copy(heads, table(control.CENTRE_HEADS), (clusters as usize) * headBytes);
  memory.copy(norms, table(control.CENTRE_NORMS), (clusters as usize) << 2);
  for (let c = clusters; (c & 3) !== 0; c++) {
    memory.fill(heads + (c as usize) * headBytes, 0, headBytes);
    store<f32>(norms + (c << 2), f32.MAX_VALUE);
  }
}

/** Moves the centres of a batch's vectors towards them; the sum of the squared distances before. */
function learn(): f64 {
  const list = table(control.WANTED_LIST), seen = table(control.SEEN);
  let sum: f64 = 0;
  for (let b: u32 = 0; b < taken; b++) {
    const i = load<u32>(list + (b << 2)), c = load<u32>(own + (i << 2));
    sum += load<f32>(nearest + (i << 2)) as f64;
    const count = load<u32>(seen + (c << 2)) + 1;
    store<u32>(seen + (c << 2), count);
    const centre = centreOf(c), row = rowOf(i), rate = f32x4.splat(1 / (count as f32));
    for (let at: usize = 0; at < stride; at += 16) {
      const x = v128.load(centre + at);
      v128.store(centre + at, f32x4.add(x, f32x4.mul(rate, f32x4.sub(v128.load(row + at), x))));
    }
  }
  for (let b: u32 = 0; b < taken; b++) {
    const c = load<u32>(own + (load<u32>(list + (b << 2)) << 2));
    writeCentreHead(c, scratch);
    memory.copy(table(control.SORTED_HEADS) + (c as usize) * headBytes, table(control.CENTRE_HEADS) + (c as usize) * headBytes, headBytes);
    store<f32>(table(control.SORTED_NORMS) + (c << 2), load<f32>(table(control.CENTRE_NORMS) + (c << 2)));
  }
  return sum;
}
