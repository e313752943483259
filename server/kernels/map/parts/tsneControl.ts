/**
 * What the threads of a t-SNE share.
 * The one list of these offsets (bytes): kernels and server take them from here, so it is plain TypeScript too.
 * Numbers without a type are u32; names of tables are their addresses.
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
