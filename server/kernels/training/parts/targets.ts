/** What a centre is predicted as: itself against negatives, or the turns of its path through a Huffman tree. */
import { random32, randomBelow } from '../../base/random';
import {
  fieldOf, fields, hierarchical, negative, noiseAlias, noiseThreshold, outputs, parents, roundUp, stride, vocabulary,
} from './settings';
import { ownedRow, layOwned } from './ownedNodes';

/** A path of 64 turns needs counts that sum to Fibonacci's 66th number, above all flows there are. */
const LONGEST_PATH: i32 = 64;

/** u32 addresses of output rows, and f32 labels: 1, 0, and ½ for the padding, whose error is then zero. */
export let targetRows: usize = 0;
export let labels: usize = 0;
/** A row of zeros, which pads lists of rows. */
export let blank: usize = 0;

// Negatives that several centres share, and for how many more.
let pool: usize = 0;
let sharers: i32 = 1, left: i32 = 0;

/** Lets `count` centres in a row share their negatives: fewer rows are fetched, and those are met in the cache. */
export function shareNegatives(count: i32): void {
  sharers = count;
}

/** The next centre draws negatives of its own. */
export function forgetNegatives(): void {
  left = 0;
}

/** The most targets of some centres together, a multiple of four; a path through the tree stands alone. */
@inline
export function mostTargets(centres: i32): i32 {
  return hierarchical ? LONGEST_PATH : (centres + negative + 3) & ~3;
}

/** Takes scratch from `at` on for the targets of so many centres; the first free address. */
export function layTargets(at: usize, centres: i32): usize {
  const bytes = roundUp((mostTargets(centres) as usize) << 2);
  targetRows = at; at += bytes;
  labels = at; at += bytes;
  pool = at; at += bytes;
  blank = at; at += roundUp(stride);
  return hierarchical ? layOwned(at) : at;
}

/** Lists the targets of a token, padded to a multiple of four with blank ones; how many they are without the padding. */
export function drawTargets(token: u32): i32 {
  const centre = unitOf(token);
  const used = hierarchical ? path(centre) : drawNegatives(centre);
  pad(used);
  return used;
}

/** What is predicted of a token: itself, or one of its fields drawn at random. */
@inline
export function unitOf(token: u32): u32 {
  return fields === 0 ? token : fieldOf(token, randomBelow(fields));
}

/** A token or field drawn from the noise distribution. */
@inline
export function drawNoise(): u32 {
  const column = randomBelow(vocabulary);
  return random32() < load<u32>(noiseThreshold + (column << 2)) ? column : load<u32>(noiseAlias + (column << 2));
}

/** Fills the list of targets up to a multiple of four. */
@inline
export function pad(used: i32): void {
  const padded = (used + 3) & ~3;
  for (let t = used; t < padded; t++) put(t, blank, 0.5);
}

/** The centre, then negatives; a negative that hits the centre is dropped, as in gensim. */
@inline
function drawNegatives(centre: u32): i32 {
  if (left === 0) {
    left = sharers;
    for (let k = 0; k < negative; k++) store<u32>(pool + (k << 2), drawNoise());
  }
  left--;
  put(0, outputs + (centre as usize) * stride, 1);
  let used = 1;
  for (let k = 0; k < negative; k++) {
    const token = load<u32>(pool + (k << 2));
    if (token !== centre) put(used++, outputs + (token as usize) * stride, 0);
  }
  return used;
}

/** The inner nodes from the centre up to the root; the label is 1 at those where its path turns left. */
@inline
function path(centre: u32): i32 {
  const root = 2 * vocabulary - 2;
  let node = centre;
  let used = 0;
  while (node !== root) {
    const parent = load<u32>(parents + (node << 2));
    put(used++, ownedRow(parent >> 1), ((parent & 1) ^ 1) as f32);
    node = vocabulary + (parent >> 1);
  }
  return used;
}

@inline
export function put(t: i32, row: usize, label: f32): void {
  store<u32>(targetRows + (t << 2), row);
  store<f32>(labels + (t << 2), label);
}
