/** Where threads wait for each other, and share a phase's pieces out. */
import * as control from './control';
import { ctl } from './settings';

/** Looks before a thread is put to sleep: phases are short, and waking takes longer than most of them. */
const LOOKS: i32 = 2000;

/**
 * Returns once all threads are here; the cursor then stands at zero. True: all are to stop. The last to arrive
 * decides that for all, so that none waits for one that left.
 */
export function meet(): bool {
  const passed = atomic.load<i32>(ctl + control.GENERATION);
  if (atomic.add<i32>(ctl + control.ARRIVED, 1) + 1 === load<i32>(ctl + control.THREADS)) {
    store<i32>(ctl + control.STOPPED, atomic.load<i32>(ctl + control.CANCEL));
    atomic.store<i32>(ctl + control.CURSOR, 0);
    atomic.store<i32>(ctl + control.ARRIVED, 0);
    atomic.store<i32>(ctl + control.GENERATION, passed + 1);
    atomic.notify(ctl + control.GENERATION, -1);
  } else {
    let looks = LOOKS;
    while (looks > 0 && atomic.load<i32>(ctl + control.GENERATION) === passed) looks--;
    while (atomic.load<i32>(ctl + control.GENERATION) === passed) atomic.wait<i32>(ctl + control.GENERATION, passed, -1);
  }
  return load<i32>(ctl + control.STOPPED) !== 0;
}

/** The next of `count` pieces, or `count` when there is none left or all are to stop. */
export function nextPiece(count: u32): u32 {
  if (cancelled()) return count;
  return min(count, atomic.add<u32>(ctl + control.CURSOR, 1));
}

@inline
export function cancelled(): bool {
  return atomic.load<i32>(ctl + control.CANCEL) !== 0;
}
