/**
 * What the threads share that look for nearest rows; u32 each.
 * The one list of these offsets (bytes): kernels and server take them from here, so it is plain TypeScript too.
 */

export const CANCEL: usize = 0;
/** Atomic: the next leaf whose points are asked for. */
export const CURSOR: usize = 4;
/** Atomic: leaves answered. */
export const DONE: usize = 8;
export const N: usize = 12;
export const K: usize = 16;
export const STRIDE: usize = 20;
export const LEAVES: usize = 24;
/** Slots of a leaf, a multiple of 8. */
export const CAPACITY: usize = 28;
export const MATRIX: usize = 32;
export const MEAN: usize = 36;
export const AXES: usize = 40;
export const POINTS: usize = 44;
export const ORDER: usize = 48;
export const STARTS: usize = 52;
export const BLOCKS: usize = 56;
export const BOXES: usize = 60;
export const SLOT_ROWS: usize = 64;
export const SLOT_VECTORS: usize = 68;
export const FOUND: usize = 72;
export const DISTANCES: usize = 76;
export const THREADS: usize = 80;
/** As 2^levels leaves. */
export const LEVELS: usize = 84;
/** f32: of the longest vector from the mean. */
export const LONGEST: usize = 88;
/** Two words, see barrier.ts. */
export const BARRIER: usize = 92;
