import { el } from './dom';
import { filtered, nextOrder, ordered, type Order, type Ordering } from './order';
import { RowSelection, type Step } from './rowSelection';

export interface Column<Row> {
  key: string;
  title: Node | string;
  /** `number`: right-aligned. */
  className?: string;
  cell(row: Row): Node | string;
  compare?(a: Row, b: Row): number;
  largestFirst?: boolean;
}

export interface DataTableOptions<Row> {
  /** Begins the test ids of table, rows and headers. */
  name: string;
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  order: Order;
  /** What the filter looks into. */
  texts?(row: Row): readonly string[];
  /** Enter or a double click on a row. */
  open?(row: Row): void;
  /** The user sorted or filtered. */
  changed?(): void;
  /** Rows in the page at first; more come as they are scrolled or moved to. Without it, all. */
  batch?: number;
}

/** A row with its one-based place among the rows given. */
interface Ranked<Row> {
  rank: number;
  row: Row;
}

const steps: Readonly<Record<string, Step>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
};

/** A table that sorts by its headers and moves by arrow keys, with one row in the tab order at a time. */
export class DataTable<Row> {
  readonly element: HTMLElement;
  readonly #options: DataTableOptions<Row>;
  readonly #orderings: readonly Ordering<Row>[];
  /** Rows that were in the page once, by rank. */
  readonly #elements = new Map<number, HTMLTableRowElement>();
  readonly #headers = new Map<string, HTMLElement>();
  readonly #body = el('tbody');
  readonly #table: HTMLElement;
  readonly #selection = new RowSelection();
  #shown: readonly Ranked<Row>[] = [];
  /** How many of the rows shown are in the page. */
  #present = 0;
  #marked: number | undefined;
  #order: Order;
  #filter = '';
  #only: ((row: Row) => boolean) | undefined;

  constructor(options: DataTableOptions<Row>) {
    this.#options = options;
    this.#order = options.order;
    this.#orderings = options.columns.flatMap(({ key, compare, largestFirst = false }) =>
      compare ? [{ key, compare, largestFirst }] : [],
    );
    const caption = el('caption', { class: 'spoken' }, options.caption);
    const head = el('thead', {}, el('tr', {}, ...options.columns.map(column => this.#header(column))));
    const grid = { role: 'grid', 'aria-readonly': 'true', 'data-testid': `${options.name}-table` };
    this.#table = el('table', grid, caption, head, this.#body);
    this.element = el('div', { class: 'table-frame' }, this.#table);
    this.element.addEventListener('scroll', () => this.#scrolled());
    this.#body.addEventListener('keydown', event => this.#key(event));
    this.#body.addEventListener('click', event => this.#click(event));
    this.#body.addEventListener('dblclick', event => {
      const at = this.#at(event.target);
      if (at && !isButton(event.target)) this.#options.open?.(at.row);
    });
    this.#arrange();
  }

  get order(): Order {
    return this.#order;
  }

  /** Rows that pass the filter, in the order shown. */
  get shown(): readonly Row[] {
    return this.#shown.map(({ row }) => row);
  }

  /** Shows the rows that hold each word of the filter, and, when `only` is given, that it passes too. */
  setFilter(filter: string, only?: (row: Row) => boolean): void {
    this.#filter = filter;
    this.#only = only;
    this.#arrange();
    this.#options.changed?.();
  }

  /** Puts the keyboard on the table. */
  focus(): void {
    const { active } = this.#selection;
    if (active === undefined) return;
    this.#bring(this.#shown.findIndex(({ rank }) => rank === active) + 1);
    this.#elements.get(active)?.focus();
  }

  /** Marks one row as the one that is open, and brings it into view; none when the row is not among those given. */
  open(row: Row | undefined): void {
    const rank = row === undefined ? 0 : this.#options.rows.indexOf(row) + 1;
    this.#marked = rank > 0 ? rank : undefined;
    const at = this.#shown.findIndex(shown => shown.rank === this.#marked);
    if (at >= 0) {
      this.#selection.focus(rank);
      this.#bring(at + 1);
    }
    this.#mark();
    if (at >= 0) this.#elements.get(rank)?.scrollIntoView({ block: 'nearest' });
  }

  #rowElement(row: Row): HTMLTableRowElement {
    const cells = this.#options.columns.map(({ key, className, cell }) =>
      el('td', { class: className, 'data-testid': `${this.#options.name}-${key}` }, cell(row)),
    );
    return el('tr', { 'data-testid': `${this.#options.name}-row`, tabindex: -1 }, ...cells);
  }

