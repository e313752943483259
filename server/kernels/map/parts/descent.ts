/** Gradient descent with momentum and a gain for each coordinate (Jacobs 1988), as van der Maaten's t-SNE has it. */
import { GAINS, VELOCITY } from './tsneControl';
import { table } from './tsneState';

/** A point moves this far in a step at most: a few of them would else tear a map apart early on. */
const LONGEST: f32 = 5;
const LEAST_GAIN: f32 = 0.01;

/** Moves coordinate `c` (a number over all points) down `slope` and answers by how much, before `shorten`. */
@inline
export function velocityOf(c: usize, slope: f32, momentum: f32, rate: f32): f32 {
  const gains = table(GAINS) + (c << 2);
  const velocities = table(VELOCITY) + (c << 2);
  const velocity = load<f32>(velocities);
  let gain = load<f32>(gains);
  gain = slope * velocity < 0 ? gain + 0.2 : max(LEAST_GAIN, gain * 0.8);
  store<f32>(gains, gain);
  return momentum * velocity - rate * gain * slope;
}

/** What to multiply a step of that squared length with. */
@inline
export function shorten(square: f32): f32 {
  return square > LONGEST * LONGEST ? LONGEST / sqrt<f32>(square) : 1;
}

@inline
export function keepVelocity(c: usize, velocity: f32): void {
  store<f32>(table(VELOCITY) + (c << 2), velocity);
}

/** Velocities zero and gains one, for coordinates from..to. */
export function rest(from: usize, to: usize): void {
  memory.fill(table(VELOCITY) + (from << 2), 0, (to - from) << 2);
  for (let c = from; c < to; c++) store<f32>(table(GAINS) + (c << 2), 1);
}
