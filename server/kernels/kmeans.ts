/** k-means: every thread runs `cluster` on the same control block, and they meet between the phases. */
import { meet } from './shared/kmeans/barrier';
import * as control from './shared/kmeans/control';
import { listWanted, renewBounds, searchWanted } from './shared/kmeans/assign';
import { centreOf, ctl, nearest, points, readSettings, scratch, stride, table } from './shared/kmeans/settings';
import { chooseCentres, writePanels } from './shared/kmeans/start';
import { gather, moveCentres, sortCentres, writeCentreHead } from './shared/kmeans/update';

/** Chooses centres and moves them until they are still. 1 when it ran to its end, 0 when it was stopped. */
export function cluster(block: usize, thread: u32): u32 {
  readSettings(block, thread);
  writePanels();
  if (meet() || chooseCentres(thread)) return 0;
  if (thread === 0) begin();
  if (meet()) return 0;
  const iterations = table(control.MAX_ITERATIONS) as u32;
  for (let i: u32 = 1; i <= iterations; i++) {
    if (thread === 0) {
      store<u32>(ctl + control.DONE, i);
      store<u32>(ctl + control.CHANGES, 0);
      gather();
    }
    if (meet()) return 0;
    moveCentres();
    if (meet()) return 0;
    if (thread === 0 && sortCentres() <= load<f64>(ctl + control.TOLERANCE)) store<u32>(ctl + control.CONVERGED, 1);
    if (meet()) return 0;
    renewBounds();
    if (meet()) return 0;
    if (thread === 0) listWanted();
    if (meet()) return 0;
    searchWanted();
    if (meet()) return 0;
    if (thread === 0) sumUp();
    if (meet()) return 0;
    if (table(control.CONVERGED) !== 0) break;
  }
  return 1;
}

/** All centres are new: every vector must look at all of them once. */
function begin(): void {
  store<u32>(ctl + control.STAGE, 1);
  const clusters = table(control.CLUSTERS) as u32;
  for (let c: u32 = 0; c < clusters; c++) {
    store<u32>(table(control.DIRTY) + (c << 2), 1);
    writeCentreHead(c, scratch);
  }
}

function sumUp(): void {
  let inertia: f64 = 0;
  for (let i: u32 = 0; i < points; i++) inertia += load<f32>(nearest + (i << 2)) as f64;
  store<f64>(ctl + control.INERTIA, inertia);
  if (table(control.CHANGES) === 0) store<u32>(ctl + control.CONVERGED, 1);
}
