/**
 * The targets of several centres in a row: what each of them is, once where several are the same, and negatives that
 * all of them share, once where one is drawn again. Which context is contrasted with which target how often is a
 * matrix of its own.
 */
import { kept } from './block';
import { negative, outputs, roundUp, stride } from './settings';
import { drawNoise, pad, put, unitOf } from './targets';

/** Centres that share their negatives. Of eight, neighbours agree less in label where a capture is small. */
export const CENTRES: i32 = 4;

/** Targets that are centres; the others are negatives. */
let own: i32 = 0;
// u32 column of each centre; u32 unit of each column; f32 how often a negative was drawn; i32 the centre's column that
// a negative hits, or -1.
let columns: usize = 0, units: usize = 0, draws: usize = 0, hits: usize = 0;

/** Takes scratch from `at` on; the first free address. */
export function layShared(at: usize): usize {
  const bytes = roundUp(((CENTRES + negative) as usize) << 2);
  columns = at; at += bytes;
  units = at; at += bytes;
  draws = at; at += bytes;
  hits = at; at += bytes;
  return at;
}

/** Lists the targets of the centres at kept positions first..last, padded to a multiple of four; how many they are. */
export function drawShared(first: i32, last: i32): i32 {
  own = 0;
  for (let i = first; i < last; i++) {
    const unit = unitOf(load<u32>(kept + (i << 2)));
    let column = find(unit, 0, own);
    if (column < 0) {
      column = own++;
      add(column, unit, 1);
    }
    store<u32>(columns + ((i - first) << 2), column);
  }
  let used = own;
  for (let k = 0; k < negative; k++) {
    const unit = drawNoise();
    const column = find(unit, own, used);
    if (column >= 0) {
      store<f32>(draws + (column << 2), load<f32>(draws + (column << 2)) + 1);
      continue;
    }
    store<i32>(hits + (used << 2), find(unit, 0, own));
    store<f32>(draws + (used << 2), 1);
    add(used++, unit, 0);
  }
  pad(used);
  return used;
}

/**
 * How often one context is contrasted with each target, `targets` f32: with a centre as often as it stands in that
 * centre's window (`counts`: f32 for each of CENTRES), with a negative as often as in all windows together; a negative that hits a
 * centre is dropped for it, as in gensim.
 */
@inline
export function contrast(out: usize, counts: usize, centres: i32, used: i32, targets: i32): void {
  for (let t = 0; t < targets; t += 4) v128.store(out + (t << 2), f32x4.splat(0));
  let pairs: f32 = 0;
  for (let c = 0; c < centres; c++) {
    const count = load<f32>(counts + (c << 2));
    const at = out + (load<u32>(columns + (c << 2)) << 2);
    store<f32>(at, load<f32>(at) + count);
    pairs += count;
  }
  for (let t = own; t < used; t++) {
    const hit = load<i32>(hits + (t << 2));
    const met = hit < 0 ? pairs : pairs - load<f32>(out + (hit << 2));
    store<f32>(out + (t << 2), met * load<f32>(draws + (t << 2)));
  }
}

/** The column of a unit between two columns, or -1. */
@inline
function find(unit: u32, from: i32, to: i32): i32 {
  for (let t = from; t < to; t++) if (load<u32>(units + (t << 2)) === unit) return t;
  return -1;
}

@inline
function add(column: i32, unit: u32, label: f32): void {
  store<u32>(units + (column << 2), unit);
  put(column, outputs + (unit as usize) * stride, label);
}