  #header({ key, title, className, compare }: Column<Row>): HTMLElement {
    const header = el('th', { scope: 'col', class: className });
    const ordering = compare && this.#orderings.find(o => o.key === key);
    if (!ordering) {
      header.append(title);
      return header;
    }
    const attributes = {
      type: 'button',
      class: 'sorter',
      'data-testid': `${this.#options.name}-sort-${key}`,
    };
    const sorter = el('button', attributes, title);
    sorter.addEventListener('click', () => {
      this.#order = nextOrder(this.#order, ordering);
      this.#arrange();
      this.#options.changed?.();
    });
    header.append(sorter);
    this.#headers.set(key, header);
    return header;
  }

  #arrange(): void {
    const { rows, texts = () => [] } = this.#options;
    const ranked = rows.map((row, i) => ({ rank: i + 1, row }));
    const passed = this.#only ? ranked.filter(({ row }) => this.#only?.(row)) : ranked;
    const kept = filtered(passed, this.#filter, ({ row }) => texts(row));
    const orderings = this.#orderings.map(o => ({
      ...o,
      compare: (a: Ranked<Row>, b: Ranked<Row>) => o.compare(a.row, b.row),
    }));
    this.#shown = ordered(kept, orderings, this.#order);
    this.#selection.show(this.#shown.map(({ rank }) => rank));
    this.#table.setAttribute('aria-rowcount', String(this.#shown.length + 1));
    this.#present = 0;
    this.#body.replaceChildren();
    this.#bring(this.#options.batch ?? this.#shown.length);
    for (const [key, header] of this.#headers) {
      const direction = this.#order.descending ? 'descending' : 'ascending';
      header.setAttribute('aria-sort', key === this.#order.key ? direction : 'none');
    }
    this.#mark();
  }

  /** Puts at least the first `count` of the rows shown into the page. */
  #bring(count: number): void {
    const { batch = this.#shown.length } = this.#options;
    const wanted = Math.min(this.#shown.length, count + (count > batch ? batch : 0));
    if (wanted <= this.#present) return;
    for (let at = this.#present; at < wanted; at++) {
      const element = this.#elementOf(this.#shown[at] as Ranked<Row>);
      // The header is the first row.
      element.setAttribute('aria-rowindex', String(at + 2));
      this.#body.append(element);
    }
    this.#present = wanted;
    this.#mark();
  }

  #elementOf({ rank, row }: Ranked<Row>): HTMLTableRowElement {
    const known = this.#elements.get(rank);
    if (known) return known;
    const element = this.#rowElement(row);
    this.#elements.set(rank, element);
    return element;
  }

  /** Brings the next rows when the last of those present comes near. */
  #scrolled(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.element;
    if (scrollTop + 2 * clientHeight > scrollHeight) this.#bring(this.#present + 1);
  }

  /** Tells each row whether it is in the tab order, with what is inside it. */
  #mark(): void {
    for (const [rank, element] of this.#elements) {
      if (this.#marked !== undefined || element.hasAttribute('aria-selected'))
        element.setAttribute('aria-selected', String(rank === this.#marked));
      const tabindex = rank === this.#selection.active ? '0' : '-1';
      element.setAttribute('tabindex', tabindex);
      for (const inner of element.querySelectorAll('button')) inner.setAttribute('tabindex', tabindex);
    }
  }

  #key(event: KeyboardEvent): void {
    const at = this.#at(event.target);
    const step = steps[event.key];
    const onRow = event.target instanceof HTMLTableRowElement;
    if (at && event.key === 'Enter' && onRow) this.#options.open?.(at.row);
    if (!step) return;
    event.preventDefault();
    this.#selection.step(step, false);
    this.#mark();
    this.focus();
  }

  #click(event: MouseEvent): void {
    const at = this.#at(event.target);
    if (!at || isButton(event.target)) return;
    this.#selection.focus(at.rank);
    this.#mark();
    this.focus();
  }

  #at(target: EventTarget | null): Ranked<Row> | undefined {
    const element = target instanceof Element ? target.closest('tr') : null;
    return this.#shown.find(({ rank }) => this.#elements.get(rank) === element);
  }
}

function isButton(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button') !== null;
}
