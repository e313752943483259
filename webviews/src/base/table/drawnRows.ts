import { el } from '../dom';
import { cellClass, cellContent, type Column } from './columns';
import type { RowSource } from './rowSource';
import { RowWindow } from './rowWindow';
import type { TableColumns } from './tableColumns';

export interface DrawnRowsOptions<Row> {
  /** Begins the test ids of rows and cells. */
  name: string;
  columns: readonly Column<Row>[];
  source: RowSource<Row>;
  /** Lines of text in a row. */
  lines: number;
  /** Further attributes of a row. */
  attributes?(row: Row): Readonly<Record<string, string | number>>;
  /** Rows were put into the page or taken out of it. */
  drew(): void;
  scrolled?(): void;
  failed(error: unknown): void;
}

/** So few rows are all in the page, where the browser's own search finds them. */
const whole = 200;
/** Rows drawn before the page knows how many are seen. */
const guessed = 40;
const [oneLine, furtherLine] = [27, 18];

/**
 * The rows of a table that are in view, in the page. The library @tanstack/virtual-core was looked at for this: it adds up
 * the heights of all rows, and so ends where browsers cut elements off, at a million rows or so.
 */
export class DrawnRows<Row> {
  readonly frame: HTMLElement;
  readonly body = el('tbody');
  readonly #options: DrawnRowsOptions<Row>;
  readonly #table: HTMLTableElement;
  readonly #layout: TableColumns;
  readonly #window = new RowWindow();
  /** By the number of the row. */
  readonly #rows = new Map<number, HTMLTableRowElement>();
  /** What they were drawn from; undefined where the row is waited for. */
  readonly #drawnFrom = new WeakMap<HTMLTableRowElement, Row>();
  #rowHeight: number;
  /** Counts the arrangements of rows, so that those that come late are dropped. */
  #turn = 0;

