/**
 * What keeps large learning rates from diverging. Steps for many pairs at once are taken from where the vectors were
 * before any of them, so they add up, where word2vec's pairs, one after the other, come to rest.
 */

/**
 * Up to these, which the usual rates and windows of word2vec stay below, steps are short by themselves: nothing is
 * looked at.
 */
const STEEP_RATE: f32 = 0.05;
const STEEP_STEP: f32 = 2.5;

@inline
export function isSteep(rate: f32, pairs: f32): bool {
  return rate > STEEP_RATE || rate * pairs > STEEP_STEP;
}

/**
 * The rate, or what is safe: the loss of a row's pairs has a curvature of at most a quarter of the squared lengths of
 * the rows on the other side, and a step by the inverse of the curvature does not overshoot.
 */
@inline
export function safeRate(rate: f32, squares: f32): f32 {
  return min<f32>(rate, 4 / squares);
}

/** How much a pair's loss bends, of the most it can: where its error is small it comes to rest, and bends less. */
@inline
export function bendOf(error: v128): v128 {
  return f32x4.min(f32x4.mul(f32x4.splat(4), f32x4.abs(error)), f32x4.splat(1));
}
