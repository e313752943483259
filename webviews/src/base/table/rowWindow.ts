/** Browsers cut elements off at some 17 to 33 million pixels; well below that, rows are scaled. */
export const mostPixels = 8_000_000;
/** Rows drawn beyond either edge, so that a small step shows no gap. */
const overscan = 8;

export interface Extent {
  rows: number;
  /** Pixels. */
  rowHeight: number;
  /** Pixels in which rows are seen, the header not counted. */
  viewport: number;
}

/**
 * Which of many rows of one height are seen. The place is kept in pixels of the full height, which may be higher
 * than any element can be: then the scrollbar moves over a lower one, and small steps still move by their own size.
 */
export class RowWindow {
  #extent: Extent = { rows: 0, rowHeight: 1, viewport: 0 };
  #place = 0;

  /** Takes over how many rows there are and what is seen; the place stays as near as it can. */
  fit(extent: Extent): void {
    this.#extent = extent;
    this.#move(this.#place);
  }

  /** Height of the element that is scrolled, in pixels. */
  get height(): number {
    return Math.min(this.#full, Math.max(mostPixels, this.#extent.viewport));
  }

  /** Whether the scrollbar moves over fewer pixels than the rows have. */
  get scaled(): boolean {
    return this.#full > this.height;
  }

  /** Where the scrollbar belongs. */
  get scrollTop(): number {
    return this.#place / this.#ratio;
  }

  /** The scrollbar was moved. Where it only says what it was set to, the finer place stays. */
  scrolled(scrollTop: number): void {
    if (Math.abs(scrollTop - this.scrollTop) >= 1) this.#move(scrollTop * this.#ratio);
  }

  /** Moves by so many pixels of rows, however many rows there are. */
  scrollBy(pixels: number): void {
    this.#move(this.#place + pixels);
  }

  /** Moves as little as needed to have a row in view. */
  reveal(row: number): void {
    const { rowHeight, viewport } = this.#extent;
    const top = row * rowHeight;
    if (top < this.#place) this.#move(top);
    else if (top + rowHeight > this.#place + viewport) this.#move(top + rowHeight - viewport);
  }

  /** Place of the first row that is seen, or of which the most is. */
  get top(): number {
    return Math.round(this.#place / this.#extent.rowHeight);
  }

  /** Moves to where a row is the first that is seen, as far as there are rows below it. */
  showFirst(row: number): void {
    this.#move(row * this.#extent.rowHeight);
  }

  /** The rows to draw, `to` exclusive, and where the first of them stands in the scrolled element, in pixels. */
  get drawn(): { from: number; to: number; top: number } {
    const { rows, rowHeight, viewport } = this.#extent;
    const from = Math.max(0, Math.floor(this.#place / rowHeight) - overscan);
    const to = Math.min(rows, Math.ceil((this.#place + viewport) / rowHeight) + overscan);
    return { from, to, top: this.scrollTop - (this.#place - from * rowHeight) };
  }

  /** Whole rows that are seen at once, at least one. */
  get page(): number {
    return Math.max(1, Math.floor(this.#extent.viewport / this.#extent.rowHeight));
  }

  get #full(): number {
    return this.#extent.rows * this.#extent.rowHeight;
  }

  get #ratio(): number {
    const { viewport } = this.#extent;
    const scrolled = this.height - viewport;
    return scrolled > 0 ? (this.#full - viewport) / scrolled : 1;
  }

  #move(place: number): void {
    this.#place = Math.max(0, Math.min(this.#full - this.#extent.viewport, place));
  }
}
