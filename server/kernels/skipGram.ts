/**
 * Skip-gram with negative sampling (Mikolov et al. 2013) for one thread of a Hogwild training on shared
 * memory. The negatives of a centre are shared by all its contexts (Ji et al. 2016, "Parallelizing Word2Vec
 * in Shared and Distributed Memory"), which turns vector work into small matrix products; the vectors of
 * the contexts stay in the first-level cache while the window slides over a block of the sentence
 * (Randall et al. 2021, "FULL-W2V").
 *
 * Composed vectors (Bojanowski et al. 2017's subwords, with a flow's fields in place of character n-grams): a
 * token's vector is the mean of its fields' vectors, the centre is predicted by one of its fields drawn at
 * random, and a flow is a context of itself, so that fields which go together in flows are learned too.
 */
import { addTargets, products, sumRows } from './shared/blocks';
import * as control from './shared/control';
import { random32, randomBelow, seedRandom } from './shared/random';
import { sigmoid4 } from './shared/sigmoid';
import { addChange, addRow, copyRow, meanRow } from './shared/vectors';

/** Centres trained between two visits to shared memory. */
const BLOCK: i32 = 64;
/** The loss is measured at one centre in so many: a logarithm for each pair would cost more than the pair. */
const LOSS_EVERY: u32 = 32;

let ctl: usize, stride: usize, window: i32, shrink: bool, negative: i32;
let inputs: usize, outputs: usize, noiseThreshold: usize, noiseAlias: usize, vocabulary: u32, keep: usize;
let fields: u32, tokenFields: usize;
// Scratch of this thread.
let lossAt: usize, kept: usize, slots: usize, hash: usize, hashMask: u32, slotTokens: usize, weights: usize;
let list: usize, listWeights: usize, blank: usize, rows: usize, before: usize, targetTokens: usize, w: usize, d: usize, g: usize;
let targets: i32, gStride: usize, centres: u32;

@inline
function roundUp(bytes: usize): usize {
  return (bytes + 63) & ~63;
}

function lay(scratch: usize, longest: i32): usize {
  const reach = BLOCK + 2 * window;
  let hashSize = 64;
  while (hashSize < 2 * reach) hashSize <<= 1;
  hashMask = hashSize - 1;
  targets = (1 + negative + 3) & ~3;
  gStride = (targets as usize) << 2;
  let at = scratch;
  lossAt = at; at += 64;
  kept = at; at += roundUp((longest as usize) << 2);
  slots = at; at += roundUp((reach as usize) << 2);
  hash = at; at += roundUp((hashSize as usize) << 2);
  slotTokens = at; at += roundUp((reach as usize) << 2);
  weights = at; at += roundUp((reach as usize) << 2);
  list = at; at += roundUp(((reach + 4) as usize) << 2);
  listWeights = at; at += roundUp(((reach + 4) as usize) << 2);
  targetTokens = at; at += roundUp(gStride);
  g = at; at += roundUp(((reach + 4) as usize) * gStride);
  blank = at; at += roundUp(stride);
  w = at; at += roundUp((targets as usize) * stride);
  d = at; at += roundUp((targets as usize) * stride);
  rows = at; at += roundUp((reach as usize) * stride);
  before = at; at += roundUp((reach as usize) * stride);
  return at - scratch;
}

function read(controlBlock: usize): void {
  ctl = controlBlock;
  stride = load<u32>(ctl, control.STRIDE);
  window = load<i32>(ctl, control.WINDOW);
  shrink = load<i32>(ctl, control.SHRINK) !== 0;
  negative = load<i32>(ctl, control.NEGATIVE);
  inputs = load<u32>(ctl, control.INPUTS);
  outputs = load<u32>(ctl, control.OUTPUTS);
  noiseThreshold = load<u32>(ctl, control.NOISE_THRESHOLD);
  noiseAlias = load<u32>(ctl, control.NOISE_ALIAS);
  vocabulary = load<u32>(ctl, control.VOCABULARY);
  keep = load<u32>(ctl, control.KEEP);
  fields = load<u32>(ctl, control.FIELDS);
  tokenFields = load<u32>(ctl, control.TOKEN_FIELDS);
}

/** Bytes of scratch a thread needs; `longest` is the longest sentence in tokens. */
export function scratchBytes(controlBlock: usize, longest: i32): usize {
  read(controlBlock);
  return lay(0, longest);
}

/**
 * Trains chunks until none is left or the training is cancelled. `scratch` is this thread's own, zeroed.
 * Scratch starts with f64 loss and f64 measured pairs, which the trainer reads while threads run.
 */
export function train(controlBlock: usize, scratch: usize, longest: i32): void {
  read(controlBlock);
  lay(scratch, longest);
  const chunks = load<u32>(ctl, control.CHUNKS);
  const perEpoch = load<u32>(ctl, control.CHUNKS_PER_EPOCH);
  const table = load<u32>(ctl, control.CHUNK_TABLE) as usize;
  const sentences = load<u32>(ctl, control.SENTENCES) as usize;
  const corpus = load<u32>(ctl, control.CORPUS) as usize;
  const alpha = load<f32>(ctl, control.ALPHA), minAlpha = load<f32>(ctl, control.MIN_ALPHA);
  const seed = load<u32>(ctl, control.SEED);
  while (true) {
    const chunk = atomic.add<u32>(ctl + control.CURSOR, 1);
    if (chunk >= chunks) return;
    seedRandom(seed, chunk);
    // The rate follows the chunk, not the clock, so that one thread gives the same bytes each time.
    const progress = (chunk as f32) / (chunks as f32);
    const rate = max<f32>(minAlpha, alpha - (alpha - minAlpha) * progress);
    const inEpoch = chunk % perEpoch;
    const last = load<u32>(table + (inEpoch << 2), 4);
    for (let s = load<u32>(table + (inEpoch << 2)); s < last; s++) {
      const from = load<u32>(sentences + (s << 2)), to = load<u32>(sentences + (s << 2), 4);
      if (!trainSentence(corpus + (from << 2), to - from, rate)) return;
      atomic.add<u32>(ctl + control.DONE, to - from);
    }
  }
}