  constructor(table: HTMLTableElement, layout: TableColumns, options: DrawnRowsOptions<Row>) {
    const { lines } = options;
    this.#options = options;
    this.#table = table;
    this.#layout = layout;
    this.#rowHeight = oneLine + furtherLine * (lines - 1);
    table.append(this.body);
    const frame = el('div', { class: lines > 1 ? 'table-frame lines' : 'table-frame', tabindex: -1 });
    frame.append(table);
    frame.style.setProperty('--row-height', `${this.#rowHeight}px`);
    frame.style.setProperty('--row-lines', String(lines));
    frame.addEventListener('scroll', () => this.#scrolled());
    frame.addEventListener('wheel', event => this.#wheel(event), { passive: false });
    // With Shift rows are selected; the browser would select the text between both clicks as well.
    this.body.addEventListener('mousedown', event => {
      if (event.shiftKey) event.preventDefault();
    });
    new ResizeObserver(() => this.draw()).observe(frame);
    this.frame = frame;
  }

  /** Rows that are seen at once. */
  get page(): number {
    return this.#window.page;
  }

  /** Place of the first row that is seen. */
  get top(): number {
    return this.#whole ? Math.floor(this.frame.scrollTop / this.#rowHeight) : this.#window.top;
  }

  /** Scrolls to where a place is the first that is seen. */
  showFirst(place: number): void {
    this.#fit();
    if (this.#whole) this.frame.scrollTop = place * this.#rowHeight;
    else {
      this.#window.showFirst(place);
      this.frame.scrollTop = this.#window.scrollTop;
    }
    this.draw();
  }

  /** The rows in the page, by their number. */
  get rows(): ReadonlyMap<number, HTMLTableRowElement> {
    return this.#rows;
  }

  /** The number of the row that an element is in. */
  idOf(target: EventTarget | null): number | undefined {
    const element = target instanceof Element ? target.closest('tr') : null;
    for (const [id, row] of this.#rows) if (row === element) return id;
    return undefined;
  }

  /** Draws all rows anew, for they are others or in another order now; the keyboard stays with its row. */
  redraw(from: 'top' | 'here'): void {
    this.#turn++;
    const held = document.activeElement;
    const id = this.idOf(held);
    const { style, offsetHeight, scrollTop } = this.frame;
    // Without rows it would be lower for a moment, and the page around it would scroll.
    if (from === 'here') style.setProperty('min-height', `${offsetHeight}px`);
    if (from === 'top') {
      this.#window.scrollBy(-Infinity);
      this.frame.scrollTop = 0;
    }
    if (this.body.contains(document.activeElement)) this.frame.focus({ preventScroll: true });
    this.#rows.clear();
    this.body.replaceChildren();
    this.draw();
    style.removeProperty('min-height');
    if (from === 'here' && this.#whole) this.frame.scrollTop = scrollTop;
    const row = id === undefined ? undefined : this.#rows.get(id);
    if (id === undefined || !held) return;
    const own = [...(row?.querySelectorAll('button') ?? [])].find(
      ({ dataset }) => held instanceof HTMLButtonElement && dataset.testid === held.dataset.testid,
    );
    (own ?? row ?? this.frame).focus({ preventScroll: true });
  }

  /** Has the rows in the page that are in view, and no others. */
  draw(): void {
    this.#fit();
    const { source } = this.#options;
    const { length } = source.ids;
    const { from, to, top } = this.#whole ? { from: 0, to: length, top: 0 } : this.#window.drawn;
    this.#space(top, this.#whole ? 0 : this.#window.height - top - (to - from) * this.#rowHeight);
    this.#place(from, to);
    this.#options.drew();
    const waits = source.bring?.(from, to);
    if (waits) this.#bring(waits);
    this.#measure();
    // While rows were exchanged, the page may have been too short for where it was.
    if (!this.#whole && Math.abs(this.frame.scrollTop - this.#window.scrollTop) >= 1)
      this.frame.scrollTop = this.#window.scrollTop;
  }

  /** Scrolls as little as needed to have the row in view. */
  reveal(id: number): void {
    const place = this.#options.source.ids.indexOf(id);
    if (place < 0) return;
    if (this.#whole) {
      this.draw();
      return this.#rows.get(id)?.scrollIntoView({ block: 'nearest' });
    }
    this.#fit();
    this.#window.reveal(place);
    this.frame.scrollTop = this.#window.scrollTop;
    this.draw();
  }

  get #whole(): boolean {
    return this.#options.source.ids.length <= whole;
  }

  /** Takes over how many rows there are, and how many are seen. */
  #fit(): void {
    const seen = this.frame.clientHeight - this.#layout.headHeight;
    const viewport = seen > 0 ? seen : guessed * this.#rowHeight;
    const { length } = this.#options.source.ids;
    this.#window.fit({ rows: length, rowHeight: this.#rowHeight, viewport });
  }

  #scrolled(): void {
    if (!this.#whole) {
      this.#window.scrolled(this.frame.scrollTop);
      this.draw();
    }
    this.#options.scrolled?.();
  }

  /** A scrollbar that stands for more rows than it has pixels would jump over rows at each notch of a wheel. */
  #wheel(event: WheelEvent): void {
    if (!this.#window.scaled || event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const unit = [1, this.#rowHeight, this.#window.page * this.#rowHeight][event.deltaMode] ?? 1;
    this.#window.scrollBy(event.deltaY * unit);
    this.frame.scrollTop = this.#window.scrollTop;
    this.draw();
  }

  /** Keeps the room of the rows that are not in the page, so that header and scrollbar are where they would be. */
  #space(above: number, below: number): void {
    const { style } = this.body;
    style.setProperty('--above', `${Math.max(0, above)}px`);
    style.setProperty('--below', `${Math.max(0, below)}px`);
    this.#table.style.setProperty('margin-top', `${Math.min(0, above)}px`);
  }

  #bring(waits: Promise<void>): void {
    const turn = this.#turn;
    waits.then(
      () => {
        if (turn !== this.#turn) return;
        this.draw();
      },
      (error: unknown) => this.#options.failed(error),
    );
  }

  #place(from: number, to: number): void {
    const { ids } = this.#options.source;
    const wanted = new Map<number, number>();
    for (let place = from; place < to; place++) wanted.set(ids.at(place) as number, place);
    for (const [id, element] of this.#rows)
      if (!wanted.has(id)) {
        // The keyboard stays in the table when the row it was on is scrolled away.
        if (element.contains(document.activeElement)) this.frame.focus({ preventScroll: true });
        element.remove();
        this.#rows.delete(id);
      }
    let next: Element | null = this.body.firstElementChild;
    for (const [id, place] of wanted) {
      const known = this.#arrived(id, place);
      if (next && !next.isConnected) next = known ?? null;
      if (known && known === next) {
        next = known.nextElementSibling;
        continue;
      }
      const element = known ?? this.#rowElement(place);
      this.#rows.set(id, element);
      this.body.insertBefore(element, next);
    }
  }

  /** The element of a row that is in the page, made anew when the row was waited for and is there now, or is another. */
  #arrived(id: number, place: number): HTMLTableRowElement | undefined {
    const known = this.#rows.get(id);
    const row = this.#options.source.row(place);
    if (!known || row === undefined || row === this.#drawnFrom.get(known)) return known;
    const element = this.#rowElement(place);
    if (known.contains(document.activeElement)) this.frame.focus({ preventScroll: true });
    known.replaceWith(element);
    this.#rows.set(id, element);
    return element;
  }

  #rowElement(place: number): HTMLTableRowElement {
    const { name, columns, source, attributes } = this.#options;
    const row = source.row(place);
    const cells = columns.map((column, i) => {
      const own = { 'data-testid': `${name}-${column.key}`, 'aria-colindex': i + 1 };
      const cell = { class: cellClass(column), ...own };
      return el('td', cell, row === undefined ? '…' : cellContent(column, row));
    });
    const waiting = row === undefined ? { 'aria-busy': 'true' } : attributes?.(row);
    // The header is the first row.
    const own = { 'data-testid': `${name}-row`, tabindex: -1, 'aria-rowindex': place + 2 };
    const element = el('tr', { ...own, ...waiting }, ...cells);
    if (row !== undefined) this.#drawnFrom.set(element, row);
    return element;
  }

  /** Takes over what rows and columns measure, once they are laid out. */
  #measure(): void {
    const { children } = this.body;
    const [first, last] = [children[0], children[children.length - 1]];
    if (!first || !last || this.frame.clientWidth === 0) return;
    this.#layout.fit(this.frame.clientWidth, children);
    const height =
      (last.getBoundingClientRect().bottom - first.getBoundingClientRect().top) / children.length;
    // A larger font makes higher rows.
    if (height > 0 && Math.abs(height - this.#rowHeight) > 0.01) {
      this.#rowHeight = height;
      this.draw();
    }
  }
}
