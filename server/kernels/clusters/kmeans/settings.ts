/** What the control block says, read once by each thread. */
import * as control from './control';

export let ctl: usize = 0;
export let points: u32 = 0;
export let stride: usize = 0;
export let head: usize = 0;
export let headBytes: usize = 0;
export let directions: u32 = 0;
export let spherical: bool = false;
export let rows: usize = 0;
export let panels: usize = 0;
export let norms: usize = 0;
export let own: usize = 0;
export let nearest: usize = 0;
export let lower: usize = 0;
export let centres: usize = 0;
export let scratch: usize = 0;

/** Share of a squared norm that rounding may add to a product of heads: a bound stays a bound. */
export let slack: f32 = 0;

export function readSettings(block: usize, thread: u32): void {
  ctl = block;
  points = table(control.POINTS) as u32;
  stride = table(control.STRIDE);
  head = table(control.HEAD);
  headBytes = head << 2;
  directions = table(control.DIRECTIONS) as u32;
  spherical = table(control.SPHERICAL) !== 0;
  rows = table(control.ROWS);
  panels = table(control.PANELS);
  norms = table(control.NORMS);
  own = table(control.OWN);
  nearest = table(control.NEAREST);
  lower = table(control.LOWER);
  centres = table(control.CENTRES);
  scratch = table(control.SCRATCH) + (thread as usize) * table(control.SCRATCH_BYTES);
  slack = ((head + 8) as f32) * 1.2e-7;
}

/** A u32 of the control block: a number, or where a table stands. */
@inline
export function table(field: usize): usize {
  return load<u32>(ctl + field) as usize;
}

@inline
export function rowOf(point: u32): usize {
  return rows + (point as usize) * stride;
}

@inline
export function centreOf(cluster: u32): usize {
  return centres + (cluster as usize) * stride;
}
