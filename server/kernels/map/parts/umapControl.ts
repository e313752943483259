/**
 * What the threads of a UMAP share.
 * The one list of these offsets (bytes): kernels and server take them from here, so it is plain TypeScript too.
 */

/** i32, atomic: 1 asks the threads to stop. */
export const CANCEL: usize = 0;
export const BARRIER: usize = 4;
/** Atomic: epochs done. The layout after an even number of them stands in the first of two tables. */
export const DONE: usize = 12;
/** Atomic: next chunk of points, of even epochs and of odd ones. */
export const CURSORS: usize = 16;
/** Number of the epoch after which all stop, one-based; thread 0 writes it. */
export const LAST: usize = 24;
export const N: usize = 28;
export const THREADS: usize = 32;
export const DIMENSIONS: usize = 36;
export const EPOCHS: usize = 40;
export const NEGATIVES: usize = 44;
export const SEED: usize = 48;
/** (n + 1) u32: the first edge of each point; then, for each edge, u32 other end and u32 rate. */
export const STARTS: usize = 52;
export const ENDS: usize = 56;
/** Of 2³²: in which share of the epochs the edge is due. */
export const RATES: usize = 60;
/** Two tables of n points of two or four f32. */
export const LAYOUTS: usize = 64;
/** Pairs of f32, see `coefficients`: what a difference is multiplied by, to attract and to repel. */
export const FORCES: usize = 72;
