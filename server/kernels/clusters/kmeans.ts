/** k-means: every thread runs `cluster` on the same control block, and they meet between the phases. */
import { listWanted, renewBounds, searchWanted } from './kmeans/assign';
import { meet } from './kmeans/barrier';
import * as control from './kmeans/control';
import { runBatches } from './kmeans/miniBatch';
import { prepare } from './kmeans/prepare';
import { ctl, lower, nearest, points, readSettings, scratch, table } from './kmeans/settings';
import { writePanels } from './kmeans/panels';
import { chooseCentres } from './kmeans/start';
import { emptyClusters, gather, moveCentres, sortCentres, writeCentreHead } from './kmeans/update';

/** Iterations over all vectors that follow mini-batches: empty clusters are repaired, centres become means. */
const AFTER_BATCHES: u32 = 2;

/** Chooses centres and moves them until they are still. 1 when it ran to its end, 0 when it was stopped. */
export function cluster(block: usize, thread: u32): u32 {
  readSettings(block, thread);
  const prepared = table(control.PREPARED) !== 0, inBatches = table(control.MINI_BATCH) !== 0;
  if (meet()) return 0;
  if (!prepared && prepare(thread)) return 0;
  writePanels();
  if (meet()) return 0;
  const sample = inBatches ? (min(points, 3 * (table(control.CLUSTERS) as u32)) as u32) : points;
  if (chooseCentres(thread, sample)) return 0;
  if (thread === 0) begin();
  if (meet()) return 0;
  if (!inBatches) return move(thread, 0, table(control.MAX_ITERATIONS) as u32);
  // The vectors that centres were chosen among are too near to them to begin with.
  if (runBatches(thread, sample)) return 0;
  const still = table(control.CONVERGED);
  const done = table(control.DONE) as u32;
  if (meet()) return 0;
  if (thread === 0) forget();
  if (meet() || move(thread, done, done + AFTER_BATCHES) === 0) return 0;
  // The others may still be looking whether that converged.
  if (meet()) return 0;
  if (thread === 0) store<u32>(ctl + control.CONVERGED, still as u32);
  return 1;
}

/** Lloyd's iterations. One that leaves a cluster without members is not the last, if another is allowed. */
function move(thread: u32, done: u32, until: u32): u32 {
  for (let i = done + 1; i <= until; i++) {
    if (thread === 0) {
      store<u32>(ctl + control.DONE, i);
      store<u32>(ctl + control.CHANGES, 0);
      gather();
    }
    if (meet()) return 0;
    moveCentres();
    if (meet()) return 0;
    let still = false;
    if (thread === 0) still = sortCentres() <= load<f64>(ctl + control.TOLERANCE);
    if (meet()) return 0;
    renewBounds();
    if (meet()) return 0;
    if (thread === 0) listWanted();
    if (meet()) return 0;
    searchWanted();
    if (meet()) return 0;
    if (thread === 0) {
      sumUp();
      still = still || table(control.CHANGES) === 0;
      if (still && !emptyClusters()) store<u32>(ctl + control.CONVERGED, 1);
    }
    if (meet()) return 0;
    if (table(control.CONVERGED) !== 0) return 1;
  }
  return repair(thread);
}

/** The repair alone, by one thread, of the clusters that OWN and NEAREST tell of: tests begin where no start ends. */
export function repairAlone(block: usize): u32 {
  readSettings(block, 0);
  return repair(0);
}

/** Where iterations end before the centres are still, clusters may be empty: they get their vectors without another search. */
function repair(thread: u32): u32 {
  if (thread === 0) store<u32>(ctl + control.CHANGES, emptyClusters() ? 1 : 0);
  if (meet()) return 0;
  if (table(control.CHANGES) === 0) return 1;
  if (thread === 0) gather();
  if (meet()) return 0;
  moveCentres();
  if (meet()) return 0;
  if (thread === 0) sortCentres();
  if (meet()) return 0;
  renewBounds();
  if (meet()) return 0;
  if (thread === 0) sumUp();
  return meet() ? 0 : 1;
}

/** All centres are new: every vector must look at all of them once. */
function begin(): void {
  store<u32>(ctl + control.STAGE, 1);
  store<u32>(ctl + control.DONE, 0);
  const clusters = table(control.CLUSTERS) as u32;
  for (let c: u32 = 0; c < clusters; c++) writeCentreHead(c, scratch);
  forget();
}

/** No bound holds, and every centre is to be the mean of its members. */
function forget(): void {
  memory.fill(lower, 0, (points as usize) << 2);
  const clusters = table(control.CLUSTERS) as u32;
  for (let c: u32 = 0; c < clusters; c++) store<u32>(table(control.DIRTY) + (c << 2), 1);
  store<u32>(ctl + control.CONVERGED, 0);
}

function sumUp(): void {
  let inertia: f64 = 0;
  for (let i: u32 = 0; i < points; i++) inertia += load<f32>(nearest + (i << 2)) as f64;
  store<f64>(ctl + control.INERTIA, inertia);
}
