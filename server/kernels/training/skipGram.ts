/**
 * Skip-gram (Mikolov et al. 2013) for one thread of a Hogwild training on shared memory, with negative sampling or
 * hierarchical softmax. A step is taken for several centres in a row: the union of their windows on one side, the
 * centres and the negatives that all of them share on the other (Ji et al. 2016, "Parallelizing Word2Vec in Shared and
 * Distributed Memory"; of several windows Rengasamy et al. 2017, "Optimizing Word2Vec Performance on Multicore
 * Systems"). That is three products of small matrices, and few rows from memory for each centre; the vectors of the
 * contexts stay in the first-level cache for a block of the sentence.
 *
 * Composed vectors (Bojanowski et al. 2017's subwords, with a flow's fields in place of character n-grams): a
 * token's vector is the mean of its fields' vectors, the centre is predicted by one of its fields drawn at
 * random, and a flow is a context of itself, so that fields which go together in flows are learned too.
 */
import { kept, layBlock, reachOfBlock, rows, slots } from './parts/block';
import { addTargets, products, sumRows } from '../base/blocks';
import { madd } from '../base/madd';
import { drawReach, trainChunks } from './parts/chunks';
import { addLoss, firstMeasured, layLoss, lossOf, nextMeasured } from './parts/loss';
import { fields, hierarchical, readSettings, roundUp, stride } from './parts/settings';
import { sigmoid4 } from './parts/sigmoid';
import { bendOf, safeRate } from './parts/steep';
import { CENTRES, contrast, drawShared, layShared } from './parts/sharedTargets';
import { blank, drawTargets, labels, layTargets, mostTargets, targetRows } from './parts/targets';
import { addScaled, copyRow, squared, sumOfLanes } from './parts/vectors';

// Scratch of this thread: for each slot its place in the list and one more (0: not listed); the list of context rows;
// for each of them how often it stands in each centre's window; pairs with targets, and their errors; of each target its
// squared length and how much the loss bends along it; of each context its rate; copies of the targets, and what they learn.
let places: usize, list: usize, counts: usize, pairs: usize, g: usize;
let lengths: usize, bends: usize, rates: usize, w: usize, d: usize;
const countsStride: usize = (CENTRES as usize) << 2;

function lay(scratch: usize, longest: i32): usize {
  const reach = (reachOfBlock() + 4) as usize;
  const targets = mostTargets(CENTRES) as usize;
  let at = layLoss(scratch);
  at = layTargets(at, CENTRES);
  at = layShared(at);
  places = at;
  at += roundUp(reach << 2);
  list = at;
  at += roundUp(reach << 2);
  counts = at;
  at += roundUp(reach * countsStride);
  pairs = at;
  at += roundUp(reach * (targets << 2));
  g = at;
  at += roundUp(reach * (targets << 2));
  lengths = at;
  at += roundUp(targets << 2);
  bends = at;
  at += roundUp(targets << 2);
  rates = at;
  at += roundUp(reach << 2);
  w = at;
  at += roundUp(targets * stride);
  d = at;
  at += roundUp(targets * stride);
  return layBlock(at, longest) - scratch;
}

/** Bytes of scratch a thread needs; `longest` is the longest sentence in tokens. */
export function scratchBytes(controlBlock: usize, longest: i32): usize {
  readSettings(controlBlock);
  return lay(0, longest);
}

/**
 * Trains chunks until the limit is reached or the training is cancelled. `scratch` is this thread's own, zeroed
 * before its first call. It starts with f64 loss and f64 measured pairs, which the trainer reads while threads run.
 */
export function train(controlBlock: usize, scratch: usize, longest: i32): void {
  readSettings(controlBlock);
  lay(scratch, longest);
  // The paths of centres through a tree have little in common but its top, which threads own anyway.
  trainChunks(trainCentres, hierarchical ? 1 : CENTRES);
}

