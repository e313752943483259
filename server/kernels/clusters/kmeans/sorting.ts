import * as control from './control';
import { table } from './settings';

const DIGIT: u32 = 11;
const BUCKETS: u32 = 1 << DIGIT;

/**
 * Sorts `count` u32 values by u32 keys, largest key first, values of equal keys in their order (radix sort, least
 * digit first). Keys below 2^bits. Both stand at the addresses given; the sorting table is used beside them.
 * The bits of positive floats order as the floats do.
 */
export function sortDescending(keys: usize, values: usize, count: u32, bits: u32, buckets: usize): void {
  let fromKeys = keys, fromValues = values;
  let toKeys = table(control.SORTING), toValues = toKeys + ((count as usize) << 2);
  for (let shift: u32 = 0; shift < bits; shift += DIGIT) {
    memory.fill(buckets, 0, BUCKETS << 2);
    for (let i: u32 = 0; i < count; i++) {
      const bucket = buckets + (digit(fromKeys, i, shift) << 2);
      store<u32>(bucket, load<u32>(bucket) + 1);
    }
    let at: u32 = 0;
    for (let b = BUCKETS; b-- > 0; ) {
      const here = load<u32>(buckets + (b << 2));
      store<u32>(buckets + (b << 2), at);
      at += here;
    }
    for (let i: u32 = 0; i < count; i++) {
      const bucket = buckets + (digit(fromKeys, i, shift) << 2);
      const to = load<u32>(bucket);
      store<u32>(bucket, to + 1);
      store<u32>(toKeys + (to << 2), load<u32>(fromKeys + (i << 2)));
      store<u32>(toValues + (to << 2), load<u32>(fromValues + (i << 2)));
    }
    const swapKeys = fromKeys, swapValues = fromValues;
    fromKeys = toKeys;
    fromValues = toValues;
    toKeys = swapKeys;
    toValues = swapValues;
  }
  if (fromKeys === keys) return;
  memory.copy(keys, fromKeys, (count as usize) << 2);
  memory.copy(values, fromValues, (count as usize) << 2);
}

/** Bytes of scratch that sorting wants for its buckets. */
export const SORTING_SCRATCH: usize = (BUCKETS as usize) << 2;

@inline
function digit(keys: usize, i: u32, shift: u32): usize {
  return ((load<u32>(keys + (i << 2)) >> shift) & (BUCKETS - 1)) as usize;
}
