/**
 * Where threads wait for each other, so that one start of a worker serves many steps: two words of shared memory,
 * how many have come (u32) and how often all had (i32), zero at first.
 */

/** A thread looks this often before it sleeps: on a core of its own the others are microseconds away. */
const LOOKS: i32 = 2000;

/** Returns when all `threads` have called it; what they wrote before is visible then. */
export function meet(barrier: usize, threads: u32): void {
  if (threads === 1) return;
  const round = atomic.load<i32>(barrier + 4);
  if (atomic.add<u32>(barrier, 1) === threads - 1) {
    atomic.store<u32>(barrier, 0);
    atomic.add<i32>(barrier + 4, 1);
    atomic.notify(barrier + 4, -1);
    return;
  }
  for (let i = 0; i < LOOKS; i++) if (atomic.load<i32>(barrier + 4) !== round) return;
  while (atomic.load<i32>(barrier + 4) === round) atomic.wait<i32>(barrier + 4, round, -1);
}
