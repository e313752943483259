/** The control block of a t-SNE, as a thread has opened it. */
import { CANCEL, N, K, DIMENSIONS, THREADS, SCRATCH, SCRATCH_BYTES, NOTES, SHARES } from './tsneControl';

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
