/**
 * The control block that all threads of a clustering share, and the tables it points to.
 * The one list of these offsets (bytes): kernels and server take them from here, so it is plain TypeScript too.
 */

/** i32, atomic: 1 asks every thread to stop. */
export const CANCEL: usize = 0;
/** i32, atomic, of the barrier: threads that arrived, barriers passed, and whether the last one stops all. */
export const ARRIVED: usize = 4;
export const GENERATION: usize = 8;
export const STOPPED: usize = 12;
/** u32, atomic: next piece of the current phase. */
export const CURSOR: usize = 16;
/** u32: 0 while centres are chosen, 1 while they move. */
export const STAGE: usize = 20;
/** u32: centres chosen, or iterations begun. */
export const DONE: usize = 24;
export const THREADS: usize = 28;
/** u32: vectors, bytes of a vector (a multiple of 16), clusters. The last may become fewer. */
export const POINTS: usize = 32;
export const STRIDE: usize = 36;
export const CLUSTERS: usize = 40;
/** u32: numbers of a head, a multiple of four, and directions that vectors are projected on; 0: a head is the vector. */
export const HEAD: usize = 44;
export const DIRECTIONS: usize = 48;
export const SEED: usize = 52;
export const MAX_ITERATIONS: usize = 56;
export const SPHERICAL: usize = 60;
/** u32: 1 once no vector changed its cluster or the centres hardly moved. */
export const CONVERGED: usize = 64;
/** u32, atomic: vectors that changed their cluster in this iteration. */
export const CHANGES: usize = 68;
/** u32: candidates of a greedy choice, candidates drawn at most at a time, entries of all their lists. */
export const TRIALS: usize = 72;
export const BATCH: usize = 76;
export const LIST_ENTRIES: usize = 80;
/** u32: length of the longest list of the last batch, and candidates of this one. */
export const LONGEST: usize = 84;
export const DRAWN: usize = 88;
/** u32: vectors that must be searched for. */
export const WANTED: usize = 96;
/** u32: 1 once the vectors stand as they are clustered; 1 for mini-batches; vectors of a batch. */
export const PREPARED: usize = 100;
export const MINI_BATCH: usize = 120;
export const BATCH_POINTS: usize = 124;
/** u32: numbers of a vector. */
export const NUMBERS: usize = 92;
/** f64: sum of squared shifts below which the centres count as still, in mean variances and then in itself; sum of squared distances. */
export const TOLERANCE: usize = 104;
export const INERTIA: usize = 112;
/** u32 from here on: where tables stand. f32 vectors, f32 directions of STRIDE bytes each, f32 heads in panels of eight. */
export const ROWS: usize = 128;
export const DIRECTION_ROWS: usize = 132;
export const PANELS: usize = 136;
/** f32 squared norm of each head, lessened by what rounding may add. */
export const NORMS: usize = 140;
/** u32 own centre, f32 squared distance to it, f32 bound below the distance to any other, of each vector. */
export const OWN: usize = 144;
export const NEAREST: usize = 148;
export const LOWER: usize = 152;
/** u32: how many of the sorted centres a vector must be compared with, and the vectors for which it is some. */
export const NEED: usize = 156;
export const WANTED_LIST: usize = 160;
/** f32 centres, their f32 heads times -2, and norms as above; the same two sorted by drift. */
export const CENTRES: usize = 164;
export const CENTRE_HEADS: usize = 168;
export const CENTRE_NORMS: usize = 172;
export const SORTED_HEADS: usize = 176;
export const SORTED_NORMS: usize = 180;
/** u32 centres by drift, largest first, and the f32 drifts in that order; f32 drift of each centre. */
export const ORDER: usize = 184;
export const SORTED_DRIFTS: usize = 188;
export const DRIFTS: usize = 192;
/** u32: vectors by cluster, where each cluster begins, and whether its members changed. */
export const MEMBERS: usize = 196;
export const STARTS: usize = 200;
export const DIRTY: usize = 204;
/** f64 running sums of the squared distances; u32 point, f32 distance when drawn, u32 length, of each candidate. */
export const RUNNING: usize = 208;
export const CANDIDATES: usize = 212;
export const DRAWN_AT: usize = 216;
export const LENGTHS: usize = 220;
/** f32 heads times -2 and norms of the candidates; their lists of u32 point and f32 squared distance. */
export const CANDIDATE_HEADS: usize = 224;
export const CANDIDATE_NORMS: usize = 228;
export const LISTS: usize = 232;
/** u32 keys and values for sorting, twice the larger of POINTS and CLUSTERS. */
export const SORTING: usize = 236;
/** f64 sums and, last, squares of each piece of the vectors; f32 mean that was taken from them. */
export const PARTIAL_SUMS: usize = 240;
export const MEAN: usize = 244;
/** u32: vectors that each centre of mini-batches has seen. */
export const SEEN: usize = 248;
/** u32: candidates whose lists must be made, and where each candidate's list stands. */
export const FRESH: usize = 252;
export const LIST_AT: usize = 256;
/** Lists of earlier batches, each behind its point and length; u32 entry of each point's list, 0: none. */
export const KEPT: usize = 260;
export const KEPT_AT: usize = 264;
/** Scratch of thread 0, and bytes to the next thread's. */
export const SCRATCH: usize = 268;
export const SCRATCH_BYTES: usize = 272;
/** u32: entries that there is room for in the lists kept, entries used, and centres when they were last swept. */
export const KEPT_ENTRIES: usize = 276;
export const KEPT_USED: usize = 280;
export const SWEPT: usize = 284;
/** u32: candidates of this batch whose lists must be made. */
export const FRESH_COUNT: usize = 288;
