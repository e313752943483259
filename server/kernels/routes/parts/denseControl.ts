/**
 * The control block of the dense network's kernel: addresses (u32) of what it reads and writes.
 * The one list of these offsets (bytes): kernel and server take them from here, so it is plain TypeScript too.
 */

/** The batch as rows of a sparse matrix: u32 feature and f32 value of each entry, u32 first entry of each route. */
export const FEATURES: usize = 0;
export const VALUES: usize = 4;
export const OFFSETS: usize = 8;
/** f32 of each route: 0 or 1, and how much its class weighs. */
export const LABELS: usize = 12;
export const CLASS_WEIGHTS: usize = 16;
/** f32: the layers one after the other, kernel then bias, each a multiple of four numbers; and the same of gradients and moments. */
export const PARAMETERS: usize = 20;
export const GRADIENTS: usize = 24;
export const MEANS: usize = 28;
export const SQUARES: usize = 32;
/** Bytes of the parameters. */
export const BYTES: usize = 36;
/** Rows of the first layer's kernel. */
export const INPUTS: usize = 40;
export const SCRATCH: usize = 44;
/** u32, written: routes answered rightly. */
export const RIGHT: usize = 48;
/** f32 of each route: the logit to which the network's is added. */
export const STARTS: usize = 52;
export const CONTROL_BYTES: usize = 64;

/** Units of each hidden layer. */
export const UNITS: usize = 64;
/** Routes that go through the layers together. */
export const TILE: usize = 64;
/** Of activations and their gradients, of lists of rows, and of sums. */
export const SCRATCH_BYTES: usize = 6 * 64 * 64 * 4 + 3 * 64 * 4 + 64 * 64 * 4;
