/**
 * Shape of the tail: it falls by a power, not exponentially. What one sees every day holds things that happen once, and a
 * tail that is fitted to them without a shape calls what is twice as far as they are a wonder; whichever kind of evidence
 * happened to see none then outweighs all others.
 */
const shape = 0.3;

/**
 * Where a number stands among those of the training. Ties count as not below, so that a value that most share stands
 * at 0.
 */
export class Calibration {
  private readonly sorted: Float64Array;
  /** Where the tail begins, the share of numbers above it, and how wide it is. */
  private readonly tail: { from: number; share: number; scale: number };

  /** Numbers that are NaN are left out. */
  constructor(values: ArrayLike<number>) {
    this.sorted = Float64Array.from(values)
      .filter(value => !Number.isNaN(value))
      .sort();
    const n = this.sorted.length;
    const from = this.sorted[Math.min(n - 1, Math.floor(0.99 * n))] ?? 0;
    const above = this.sorted.subarray(upperBound(this.sorted, from));
    const excess = above.reduce((sum, value) => sum + value - from, 0) / (above.length || 1);
    // The mean of a generalised Pareto distribution is its scale / (1 - its shape).
    const spread = from - (this.sorted[n >> 1] ?? 0);
    this.tail = {
      from,
      share: Math.max(above.length / (n || 1), 1 / (n + 1)),
      scale: (excess || spread || 1) * (1 - shape),
    };
  }

  get size(): number {
    return this.sorted.length;
  }

  /** Share of the training's numbers strictly below `value`, 0 to 1. */
  share(value: number): number {
    return this.size === 0 ? 0 : lowerBound(this.sorted, value) / this.size;
  }

  /** The least of the training; 0 where there was none. */
  get least(): number {
    return this.sorted[0] ?? 0;
  }

  /** Share below, in proportion between two numbers of the training: different values are never at one place. */
  private between(value: number): number {
    const above = lowerBound(this.sorted, value);
    const share = above / this.size;
    if (above === 0 || above === this.size || this.sorted[above] === value) return share;
    const [low, high] = [this.sorted[above - 1] as number, this.sorted[above] as number];
    const lowShare = this.share(low);
    // The quotient first: products of the smallest numbers are rounded so far that they pass what stands above.
    return lowShare + (share - lowShare) * ((value - low) / (high - low));
  }

  /** The number that this share of the training stays below, as far as it was seen; beyond, by the tail. */
  above(share: number): number {
    const n = this.size;
    const { from, share: tail, scale } = this.tail;
    if (n === 0) return 0;
    if (share < tail)
      return from + (scale * Math.expm1(shape * Math.log(tail / Math.max(share, Number.MIN_VALUE)))) / shape;
    return this.sorted[Math.min(n - 1, Math.ceil((1 - share) * n))] as number;
  }

  /**
   * -ln of the share of the training at or above `value`: 0 for the usual, 4.6 where one in a hundred stands. The last
   * hundredth is taken to be a generalised Pareto distribution (Pickands 1975, the tail over a threshold), so that order is
   * kept beyond all that was seen.
   */
  surprise(value: number): number {
    if (this.size === 0) return 0;
    const { from, share, scale } = this.tail;
    if (value > from) return Math.log1p((shape * (value - from)) / scale) / shape - Math.log(share);
    return 0 - Math.log(Math.max(1 - this.between(value), 1 / (this.size + 1)));
  }
}

/** How many numbers are below `value`. */
function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many numbers are not above `value`. */
function upperBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
