/**
 * Skip-gram (Mikolov et al. 2013) for one thread of a Hogwild training on shared memory, with negative sampling or
 * hierarchical softmax. The targets of a centre are shared by all its contexts (Ji et al. 2016, "Parallelizing
 * Word2Vec in Shared and Distributed Memory"), which turns vector work into small matrix products; the vectors of
 * the contexts stay in the first-level cache for a block of the sentence.
 *
 * Composed vectors (Bojanowski et al. 2017's subwords, with a flow's fields in place of character n-grams): a
 * token's vector is the mean of its fields' vectors, the centre is predicted by one of its fields drawn at
 * random, and a flow is a context of itself, so that fields which go together in flows are learned too.
 */
import { kept, layBlock, reachOfBlock, rows, slots } from './parts/block';
import { addTargets, products, sumRows } from '../base/blocks';
import { trainChunks } from './parts/chunks';
import { addLoss, isMeasured, layLoss, lossOf } from './parts/loss';
import { fields, readSettings, roundUp, stride } from './parts/settings';
import { sigmoid4 } from './parts/sigmoid';
import { isSteep, safeRate } from './parts/steep';
import { blank, drawTargets, labels, layTargets, mostTargets, targetRows } from './parts/targets';
import { addRow, copyRow, squared } from './parts/vectors';

// Scratch of this thread.
let weights: usize, list: usize, listWeights: usize, w: usize, d: usize, g: usize;

function lay(scratch: usize, longest: i32): usize {
  const reach = (reachOfBlock() + 4) as usize;
  const targets = mostTargets() as usize;
  let at = layLoss(scratch);
  at = layTargets(at);
  weights = at;
  at += roundUp(reach << 2);
  list = at;
  at += roundUp(reach << 2);
  listWeights = at;
  at += roundUp(reach << 2);
  g = at;
  at += roundUp(reach * (targets << 2));
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
  trainChunks(trainCentre);
}

/** One step of gradient descent for the pairs (context, centre) and the targets they share. */
function trainCentre(centre: i32, from: i32, to: i32, low: i32, rate: f32): void {
  // A token that stands at several positions is one row with that weight.
  let count = 0;
  for (let i = from; i < to; i++) {
    if (i === centre && fields === 0) continue;
    const slot = load<u32>(slots + ((i - low) << 2));
    const weight = load<f32>(weights + (slot << 2));
    if (weight === 0) store<u32>(list + (count++ << 2), slot);
    store<f32>(weights + (slot << 2), weight + 1);
  }
  if (count === 0) return;
  const used = drawTargets(load<u32>(kept + (centre << 2)));
  const targets = (used + 3) & ~3;
  const gStride = (targets as usize) << 2;
  for (let t = 0; t < targets; t++)
    copyRow(w + (t as usize) * stride, load<u32>(targetRows + (t << 2)), stride);
  // From slots to addresses; weights follow the list's order.
  let pairs: f32 = 0;
  for (let r = 0; r < count; r++) {
    const slot = load<u32>(list + (r << 2));
    const weight = load<f32>(weights + (slot << 2));
    pairs += weight;
    store<f32>(weights + (slot << 2), 0);
    store<f32>(listWeights + (r << 2), weight);
    store<u32>(list + (r << 2), rows + (slot as usize) * stride);
  }
  const padded = (count + 3) & ~3;
  for (let r = count; r < padded; r++) {
    store<f32>(listWeights + (r << 2), 0);
    store<u32>(list + (r << 2), blank);
  }
  products(padded, list, w, targets, g, stride, gStride);
  if (isMeasured()) measureLoss(count, used, pairs, gStride);
  errors(padded, gStride, isSteep(rate, max<f32>(pairs, used as f32)) ? limited(rate, count, used) : rate);
  sumRows(padded, list, d, targets, g, stride, gStride);
  addTargets(padded, list, w, used, g, stride, gStride);
  for (let t = 0; t < used; t++) {
    addRow(load<u32>(targetRows + (t << 2)) as usize, d + (t as usize) * stride, stride);
  }
}

/** The rate that neither the contexts' rows nor the targets' overshoot by. */
function limited(rate: f32, count: i32, used: i32): f32 {
  let contexts: f32 = 0, heaviest: f32 = 0, targets: f32 = 0;
  for (let r = 0; r < count; r++) {
    const weight = load<f32>(listWeights + (r << 2));
    contexts += weight * squared(load<u32>(list + (r << 2)) as usize, stride);
    heaviest = max(heaviest, weight);
  }
  for (let t = 0; t < used; t++) targets += squared(w + (t as usize) * stride, stride);
  return safeRate(rate, max<f32>(contexts, heaviest * targets));
}

/** G = rate · weight · (label - σ(G)); zero in columns that hold no target, for σ(0) is their label. */
function errors(padded: i32, gStride: usize, rate: f32): void {
  for (let r = 0; r < padded; r++) {
    const row = g + (r as usize) * gStride;
    const factor = f32x4.splat(rate * load<f32>(listWeights + (r << 2)));
    for (let t: usize = 0; t < gStride; t += 16) {
      const error = f32x4.sub(v128.load(labels + t), sigmoid4(v128.load(row + t)));
      v128.store(row + t, f32x4.mul(factor, error));
    }
  }
}

/** Adds the loss of this centre's pairs to the running one. */
function measureLoss(count: i32, used: i32, pairs: f32, gStride: usize): void {
  let loss: f64 = 0;
  for (let r = 0; r < count; r++) {
    loss += lossOf(g + (r as usize) * gStride, labels, used) * (load<f32>(listWeights + (r << 2)) as f64);
  }
  addLoss(loss, pairs as f64);
}
