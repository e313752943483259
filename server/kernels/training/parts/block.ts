/**
 * The rows of a block of centres and of their contexts, kept in this thread's cache while the window slides over
 * the block (Randall et al. 2021, "FULL-W2V"), each token once.
 */
import { fieldOf, fields, inputs, roundUp, stride, tokenFields, window } from './settings';
import { addChange, copyRow, meanRow } from './vectors';

/** Centres trained between two visits to shared memory. */
export const BLOCK: i32 = 64;

/** u32 tokens of the sentence that subsampling kept. */
export let kept: usize = 0;
/** u32 row of `rows` for each position of the block's reach, and the token of each row. */
export let slots: usize = 0;
export let slotTokens: usize = 0;
/** f32 rows as they are now. */
export let rows: usize = 0;
let before: usize = 0, hash: usize = 0, hashMask: u32 = 0, used: i32 = 0;

/** Positions that the windows of a block reach. */
@inline
export function reachOfBlock(): i32 {
  return BLOCK + 2 * window;
}

/** Takes scratch from `at` on for sentences of `longest` tokens; the first free address. */
export function layBlock(at: usize, longest: i32): usize {
  const reach = reachOfBlock() as usize;
  let hashSize: usize = 64;
  while (hashSize < 2 * reach) hashSize <<= 1;
  hashMask = (hashSize - 1) as u32;
  kept = at; at += roundUp((longest as usize) << 2);
  slots = at; at += roundUp(reach << 2);
  hash = at; at += roundUp(hashSize << 2);
  slotTokens = at; at += roundUp(reach << 2);
  rows = at; at += roundUp(reach * stride);
  before = at; at += roundUp(reach * stride);
  return at;
}

/** Copies the vectors of the tokens at kept positions low..high, each token once. */
export function fetch(low: i32, high: i32): void {
  memory.fill(hash, 0, ((hashMask + 1) as usize) << 2);
  used = 0;
  for (let i = low; i < high; i++) {
    const token = load<u32>(kept + (i << 2));
    let h = ((token * 2654435769) >> 12) & hashMask;
    let slot = -1;
    while (true) {
      const entry = load<u32>(hash + (h << 2)) as i32;
      if (entry === 0) break;
      if (load<u32>(slotTokens + ((entry - 1) << 2)) === token) { slot = entry - 1; break; }
      h = (h + 1) & hashMask;
    }
    if (slot < 0) {
      slot = used++;
      store<u32>(hash + (h << 2), used);
      store<u32>(slotTokens + (slot << 2), token);
      const local = (slot as usize) * stride;
      if (fields === 0) copyRow(rows + local, inputs + (token as usize) * stride, stride);
      else meanRow(rows + local, inputs, tokenFields + ((token * fields) << 2), fields, stride);
      copyRow(before + local, rows + local, stride);
    }
    store<u32>(slots + ((i - low) << 2), slot);
  }
}

/** Adds what was learned about each token to shared memory: to its row, or in shares to its fields' rows. */
export function giveBack(): void {
  for (let slot = 0; slot < used; slot++) {
    const token = load<u32>(slotTokens + (slot << 2));
    const now = rows + (slot as usize) * stride, then = before + (slot as usize) * stride;
    if (fields === 0) {
      addChange(inputs + (token as usize) * stride, now, then, 1, stride);
      continue;
    }
    const share: f32 = 1 / (fields as f32);
    for (let j: u32 = 0; j < fields; j++) {
      addChange(inputs + (fieldOf(token, j) as usize) * stride, now, then, share, stride);
    }
  }
}
