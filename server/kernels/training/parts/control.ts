/**
 * The control block that all threads of a training share, and the tables it points to.
 * The one list of these offsets (bytes): kernels and server take them from here, so it is plain TypeScript too.
 */

/** i32, atomic: 1 asks every thread to stop before its next sentence. */
export const CANCEL: usize = 0;
/** u32, atomic: next chunk to train. Chunks count through all epochs. */
export const CURSOR: usize = 4;
/** u32, atomic: corpus positions trained so far, all epochs. */
export const DONE: usize = 8;
export const CHUNKS: usize = 12;
export const CHUNKS_PER_EPOCH: usize = 16;
/** u32: first sentence of each chunk, one more entry than chunks in an epoch. */
export const CHUNK_TABLE: usize = 20;
/** u32: first corpus position of each sentence, one more entry than sentences. */
export const SENTENCES: usize = 24;
/** u32 token numbers. */
export const CORPUS: usize = 28;
/** f32 rows of STRIDE bytes: token vectors (syn0) and output vectors (syn1neg, or syn1 of inner nodes). */
export const INPUTS: usize = 32;
export const OUTPUTS: usize = 36;
/** Bytes of a row, a multiple of 32. */
export const STRIDE: usize = 40;
export const WINDOW: usize = 44;
/** 1: each centre draws its window from 1..WINDOW, as word2vec does; 0: always WINDOW. */
export const SHRINK: usize = 48;
export const NEGATIVE: usize = 52;
/** Walker's alias tables of the noise distribution: u32 thresholds and u32 aliases. */
export const NOISE_THRESHOLD: usize = 56;
export const NOISE_ALIAS: usize = 60;
export const VOCABULARY: usize = 64;
/** u32 per token: it is kept when a random u32 is not above; 0: no subsampling. */
export const KEEP: usize = 68;
export const SEED: usize = 72;
/** f32. */
export const ALPHA: usize = 76;
export const MIN_ALPHA: usize = 80;
/**
 * u32: 0 for plain vectors, a row for each token; else the fields of a token, each with a row of its own, and a
 * token's vector is their mean. Then INPUTS, OUTPUTS and the noise tables are about fields.
 */
export const FIELDS: usize = 84;
/** u32 field numbers, FIELDS for each token. */
export const TOKEN_FIELDS: usize = 88;
/** u32: 1 for hierarchical softmax, 0 for negative sampling. */
export const HIERARCHICAL: usize = 92;
/**
 * u32 for each node of the Huffman tree, those of VOCABULARY first, then the inner ones: number of the inner node
 * above it, times two, plus 1 when it is the right one of the two below. The root, the last, has no such entry.
 */
export const PARENTS: usize = 96;
/** u32: 1 where CBOW predicts from the mean of its contexts, 0: from their sum. */
export const MEAN: usize = 100;
/** u32: first chunk that is not trained this time; CHUNKS or, where each epoch is looked at, the end of one. */
export const LIMIT: usize = 104;
/** u32: threads of the training. */
export const THREADS: usize = 108;
