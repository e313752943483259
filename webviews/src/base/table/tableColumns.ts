import { el } from '../dom';
import { columnWidths, narrow } from './columnWidths';

interface Shown {
  header: HTMLTableCellElement;
  elastic: boolean;
  least?: number | undefined;
  /** Width that the user gave it, in pixels. */
  fixed?: number | undefined;
}

/** Pixels by which a key widens a column. */
const keyStep = 16;

/** Widths of a table's columns: by their content at first, then as the user drags their edges. */
export class TableColumns {
  readonly group: HTMLElement;
  readonly headers: readonly HTMLTableCellElement[];
  readonly #table: HTMLTableElement;
  readonly #columns: readonly Shown[];
  readonly #cols: readonly HTMLElement[];
  /** Measured once: widths that followed the rows in view would jump while scrolling. */
  #natural: number[] | undefined;
  #fixed: (number | undefined)[] = [];
  #widths: number[] = [];
  #available = 0;

  constructor(
    table: HTMLTableElement,
    columns: readonly Shown[],
    private readonly widened: () => void,
  ) {
    this.#table = table;
    this.#columns = columns;
    this.#fixed = columns.map(({ fixed }) => fixed);
    this.headers = columns.map(({ header }) => header);
    this.#cols = columns.map(() => el('col'));
    this.group = el('colgroup', {}, ...this.#cols);
    // Rows that are not in the page are counted; columns are told by the same words, so that "column 3 of 16" is said.
    table.setAttribute('aria-colcount', String(columns.length));
    columns.forEach(({ header }, i) => {
      header.setAttribute('aria-colindex', String(i + 1));
      this.#edge(header, i);
    });
  }

  /** Widths that the user gave, by place. */
  get fixed(): readonly (number | undefined)[] {
    return this.#fixed;
  }

  /** Height of the header row, in pixels. */
  get headHeight(): number {
    return this.headers[0]?.getBoundingClientRect().height ?? 0;
  }

  /** Shares so many pixels among the columns; measures them when there are rows to measure for the first time. */
  fit(available: number, rows: Iterable<Element>): void {
    const grown = this.#natural ? this.#grown(this.#natural, rows) : false;
    if (this.#natural && !grown && available === this.#available) return;
    this.#available = available;
    this.#natural ??= this.#measured();
    this.#apply();
  }

  /** A number is never cut: a column of them grows when a wider one comes into view. */
  #grown(natural: number[], rows: Iterable<Element>): boolean {
    let grown = false;
    for (const row of rows)
      this.#columns.forEach(({ elastic }, i) => {
        const cell = elastic ? undefined : row.children[i];
        if (!cell || cell.scrollWidth <= cell.clientWidth || this.#fixed[i] !== undefined) return;
        natural[i] = Math.max(natural[i] ?? 0, cell.scrollWidth + 1);
        grown = true;
      });
    return grown;
  }

  #measured(): number[] {
    this.#table.classList.add('measured');
    const widths = this.headers.map(header => header.getBoundingClientRect().width);
    this.#table.classList.remove('measured');
    return widths;
  }

  #apply(): void {
    const needs = this.#columns.map(({ elastic, least }, i) => ({
      natural: this.#natural?.[i] ?? 0,
      elastic,
      least,
      fixed: this.#fixed[i],
    }));
    this.#widths = columnWidths(needs, this.#available);
    this.#widths.forEach((width, i) => this.#cols[i]?.style.setProperty('width', `${width}px`));
    const all = this.#widths.reduce((a, b) => a + b, 0);
    this.#table.style.setProperty('width', `${all}px`);
    this.#table.classList.add('fixed');
  }

  /** The edge that is dragged; a double click fits the column to its content, Alt and arrows widen it by keys. */
  #edge(header: HTMLTableCellElement, i: number): void {
    const edge = el('span', { class: 'column-edge', 'aria-hidden': 'true' });
    header.append(edge);
    edge.addEventListener('click', event => event.stopPropagation());
    edge.addEventListener('dblclick', () => this.#set(i, this.#natural?.[i]));
    edge.addEventListener('pointerdown', event => {
      event.preventDefault();
      edge.setPointerCapture(event.pointerId);
      const start = event.clientX - (this.#widths[i] ?? header.getBoundingClientRect().width);
      const move = ({ clientX }: PointerEvent) => this.#set(i, clientX - start);
      edge.addEventListener('pointermove', move);
      edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), {
        once: true,
      });
    });
    header.addEventListener('keydown', event => {
      const by = { ArrowLeft: -keyStep, ArrowRight: keyStep }[event.key];
      if (by === undefined || !event.altKey) return;
      event.preventDefault();
      this.#set(i, (this.#widths[i] ?? 0) + by);
    });
  }

  #set(i: number, width: number | undefined): void {
    this.#fixed[i] = width === undefined ? undefined : Math.max(narrow / 2, width);
    this.#apply();
    this.widened();
  }
}