/** False when the training was cancelled. */
function trainSentence(tokens: usize, length: i32, rate: f32): bool {
  let n = 0;
  for (let i = 0; i < length; i++) {
    const token = load<u32>(tokens + (i << 2));
    // Tokens that subsampling drops are gone before windows are laid, as in gensim.
    if (keep !== 0 && load<u32>(keep + (token << 2)) < random32()) continue;
    store<u32>(kept + (n++ << 2), token);
  }
  for (let first = 0; first < n; first += BLOCK) {
    if (atomic.load<i32>(ctl + control.CANCEL) !== 0) return false;
    const end = min(n, first + BLOCK);
    const low = max(0, first - window), high = min(n, end + window);
    const used = fetch(low, high);
    for (let i = first; i < end; i++) {
      const reach = shrink ? window - (randomBelow(window) as i32) : window;
      trainCentre(i, max(low, i - reach), min(high, i + reach + 1), low, rate);
    }
    for (let slot = 0; slot < used; slot++) giveBack(slot);
  }
  return true;
}

/** Adds what was learned about a slot's token to shared memory: to its row, or in shares to its fields' rows. */
function giveBack(slot: usize): void {
  const token = load<u32>(slotTokens + (slot << 2));
  const now = rows + slot * stride, then = before + slot * stride;
  if (fields === 0) {
    addChange(inputs + (token as usize) * stride, now, then, 1, stride);
    return;
  }
  const share: f32 = 1 / (fields as f32);
  for (let j: u32 = 0; j < fields; j++) {
    addChange(inputs + (fieldOf(token, j) as usize) * stride, now, then, share, stride);
  }
}

@inline
function fieldOf(token: u32, j: u32): u32 {
  return load<u32>(tokenFields + ((token * fields + j) << 2));
}

/** Copies the vectors of the tokens at kept positions low..high, each token once; the number of them. */
function fetch(low: i32, high: i32): i32 {
  memory.fill(hash, 0, ((hashMask + 1) as usize) << 2);
  let used = 0;
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
      store<f32>(weights + (slot << 2), 0);
    }
    store<u32>(slots + ((i - low) << 2), slot);
  }
  return used;
}

/** One step of gradient descent for the pairs (context, centre) and the negatives they share. */
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
  const token = load<u32>(kept + (centre << 2));
  const used = drawTargets(fields === 0 ? token : fieldOf(token, randomBelow(fields)));
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
  if (centres++ % LOSS_EVERY === 0) measureLoss(count, used, pairs);
  errors(padded, used, rate);
  sumRows(padded, list, d, targets, g, stride, gStride);
  addTargets(padded, list, w, used, g, stride, gStride);
  for (let t = 0; t < used; t++) {
    addRow(outputs + (load<u32>(targetTokens + (t << 2)) as usize) * stride, d + (t as usize) * stride, stride);
  }
}

/** The centre (or its field), then negatives; a negative that hits the centre is dropped, as in gensim. */
function drawTargets(centre: u32): i32 {
  store<u32>(targetTokens, centre);
  copyRow(w, outputs + (centre as usize) * stride, stride);
  let used = 1;
  for (let k = 0; k < negative; k++) {
    const column = randomBelow(vocabulary);
    const token = random32() < load<u32>(noiseThreshold + (column << 2)) ? column : load<u32>(noiseAlias + (column << 2));
    if (token === centre) continue;
    store<u32>(targetTokens + (used << 2), token);
    copyRow(w + (used as usize) * stride, outputs + (token as usize) * stride, stride);
    used++;
  }
  for (let t = used; t < targets; t++) memory.fill(w + (t as usize) * stride, 0, stride);
  return used;
}

/** G = rate · weight · (label - σ(G)); zero in columns that hold no target. */
function errors(padded: i32, used: i32, rate: f32): void {
  for (let r = 0; r < padded; r++) {
    const row = g + (r as usize) * gStride;
    const factor = f32x4.splat(-rate * load<f32>(listWeights + (r << 2)));
    for (let t: usize = 0; t < gStride; t += 16) {
      v128.store(row + t, f32x4.mul(factor, sigmoid4(v128.load(row + t))));
    }
    store<f32>(row, load<f32>(row) + rate * load<f32>(listWeights + (r << 2)));
    for (let t = used; t < targets; t++) store<f32>(row + (t << 2), 0);
  }
}

/** Adds -ln σ(positive) - Σ ln σ(-negative) of this centre's pairs to the running loss. */
function measureLoss(count: i32, used: i32, pairs: f32): void {
  let loss: f64 = 0;
  for (let r = 0; r < count; r++) {
    const row = g + (r as usize) * gStride;
    let sum: f64 = softplus(-load<f32>(row));
    for (let t = 1; t < used; t++) sum += softplus(load<f32>(row + (t << 2)));
    loss += sum * (load<f32>(listWeights + (r << 2)) as f64);
  }
  store<f64>(lossAt, load<f64>(lossAt) + loss);
  store<f64>(lossAt, load<f64>(lossAt, 8) + (pairs as f64), 8);
}

/** ln(1 + e^x). */
@inline
function softplus(x: f32): f64 {
  return x > 20 ? (x as f64) : Math.log(1 + Math.exp(x as f64));
}
