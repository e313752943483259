/** The way through the corpus that all architectures share: chunks, sentences, blocks, centres. */
import { BLOCK, fetch, giveBack, kept } from './block';
import * as control from './control';
import { fetchOwned, giveBackOwned, visitWhenDue } from './ownedNodes';
import { random32, randomBelow, seedRandom } from '../../base/random';
import { ctl, hierarchical, keep, shrink, window } from './settings';
import { forgetNegatives } from './targets';

/** Trains the centres at kept positions first..last; low..high are the positions whose rows are fetched. */
export type Step = (first: i32, last: i32, low: i32, high: i32, rate: f32) => void;

/** Trains chunks, `centres` at a time, until the limit is reached or the training is cancelled. */
export function trainChunks(step: Step, centres: i32): void {
  if (hierarchical) fetchOwned();
  trainToLimit(step, centres);
  if (hierarchical) giveBackOwned();
}

/** How far the window of the next centre reaches to each side. */
@inline
export function drawReach(): i32 {
  return shrink ? window - (randomBelow(window) as i32) : window;
}

function trainToLimit(step: Step, centres: i32): void {
  const chunks = load<u32>(ctl, control.CHUNKS);
  const limit = load<u32>(ctl, control.LIMIT);
  const perEpoch = load<u32>(ctl, control.CHUNKS_PER_EPOCH);
  const table = load<u32>(ctl, control.CHUNK_TABLE) as usize;
  const sentences = load<u32>(ctl, control.SENTENCES) as usize;
  const corpus = load<u32>(ctl, control.CORPUS) as usize;
  const alpha = load<f32>(ctl, control.ALPHA),
    minAlpha = load<f32>(ctl, control.MIN_ALPHA);
  const seed = load<u32>(ctl, control.SEED);
  while (true) {
    const chunk = atomic.add<u32>(ctl + control.CURSOR, 1);
    if (chunk >= limit) return;
    seedRandom(seed, chunk);
    forgetNegatives();
    // The rate follows the chunk, not the clock, so that one thread gives the same bytes each time.
    const progress = (chunk as f32) / (chunks as f32);
    const rate = max<f32>(minAlpha, alpha - (alpha - minAlpha) * progress);
    const inEpoch = chunk % perEpoch;
    const last = load<u32>(table + (inEpoch << 2), 4);
    for (let s = load<u32>(table + (inEpoch << 2)); s < last; s++) {
      const from = load<u32>(sentences + (s << 2)),
        to = load<u32>(sentences + (s << 2), 4);
      if (!trainSentence(corpus + (from << 2), to - from, rate, step, centres)) return;
      atomic.add<u32>(ctl + control.DONE, to - from);
    }
  }
}

/** False when the training was cancelled. */
function trainSentence(tokens: usize, length: i32, rate: f32, step: Step, centres: i32): bool {
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
    const low = max(0, first - window),
      high = min(n, end + window);
    fetch(low, high);
    for (let i = first; i < end; i += centres) step(i, min(end, i + centres), low, high, rate);
    giveBack();
    if (hierarchical) visitWhenDue(end - first);
  }
  return true;
}
