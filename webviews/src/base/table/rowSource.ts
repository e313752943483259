import { filtered, ordered, type Order } from '../order';
import { orderingsOf, searchedTexts, type Column } from './columns';
import { pageRows } from './pageRows';
import type { RowIds } from './rowSelection';

/** What rows are wanted, in which order. */
export interface RowView {
  order: Order;
  /** Rows that hold each of its words. */
  filter: string;
}

/** Where a table has its rows from, a place at a time: from memory, or in pages from the extension. */
export interface RowSource<Row> {
  /** The rows that pass the filter, in order. */
  readonly ids: RowIds;
  /** All rows, whatever the filter. */
  readonly total: number;
  /** Numbers of rows are places, and of other rows once they are arranged anew. */
  readonly fleeting?: boolean;
  /** The row at a place; undefined while it is not at hand. */
  row(place: number): Row | undefined;
  /** Filters and orders anew. */
  arrange(view: RowView): Promise<void> | undefined;
  /** Brings rows, `to` exclusive, at hand; undefined where all are. */
  bring?(from: number, to: number): Promise<void> | undefined;
}

/** Rows that are all in memory. */
export class ListRows<Row> implements RowSource<Row> {
  /** By their numbers; rows that were taken out leave theirs unused. */
  #rows: ReadonlyMap<number, Row>;
  readonly #columns: readonly Column<Row>[];
  #ids: readonly number[];
  #next: number;
  #only: ((row: Row) => boolean) | undefined;

  constructor(rows: readonly Row[], columns: readonly Column<Row>[]) {
    this.#rows = new Map(rows.entries());
    this.#columns = columns;
    this.#ids = [...this.#rows.keys()];
    this.#next = rows.length;
  }

