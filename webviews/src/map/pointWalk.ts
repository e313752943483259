/** Going through points one by one, by keys. */
export class PointWalk {
  #at: number | undefined;

  /** The point that the keyboard is on. */
  get at(): number | undefined {
    return this.#at;
  }

  /** Goes to a point, or nowhere. */
  go(point: number | undefined): void {
    this.#at = point;
  }

  /** Goes to the next point or the one before, from nowhere to the first or last; to nowhere beyond either end. */
  step(stops: ArrayLike<number>, by: 1 | -1): number | undefined {
    const at = this.#at === undefined ? -1 : Array.prototype.indexOf.call(stops, this.#at);
    const start = by > 0 ? 0 : stops.length - 1;
    this.#at = stops[at < 0 ? start : at + by];
    return this.#at;
  }

  end(stops: ArrayLike<number>, which: 'first' | 'last'): number | undefined {
    if (stops.length > 0) this.#at = stops[which === 'first' ? 0 : stops.length - 1];
    return this.#at;
  }
}
