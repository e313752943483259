/** What the control block says, read once by each thread. */
import * as control from './control';

export let ctl: usize = 0;
/** Bytes of a row. */
export let stride: usize = 0;
export let window: i32 = 0;
export let shrink: bool = false;
export let negative: i32 = 0;
export let hierarchical: bool = false;
export let parents: usize = 0;
export let mean: bool = false;
export let inputs: usize = 0;
export let outputs: usize = 0;
export let noiseThreshold: usize = 0;
export let noiseAlias: usize = 0;
export let vocabulary: u32 = 0;
export let keep: usize = 0;
export let threads: u32 = 1;
export let fields: u32 = 0;
export let tokenFields: usize = 0;

export function readSettings(controlBlock: usize): void {
  ctl = controlBlock;
  stride = load<u32>(ctl, control.STRIDE);
  window = load<i32>(ctl, control.WINDOW);
  shrink = load<i32>(ctl, control.SHRINK) !== 0;
  negative = load<i32>(ctl, control.NEGATIVE);
  hierarchical = load<i32>(ctl, control.HIERARCHICAL) !== 0;
  parents = load<u32>(ctl, control.PARENTS);
  mean = load<i32>(ctl, control.MEAN) !== 0;
  inputs = load<u32>(ctl, control.INPUTS);
  outputs = load<u32>(ctl, control.OUTPUTS);
  noiseThreshold = load<u32>(ctl, control.NOISE_THRESHOLD);
  noiseAlias = load<u32>(ctl, control.NOISE_ALIAS);
  vocabulary = load<u32>(ctl, control.VOCABULARY);
  keep = load<u32>(ctl, control.KEEP);
  threads = load<u32>(ctl, control.THREADS);
  fields = load<u32>(ctl, control.FIELDS);
  tokenFields = load<u32>(ctl, control.TOKEN_FIELDS);
}

/** Number of a token's j-th field. */
@inline
export function fieldOf(token: u32, j: u32): u32 {
  return load<u32>(tokenFields + ((token * fields + j) << 2));
}

/** Scratch is laid out in cache lines. */
@inline
export function roundUp(bytes: usize): usize {
  return (bytes + 63) & ~63;
}
