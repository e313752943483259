/**
 * What the threads of a t-SNE share. Offsets in bytes into the control block; server/src/engine/map/tsnePlan.ts writes
 * it. Numbers without a type are u32; names of tables are their addresses.
 */

/** i32, atomic: 1 asks the threads to stop. */
export const CANCEL: usize = 0;
/** Two words, see barrier.ts. */
export const BARRIER: usize = 4;
/** Atomic: iterations done. The layout after an even number of them stands in the first of two tables. */
export const DONE: usize = 12;
export const N: usize = 16;
export const K: usize = 20;
export const DIMENSIONS: usize = 24;
export const THREADS: usize = 28;
export const ITERATIONS: usize = 32;
/** Iterations with early exaggeration and little momentum. */
export const EARLY: usize = 36;
/** f32 */
export const PERPLEXITY: usize = 40;
/** f32 */
export const EXAGGERATION: usize = 44;
/** f32 */
export const RATE: usize = 48;
/** i32: thread 0 writes 1 when all are to stop at the same place. */
export const STOPPED: usize = 52;
/** n × k u32, f32 and f32: neighbours, their distances, then their conditional probabilities. */
export const NEIGHBOURS: usize = 56;
export const DISTANCES: usize = 60;
export const CONDITIONAL: usize = 64;
/** (n + 1) u32 and n · k u32: for each point, places in the n × k tables where it is a neighbour. */
export const INCOMING_STARTS: usize = 68;
export const INCOMING: usize = 72;
/** (n + 1) u32, then u32 and f32 for each entry: symmetric probabilities by rows; rows begin at multiples of four. */
export const ROW_STARTS: usize = 76;
export const COLUMNS: usize = 80;
export const VALUES: usize = 84;
/** n points of two or four f32. */
export const LAYOUT: usize = 88;
export const NEXT_LAYOUT: usize = 92;
export const VELOCITY: usize = 96;
export const GAINS: usize = 100;
/** One scratch for each thread. */
export const SCRATCH: usize = 104;
export const SCRATCH_BYTES: usize = 108;
/** 128 bytes for each thread, which all may read after a barrier. */
export const NOTES: usize = 112;
/** f64: Kullback-Leibler divergence at the last measurement. */
export const DIVERGENCE: usize = 120;
/** What the repulsion keeps: a grid's tables, or a tree. */
export const FIELD: usize = 128;
/** Places of a grid in one dimension at most. */
export const MOST_NODES: usize = 132;
/** (threads + 1) u32: the points of each thread. */
export const SHARES: usize = 136;

// Of a thread's notes: f64 each.
export const SUM_Q: usize = 0;
export const SUM_P_LOG_P: usize = 8;
export const SUM_P_LOG_D: usize = 16;
// f32 each, three of a kind: the corners of its points.
export const LOW: usize = 32;
export const HIGH: usize = 48;

export let ctl: usize = 0;
export let n: u32 = 0;
export let k: u32 = 0;
export let dimensions: u32 = 0;
export let threads: u32 = 0;
export let me: u32 = 0;
/** This thread's points. */
export let first: u32 = 0;
export let last: u32 = 0;
export let scratch: usize = 0;

export function openControl(control: usize, thread: u32): void {
  ctl = control;
  me = thread;
  n = load<u32>(ctl, N);
  k = load<u32>(ctl, K);
  dimensions = load<u32>(ctl, DIMENSIONS);
  threads = load<u32>(ctl, THREADS);
  scratch = (load<u32>(ctl, SCRATCH) + thread * load<u32>(ctl, SCRATCH_BYTES)) as usize;
  const shares = load<u32>(ctl, SHARES) as usize;
  first = load<u32>(shares + ((thread as usize) << 2));
  last = load<u32>(shares + ((thread as usize) << 2), 4);
}

/** True once the work is not wanted any more: loops may end where they are, since all threads stop soon. */
@inline
export function isCancelled(): bool {
  return atomic.load<i32>(ctl + CANCEL) !== 0;
}

@inline
export function table(field: usize): usize {
  return load<u32>(ctl + field) as usize;
}

@inline
export function notesOf(thread: u32): usize {
  return table(NOTES) + ((thread as usize) << 7);
}

/** One note of all threads together, in their order. */
export function total(note: usize): f64 {
  let sum: f64 = 0;
  for (let t: u32 = 0; t < threads; t++) sum += load<f64>(notesOf(t) + note);
  return sum;
}
