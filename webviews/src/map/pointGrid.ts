import type { Bounds } from './camera';

/** Points by place, so that those near the pointer are found without looking at all. */
export class PointGrid {
  readonly #x: Float32Array;
  readonly #y: Float32Array;
  readonly #left: number;
  readonly #bottom: number;
  readonly #cell: number;
  readonly #columns: number;
  readonly #rows: number;
  /** Points in order of their cells; cell c holds those from `#starts[c]` to `#starts[c + 1]`. */
  readonly #order: Uint32Array;
  readonly #starts: Uint32Array;
  readonly bounds: Bounds;

  constructor(x: Float32Array, y: Float32Array, perCell = 4) {
    const points = x.length;
    this.#x = x;
    this.#y = y;
    const bounds = boundsOfPoints(x, y);
    this.bounds = bounds;
    const [width, height] = [bounds.right - bounds.left || 1, bounds.top - bounds.bottom || 1];
    const cells = Math.max(1, points / perCell);
    // Long thin layouts may not have more than a few cells across for so many along.
    this.#cell = Math.max(Math.sqrt((width * height) / cells), Math.max(width, height) / (cells + 1));
    this.#left = bounds.left;
    this.#bottom = bounds.bottom;
    this.#columns = Math.floor(width / this.#cell) + 1;
    this.#rows = Math.floor(height / this.#cell) + 1;
    this.#starts = new Uint32Array(this.#columns * this.#rows + 1);
    this.#order = new Uint32Array(points);
    const cellOf = new Uint32Array(points);
    for (let i = 0; i < points; i++) {
      const cell = this.#row(y[i] as number) * this.#columns + this.#column(x[i] as number);
      cellOf[i] = cell;
      this.#starts[cell + 1] = (this.#starts[cell + 1] as number) + 1;
    }
    for (let c = 1; c < this.#starts.length; c++)
      this.#starts[c] = (this.#starts[c] as number) + (this.#starts[c - 1] as number);
    const next = this.#starts.slice();
    for (let i = 0; i < points; i++) {
      const at = next[cellOf[i] as number] as number;
      this.#order[at] = i;
      next[cellOf[i] as number] = at + 1;
    }
  }

  /** The nearest point that passes, not farther than `radius`; undefined for none. */
  nearest(x: number, y: number, radius: number, passes: (point: number) => boolean): number | undefined {
    let found: number | undefined;
    let least = radius * radius;
    this.within({ left: x - radius, right: x + radius, bottom: y - radius, top: y + radius }, point => {
      const [dx, dy] = [(this.#x[point] as number) - x, (this.#y[point] as number) - y];
      const squared = dx * dx + dy * dy;
      if (squared > least || (squared === least && found !== undefined) || !passes(point)) return;
      least = squared;
      found = point;
    });
    return found;
  }

  /** Visits every point within the bounds, in no order that means anything. */
  within({ left, right, bottom, top }: Bounds, visit: (point: number) => void): void {
    const [first, last] = [this.#column(left), this.#column(right)];
    for (let row = this.#row(bottom), end = this.#row(top); row <= end; row++) {
      const to = this.#starts[row * this.#columns + last + 1] as number;
      for (let at = this.#starts[row * this.#columns + first] as number; at < to; at++) {
        const point = this.#order[at] as number;
        const [x, y] = [this.#x[point] as number, this.#y[point] as number];
        if (x >= left && x <= right && y >= bottom && y <= top) visit(point);
      }
    }
  }

  #column(x: number): number {
    return Math.min(this.#columns - 1, Math.max(0, Math.floor((x - this.#left) / this.#cell)));
  }

  #row(y: number): number {
    return Math.min(this.#rows - 1, Math.max(0, Math.floor((y - this.#bottom) / this.#cell)));
  }
}

/** Of all points, or of some; of none, a square about the middle. */
export function boundsOfPoints(x: Float32Array, y: Float32Array, some?: ArrayLike<number>): Bounds {
  const length = some ? some.length : x.length;
  if (length === 0) return { left: -1, right: 1, bottom: -1, top: 1 };
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < length; i++) {
    const point = some ? (some[i] as number) : i;
    const [px, py] = [x[point] as number, y[point] as number];
    if (px < left) left = px;
    if (px > right) right = px;
    if (py < bottom) bottom = py;
    if (py > top) top = py;
  }
  return { left, right, bottom, top };
}