/** One step of gradient descent for the pairs (context, centre) of some centres and the targets they share. */
function trainCentres(first: i32, last: i32, low: i32, high: i32, rate: f32): void {
  const count = listContexts(first, last, low, high);
  if (count === 0) return;
  const used = hierarchical ? drawTargets(load<u32>(kept + (first << 2))) : drawShared(first, last);
  const targets = (used + 3) & ~3;
  const gStride = (targets as usize) << 2;
  for (let t = 0; t < targets; t++)
    copyRow(w + (t as usize) * stride, load<u32>(targetRows + (t << 2)), stride);
  for (let r = 0; r < count; r++) {
    // From slots to addresses.
    const slot = load<u32>(list + (r << 2));
    store<u32>(places + (slot << 2), 0);
    store<u32>(list + (r << 2), rows + (slot as usize) * stride);
    const out = pairs + (r as usize) * gStride,
      inWindows = counts + (r as usize) * countsStride;
    if (hierarchical) alike(out, inWindows, used, targets);
    else contrast(out, inWindows, last - first, used, targets);
  }
  const padded = (count + 3) & ~3;
  for (let r = count; r < padded; r++) store<u32>(list + (r << 2), blank);
  memory.fill(pairs + (count as usize) * gStride, 0, ((padded - count) as usize) * gStride);
  products(padded, list, w, targets, g, stride, gStride);
  measureLoss(count, targets, gStride);
  errors(padded, gStride, rate);
  sumRows(padded, list, d, targets, g, stride, gStride);
  for (let t = 0; t < used; t++) {
    const row = load<u32>(targetRows + (t << 2)) as usize;
    addScaled(row, d + (t as usize) * stride, safeRate(rate, load<f32>(bends + (t << 2))), stride);
  }
  scaleRows(count, gStride);
  addTargets(padded, list, w, used, g, stride, gStride);
}

/** Lists the slots that the centres' windows hold, each once, and counts how often; how many they are. */
function listContexts(first: i32, last: i32, low: i32, high: i32): i32 {
  let count = 0;
  for (let centre = first; centre < last; centre++) {
    const reach = drawReach();
    const to = min(high, centre + reach + 1);
    for (let i = max(low, centre - reach); i < to; i++) {
      if (i === centre && fields === 0) continue;
      const slot = load<u32>(slots + ((i - low) << 2));
      let place = load<u32>(places + (slot << 2));
      if (place === 0) {
        store<u32>(list + (count << 2), slot);
        memory.fill(counts + (count as usize) * countsStride, 0, countsStride);
        place = ++count;
        store<u32>(places + (slot << 2), place);
      }
      const at = counts + ((place - 1) as usize) * countsStride + ((centre - first) << 2);
      store<f32>(at, load<f32>(at) + 1);
    }
  }
  return count;
}

/** The one centre's count for all its targets. */
@inline
function alike(out: usize, inWindows: usize, used: i32, targets: i32): void {
  const count = v128.load32_splat(inWindows);
  for (let t = 0; t < targets; t += 4) v128.store(out + (t << 2), count);
  for (let t = used; t < targets; t++) store<f32>(out + (t << 2), 0);
}

/** How often a context stands in all the windows. */
@inline
function totalOf(inWindows: usize): f32 {
  let sum = v128.load(inWindows);
  for (let c: usize = 16; c < countsStride; c += 16) sum = f32x4.add(sum, v128.load(inWindows + c));
  return sumOfLanes(sum);
}

/**
 * G = pairs · (label - σ(G)); and how much the loss bends along each context and each target, from which the rate of
 * either follows.
 */
function errors(padded: i32, gStride: usize, rate: f32): void {
  for (let t: usize = 0; t < gStride; t += 4) {
    store<f32>(lengths + t, squared(w + (t >> 2) * stride, stride));
    store<f32>(bends + t, 0);
  }
  for (let r = 0; r < padded; r++) {
    const row = g + (r as usize) * gStride,
      times = pairs + (r as usize) * gStride;
    const length = f32x4.splat(squared(load<u32>(list + (r << 2)) as usize, stride));
    let sum = f32x4.splat(0);
    for (let t: usize = 0; t < gStride; t += 16) {
      const met = v128.load(times + t);
      const error = f32x4.sub(v128.load(labels + t), sigmoid4(v128.load(row + t)));
      const bend = f32x4.mul(met, bendOf(error));
      v128.store(row + t, f32x4.mul(met, error));
      v128.store(bends + t, madd(bend, length, v128.load(bends + t)));
      sum = madd(bend, v128.load(lengths + t), sum);
    }
    store<f32>(rates + (r << 2), safeRate(rate, sumOfLanes(sum)));
  }
}

/** Each row of G times the rate of its context. */
function scaleRows(count: i32, gStride: usize): void {
  for (let r = 0; r < count; r++) {
    const row = g + (r as usize) * gStride;
    const scale = v128.load32_splat(rates + (r << 2));
    for (let t: usize = 0; t < gStride; t += 16) v128.store(row + t, f32x4.mul(scale, v128.load(row + t)));
  }
}

/** Adds the loss of some contexts' pairs to the running one. */
function measureLoss(count: i32, targets: i32, gStride: usize): void {
  let loss: f64 = 0,
    met: f64 = 0;
  for (let r = firstMeasured(); r < count; r = nextMeasured(r)) {
    const at = (r as usize) * gStride;
    loss += lossOf(g + at, labels, pairs + at, targets);
    met += totalOf(counts + (r as usize) * countsStride) as f64;
  }
  addLoss(loss, met);
}