  /** Has other rows from now on; those of a key that was there before keep their numbers, and so stay selected. */
  take(rows: readonly Row[], keyOf: (row: Row) => string): void {
    const known = new Map([...this.#rows].map(([id, row]) => [keyOf(row), id]));
    const taken = new Map<number, Row>();
    for (const row of rows) {
      const id = known.get(keyOf(row)) ?? this.#next;
      // Of two rows with one key, one is new.
      const free = taken.has(id) ? this.#next : id;
      if (free === this.#next) this.#next++;
      taken.set(free, row);
    }
    this.#rows = taken;
  }

  get ids(): RowIds {
    return this.#ids;
  }

  get total(): number {
    return this.#rows.size;
  }

  row(place: number): Row | undefined {
    return this.#rows.get(this.#ids[place] ?? -1);
  }

  /** Beside the words of the filter, what rows must pass. */
  set only(only: ((row: Row) => boolean) | undefined) {
    this.#only = only;
  }

  arrange({ order, filter }: RowView): undefined {
    const at = (id: number) => this.#rows.get(id) as Row;
    const all = [...this.#rows.keys()];
    const only = this.#only;
    const passed = filtered(only ? all.filter(id => only(at(id))) : all, filter, id =>
      searchedTexts(this.#columns, at(id)),
    );
    const orderings = orderingsOf(this.#columns).map(o => ({
      ...o,
      compare: (a: number, b: number) => o.compare(at(a), at(b)),
    }));
    this.#ids = ordered(passed, orderings, order);
  }
}

/** A part of the rows of a view. */
export interface RowPage<Row> {
  /** From the place that was asked for on; fewer only at the end. */
  rows: readonly Row[];
  /** Rows that pass the filter. */
  count: number;
  total: number;
}

export type ReadRows<Row> = (view: RowView, from: number, count: number) => Promise<RowPage<Row>>;

/** Pages kept: a screen and what was scrolled over lately. */
const pagesKept = 60;

/** Rows that come in pages, however many there are. A row's number is its place in the present order. */
export class PagedRows<Row> implements RowSource<Row> {
  readonly fleeting = true;
  readonly #read: ReadRows<Row>;
  readonly #pages = new Map<number, readonly Row[]>();
  readonly #asked = new Map<number, Promise<void>>();
  #view: RowView = { order: { key: '', descending: false }, filter: '' };
  #count = 0;
  #total = 0;

  constructor(read: ReadRows<Row>) {
    this.#read = read;
  }

  get ids(): RowIds {
    const length = this.#count;
    const within = (place: number) => (place >= 0 && place < length ? place : undefined);
    return { length, at: within, indexOf: id => within(id) ?? -1 };
  }

  get total(): number {
    return this.#total;
  }

  row(place: number): Row | undefined {
    return this.#pages.get(Math.floor(place / pageRows))?.[place % pageRows];
  }

  /**
   * Takes over a page that was brought otherwise, of the present view; its first place is a multiple of `pageRows`. Whether
   * there are more or fewer rows than were known of.
   */
  take(from: number, { rows, count, total }: RowPage<Row>): boolean {
    this.#keep(from / pageRows, rows);
    const same = this.#count === count && this.#total === total;
    this.#count = count;
    this.#total = total;
    return !same;
  }

  /** All rows, in the order of the file, are so many now; whether that is news. */
  grow(count: number): boolean {
    const same = this.#count === count && this.#total === count;
    this.#count = this.#total = count;
    return !same;
  }

  /** Has others in the place of rows that are at hand. */
  amend(change: (row: Row) => Row): void {
    for (const [page, rows] of this.#pages) this.#pages.set(page, rows.map(change));
  }

  async arrange(view: RowView): Promise<void> {
    this.#view = view;
    this.#pages.clear();
    this.#asked.clear();
    await this.#page(0);
  }

  bring(from: number, to: number): Promise<void> | undefined {
    const missing: Promise<void>[] = [];
    for (let page = Math.floor(from / pageRows); page * pageRows < Math.min(to, this.#count); page++)
      if (!this.#pages.has(page)) missing.push(this.#page(page));
    return missing.length === 0 ? undefined : Promise.all(missing).then(() => undefined);
  }

  #page(page: number): Promise<void> {
    const asked = this.#asked.get(page);
    if (asked) return asked;
    const view = this.#view;
    const answer = this.#read(view, page * pageRows, pageRows).then(
      ({ rows, count, total }) => {
        // Another order was asked for meanwhile.
        if (view !== this.#view) return;
        this.#asked.delete(page);
        this.#keep(page, rows);
        this.#count = count;
        this.#total = total;
      },
      error => {
        if (view === this.#view) this.#asked.delete(page);
        throw error;
      },
    );
    this.#asked.set(page, answer);
    return answer;
  }

  #keep(page: number, rows: readonly Row[]): void {
    this.#pages.set(page, rows);
    // The oldest goes first: maps keep the order in which they were filled.
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= pagesKept) break;
      this.#pages.delete(old);
    }
  }
}

/** Rows that come in pages in one order, and are all brought when another order or a filter is asked for. */
export class GatheredRows<Row> implements RowSource<Row> {
  readonly #pages: PagedRows<Row>;
  readonly #columns: readonly Column<Row>[];
  #shown: RowSource<Row>;
  #all: ListRows<Row> | undefined;

  constructor(read: ReadRows<Row>, columns: readonly Column<Row>[]) {
    this.#pages = new PagedRows(read);
    this.#columns = columns;
    this.#shown = this.#pages;
  }

  get ids(): RowIds {
    return this.#shown.ids;
  }

  get total(): number {
    return this.#shown.total;
  }

  row(place: number): Row | undefined {
    return this.#shown.row(place);
  }

  arrange(view: RowView): Promise<void> | undefined {
    if (this.#all) return this.#all.arrange(view);
    const plain = view.filter.trim() === '' && view.order.key === '';
    return plain ? this.#pages.arrange(view) : this.#gather(view);
  }

  bring(from: number, to: number): Promise<void> | undefined {
    return this.#shown.bring?.(from, to);
  }

  async #gather(view: RowView): Promise<void> {
    await this.#pages.arrange({ order: { key: '', descending: false }, filter: '' });
    const rows: Row[] = [];
    const { length } = this.#pages.ids;
    for (let from = 0; from < length; from += pageRows) {
      await this.#pages.bring(from, from + pageRows);
      for (let place = from; place < Math.min(length, from + pageRows); place++)
        rows.push(this.#pages.row(place) as Row);
    }
    this.#all = new ListRows(rows, this.#columns);
    this.#all.arrange(view);
    this.#shown = this.#all;
  }
}
