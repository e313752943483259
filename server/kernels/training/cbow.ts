/**
 * Continuous bag of words (Mikolov et al. 2013) for one thread of a Hogwild training on shared memory, with negative
 * sampling or hierarchical softmax: a centre is predicted from the mean or the sum of its contexts, one step for
 * each centre. As in gensim, every context takes the whole gradient of the mean, and an equal share of the sum's.
 *
 * Composed vectors are those of skipGram.ts: the same contexts, the same target.
 */
import { kept, layBlock, reachOfBlock, rows, slots } from './parts/block';
import { drawReach, trainChunks } from './parts/chunks';
import { addLoss, isMeasured, layLoss, lossOf } from './parts/loss';
import { addToRows, rowProducts, stepTargets, sumOfRows } from './parts/rowBlocks';
import { fields, mean, readSettings, roundUp, stride, vocabulary } from './parts/settings';
import { sigmoid4 } from './parts/sigmoid';
import { isSteep, safeRate } from './parts/steep';
import { squared } from './parts/vectors';
import { drawTargets, labels, layTargets, mostTargets, shareNegatives, targetRows } from './parts/targets';

/** As in gensim, nothing is learned from larger products: those of sums would grow on and on. */
const LARGEST: f32 = 6;
/**
 * Centres that share their negatives, where the output rows are too many for a core's cache: then fetching them is
 * most of the work. Of few tokens, negatives of one's own teach more.
 */
const SHARERS: i32 = 8;
const CACHED: usize = 4 << 20;

// Scratch of this thread: addresses of context rows, the bag of them and its gradient, products with targets, how often each counts.
let list: usize, bag: usize, gradient: usize, g: usize, once: usize;

function lay(scratch: usize, longest: i32): usize {
  let at = layLoss(scratch);
  at = layTargets(at, 1);
  list = at;
  at += roundUp((reachOfBlock() as usize) << 2);
  g = at;
  at += roundUp((mostTargets(1) as usize) << 2);
  once = at;
  at += roundUp((mostTargets(1) as usize) << 2);
  bag = at;
  at += roundUp(stride);
  gradient = at;
  at += roundUp(stride);
  return layBlock(at, longest) - scratch;
}

/** Bytes of scratch a thread needs; `longest` is the longest sentence in tokens. */
export function scratchBytes(controlBlock: usize, longest: i32): usize {
  readSettings(controlBlock);
  return lay(0, longest);
}

/** As skipGram.ts: chunks until the limit, `scratch` zeroed before the first call and beginning with the loss. */
export function train(controlBlock: usize, scratch: usize, longest: i32): void {
  readSettings(controlBlock);
  lay(scratch, longest);
  shareNegatives((vocabulary as usize) * stride > CACHED ? SHARERS : 1);
  trainChunks(trainCentre, 1);
}

/** One step of gradient descent for the bag of contexts and the centre's targets. */
function trainCentre(centre: i32, _: i32, low: i32, high: i32, rate: f32): void {
  const reach = drawReach();
  const from = max(low, centre - reach),
    to = min(high, centre + reach + 1);
  let count: usize = 0;
  for (let i = from; i < to; i++) {
    if (i === centre && fields === 0) continue;
    const slot = load<u32>(slots + ((i - low) << 2));
    store<u32>(list + (count++ << 2), rows + (slot as usize) * stride);
  }
  if (count === 0) return;
  const used = drawTargets(load<u32>(kept + (centre << 2)));
  const share: f32 = 1 / (count as f32);
  sumOfRows(bag, list, count, mean ? share : 1, stride);
  rowProducts(bag, targetRows, (used + 3) & ~3, g, stride);
  if (isMeasured()) {
    for (let t = 0; t < mostTargets(1); t++) store<f32>(once + (t << 2), t < used ? 1 : 0);
    addLoss(lossOf(g, labels, once, (used + 3) & ~3), 1);
  }
  const rates = f32x4.splat(isSteep(rate, used as f32) ? limited(rate, used) : rate);
  for (let t = 0; t < used; t += 4) {
    const x = v128.load(g + (t << 2));
    const error = f32x4.sub(v128.load(labels + (t << 2)), sigmoid4(x));
    v128.store(g + (t << 2), v128.and(f32x4.mul(rates, error), f32x4.lt(f32x4.abs(x), f32x4.splat(LARGEST))));
  }
  stepTargets(gradient, bag, targetRows, used, g, mean ? 1 : share, stride);
  addToRows(list, count, gradient, stride);
}

/** The rate that neither the bag nor the targets overshoot by. */
function limited(rate: f32, used: i32): f32 {
  let targets: f32 = 0;
  for (let t = 0; t < used; t++) targets += squared(load<u32>(targetRows + (t << 2)) as usize, stride);
  return safeRate(rate, max<f32>(squared(bag, stride), targets));
}
