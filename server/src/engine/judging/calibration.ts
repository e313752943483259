/**
 * Where a number stands among those of the training flows. Ties count as not below, so that a value that most
 * flows share stands at 0.
 */
export class Calibration {
  private readonly sorted: Float64Array;
  /** What the tail is measured in: how far the largest stands above the last hundredth, or above the middle. */
  private readonly unit: number;

  /** Numbers that are NaN are left out. */
  constructor(values: ArrayLike<number>) {
    this.sorted = Float64Array.from(values)
      .filter(value => !Number.isNaN(value))
      .sort();
    const most = this.quantile(1);
    this.unit = [0.99, 0.9, 0.5, 0].map(q => most - this.quantile(q)).find(d => d > 0) ?? 1;
  }

  get size(): number {
    return this.sorted.length;
  }

  /** Share of the training flows strictly below `value`, 0 to 1. */
  share(value: number): number {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return this.sorted.length === 0 ? 0 : low / this.sorted.length;
  }

  /**
   * -ln of the share of training flows at or above `value`: 0 for the usual, 4.6 where one in a hundred stands.
   * Above the largest of them it goes on as an exponential tail would, so that order is kept there too.
   */
  surprise(value: number): number {
    const n = this.sorted.length;
    if (n === 0) return 0;
    const share = this.share(value);
    const beyond = share === 1 ? (value - this.quantile(1)) / this.unit : 0;
    return -Math.log(Math.max(1 - share, 1 / (n + 1))) + beyond;
  }

  private quantile(q: number): number {
    return this.sorted[Math.round(q * (this.sorted.length - 1))] ?? 0;
  }
}
