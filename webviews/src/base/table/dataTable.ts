import { csvText, jsonText, markdownText, tsvText, type Table } from '../../../../shared/text/tableText';
import { el, isButton, textIsSelected } from '../dom';
import { nextOrder, type Order, type Ordering } from '../order';
import { exportTable, orderingsOf, unordered, type Column } from './columns';
import { allRows, rowsOf } from './broughtRows';
import { DrawnRows } from './drawnRows';
import { TableColumns } from './tableColumns';
import { tableHeader } from './tableHeader';
import { ListRows, type RowSource } from './rowSource';
import { RowSelection, stepOfKey } from './rowSelection';
import { TypeAhead } from './typeAhead';

export interface DataTableOptions<Row> {
  /** Begins the test ids of table, rows and headers. */
  name: string;
  caption: string;
  columns: readonly Column<Row>[];
  /** Rows in memory, or a source that has them in pages. */
  rows: readonly Row[] | RowSource<Row>;
  order?: Order;
  filter?: string;
  /** Enter or a double click on a row. */
  open?(row: Row): void;
  /** Rows were ordered, filtered, brought or selected. */
  changed?(): void;
  /** Hands text on; with it, rows can be copied by keys. */
  hand?(text: string, to: TableFormat): void;
  /** The user, or who asked for a row, moved the rows. */
  scrolled?(): void;
  /** Rows that could not be brought. */
  failed?(error: Error): void;
  /** Further attributes of a row. */
  attributes?(row: Row): Readonly<Record<string, string | number>>;
  /** Lines of text in a row; one unless given. */
  lines?: number;
  /** Rows that can be selected at most, and what is said where more were asked for. */
  selection?: { most: number; refused(count: number): void };
  /** Widths that the user gave columns, by key. */
  widths?: Readonly<Record<string, number>>;
}

export type TableFormat = 'clipboard' | 'csv' | 'json' | 'markdown';

/**
 * A table of any number of rows, of which those in view are in the page. It orders by its headers, moves and selects by
 * keys and clicks, and hands rows on as text. One row at a time is in the tab order.
 */
export class DataTable<Row> {
  readonly element: HTMLElement;
  readonly #options: DataTableOptions<Row>;
  readonly #source: RowSource<Row>;
  readonly #orderings: readonly Ordering<Row>[];
  readonly #columns: TableColumns;
  readonly #table: HTMLTableElement;
  readonly #selection = new RowSelection();
  readonly #drawn: DrawnRows<Row>;
  #order: Order;
  #filter: string;
  #marked: number | undefined;
  readonly #typing: TypeAhead<Row>;
  /** Counts the arrangements, so that rows that come late are dropped. */
  #turn = 0;
  #arranging = Promise.resolve();

  constructor(options: DataTableOptions<Row>) {
    const { name, caption, columns, rows, lines = 1 } = options;
    this.#options = options;
    this.#source = 'ids' in rows ? rows : new ListRows(rows, columns);
    this.#order = options.order ?? unordered;
    this.#filter = options.filter ?? '';
    this.#orderings = orderingsOf(columns);
    this.#typing = new TypeAhead(columns);
    this.#table = el('table', {
      role: 'grid',
      'aria-readonly': 'true',
      'aria-multiselectable': 'true',
      'data-testid': `${name}-table`,
    });
    this.#columns = new TableColumns(
      this.#table,
      columns.map(column => ({
        header: tableHeader(column, {
          name,
          orderings: this.#orderings,
          order: by => this.setOrder(nextOrder(this.#order, by)),
        }),
        elastic: !column.whole && (column.kind === undefined || column.kind === 'text'),
        ...{ least: column.least, fixed: options.widths?.[column.key] },
      })),
      () => options.changed?.(),
    );
    this.#table.append(
      el('caption', { class: 'spoken' }, caption),
      this.#columns.group,
      el('thead', {}, el('tr', { 'aria-rowindex': 1 }, ...this.#columns.headers)),
    );
    this.#drawn = new DrawnRows(this.#table, this.#columns, {
      ...options,
      lines,
      source: this.#source,
      drew: () => this.#mark(),
      failed: error => this.fail(error),
    });
    this.element = this.#drawn.frame;
    this.#listen();
    void this.#arrange();
  }

  get order(): Order {
    return this.#order;
  }

  get filter(): string {
    return this.#filter;
  }

  /** What rows must pass beside the words of the filter. */
  get only(): ((row: Row) => boolean) | undefined {
    return this.#source instanceof ListRows ? (this.#source as ListRows<Row>).only : undefined;
  }

  /** Widths that the user gave columns, by key. */
  get widths(): Record<string, number> {
    const keys = this.#options.columns.map(({ key }) => key);
    return Object.fromEntries(
      this.#columns.fixed.flatMap((width, i) => (width === undefined ? [] : [[keys[i] ?? '', width]])),
    );
  }

  /** The row of the keyboard and its place; undefined while there is none, or it is not at hand. */
  get active(): { place: number; row: Row } | undefined {
    const { active } = this.#selection;
    const place = active === undefined ? -1 : this.#source.ids.indexOf(active);
    const row = place < 0 ? undefined : this.#source.row(place);
    return row === undefined ? undefined : { place, row };
  }

  /** The row that an element is in, and its place. */
  at(target: EventTarget | null): { place: number; row: Row } | undefined {
    const id = this.#drawn.idOf(target);
    const place = id === undefined ? -1 : this.#source.ids.indexOf(id);
    const row = place < 0 ? undefined : this.#source.row(place);
    return row === undefined ? undefined : { place, row };
  }

  /** Rows that pass the filter, all rows, and those that are selected. */
  get counts(): { shown: number; total: number; selected: number } {
    const { ids, total } = this.#source;
    return { shown: ids.length, total, selected: this.#selection.selected.length };
  }

  /** Rows that pass the filter, in the order shown, of those that are at hand. */
  get shown(): readonly Row[] {
    return this.#at(Array.from({ length: this.#source.ids.length }, (_, place) => place));
  }

  /** Rows that are in the page. */
  get drawn(): readonly Row[] {
    return this.#at([...this.#drawn.rows.keys()].map(id => this.#source.ids.indexOf(id)));
  }

  /** Selected rows among them. */
  get selected(): readonly Row[] {
    const { ids } = this.#source;
    return this.#at(this.#selection.selected.map(id => ids.indexOf(id)));
  }

  /** Shows the rows that hold each word of the filter, and, when `only` is given, that it passes too. */
  setFilter(filter: string, only?: (row: Row) => boolean): void {
    this.#filter = filter;
    if (this.#source instanceof ListRows) (this.#source as ListRows<Row>).only = only;
    void this.#arrange().then(() => this.#options.changed?.());
  }

  /** Orders the rows as a click on a header does. */
  setOrder(order: Order): void {
    this.#order = order;
    void this.#arrange().then(() => this.#options.changed?.());
  }

  /** Brings a place into view, and the selection to its row, the keyboard too unless it stays; waits until the row is there. */
  async goTo(place: number, keyboard?: 'stays'): Promise<void> {
    const id = this.#source.ids.at(place);
    if (id === undefined) return;
    this.#selection.only(id);
    this.#drawn.reveal(id);
    await this.#source.bring?.(place, place + 1);
    this.#mark();
    if (keyboard !== 'stays') this.#focusRow(id);
    this.#options.changed?.();
  }

  /** Settles when rows are filtered and ordered as they were asked for last. */
  get arranged(): Promise<void> {
    return this.#arranging;
  }

  /** The first row that is seen; undefined while it is not at hand. */
  get top(): Row | undefined {
    return this.#source.row(this.#drawn.top);
  }

  /** Scrolls to where a place is the first that is seen, whatever is selected. */
  showFirst(place: number): void {
    this.#drawn.showFirst(place);
  }

  /** Takes the rows anew from a source that changed. */
  refresh(): Promise<void> {
    return this.#arrange('here');
  }

  /** Puts the keyboard on the table. */
  focus(): void {
    const { active } = this.#selection;
    if (active === undefined) return;
    this.#drawn.reveal(active);
    this.#focusRow(active);
  }

  /** Draws the rows in the page that are others now than those they were drawn from, of as many as there are now. */
  renew(): void {
    this.#count();
    this.#drawn.draw();
  }

  /** Marks one row as the one that is open, and brings it into view; none when the row is not among those shown. */
  open(row: Row | undefined): void {
    const { ids } = this.#source;
    const place = row === undefined ? -1 : this.shown.indexOf(row);
    this.#marked = place < 0 ? undefined : ids.at(place);
    if (this.#marked !== undefined) {
      this.#selection.focus(this.#marked);
      this.#drawn.reveal(this.#marked);
    }
    this.#mark();
  }

  /** The selected rows, or all that are shown, as text; brings those that are not at hand. */
  async text(format: TableFormat, which: 'selected' | 'shown' = 'shown'): Promise<string> {
    const table: Table = exportTable(this.#options.columns, await this.rows(which));
    return { clipboard: tsvText, csv: csvText, json: jsonText, markdown: markdownText }[format](table);
  }

  /** The selected rows, or all that are shown; brings those that are not at hand. */
  rows(which: 'selected' | 'shown'): Promise<readonly Row[]> {
    return which === 'shown' ? allRows(this.#source) : rowsOf(this.#source, this.#selection.selected);
  }

  /** Hands on the selected rows if there are any and `which` asks for them, else all that are shown. */
  async hand(format: TableFormat, which: 'selected' | 'shown' = 'shown'): Promise<void> {
    const chosen = which === 'selected' && this.#selection.selected.length > 0 ? 'selected' : 'shown';
    try {
      this.#options.hand?.(await this.text(format, chosen), format);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Tells whoever made the table what went wrong. */
  fail(error: unknown): void {
    this.#options.failed?.(error instanceof Error ? error : new Error(String(error)));
  }

  #focusRow(id: number): void {
    (this.#drawn.rows.get(id) ?? this.element).focus({ preventScroll: true });
  }

  #at(places: readonly number[]): Row[] {
    return places.flatMap(place => {
      const row = this.#source.row(place);
      return row === undefined ? [] : [row];
    });
  }

  #arrange(from: 'top' | 'here' = 'top'): Promise<void> {
    return (this.#arranging = this.#arrangeNow(from));
  }

  async #arrangeNow(from: 'top' | 'here'): Promise<void> {
    const turn = ++this.#turn;
    const view = { order: this.#order, filter: this.#filter };
    for (const header of this.#columns.headers) {
      if (header.dataset.key === undefined) continue;
      const direction = this.#order.descending ? 'descending' : 'ascending';
      header.setAttribute('aria-sort', header.dataset.key === this.#order.key ? direction : 'none');
    }
    const waits = this.#source.arrange(view);
    if (waits) {
      this.element.setAttribute('aria-busy', 'true');
      try {
        await waits;
      } catch (error) {
        this.fail(error);
      }
      if (turn !== this.#turn) return;
      this.element.removeAttribute('aria-busy');
    }
    if (from === 'top' && this.#source.fleeting) this.#selection.none();
    this.#count();
    this.#drawn.redraw(from);
    if (waits) this.#options.changed?.();
  }

  /** Takes over how many rows there are; the header is one more. */
  #count(): void {
    const { ids } = this.#source;
    this.#selection.show(ids);
    this.#table.setAttribute('aria-rowcount', String(ids.length + 1));
  }

  /** Tells each row whether it is selected, open, and in the tab order, with what is inside it. */
  #mark(): void {
    const { active } = this.#selection;
    for (const [id, element] of this.#drawn.rows) {
      const tabindex = id === active ? '0' : '-1';
      element.setAttribute('aria-selected', String(this.#selection.isSelected(id)));
      if (id === this.#marked) element.setAttribute('aria-current', 'true');
      else element.removeAttribute('aria-current');
      element.setAttribute('tabindex', tabindex);
      for (const inner of element.querySelectorAll('button')) inner.setAttribute('tabindex', tabindex);
    }
    const row = this.#drawn.rows.get(active ?? -1);
    this.element.setAttribute('tabindex', active !== undefined && !row ? '0' : '-1');
    if (document.activeElement === this.element) row?.focus({ preventScroll: true });
  }

  #listen(): void {
    const { element } = this;
    element.addEventListener('keydown', event => this.#key(event));
    this.#drawn.body.addEventListener('click', event => this.#click(event));
    this.#drawn.body.addEventListener('dblclick', event => {
      const at = this.#drawn.idOf(event.target);
      if (at !== undefined && !isButton(event.target)) this.#openRow(at);
    });
  }

  #key(event: KeyboardEvent): void {
    const { target, key } = event;
    if (target instanceof Element && target.closest('thead')) return;
    const { active } = this.#selection;
    const id = this.#drawn.idOf(target) ?? active;
    if (id === undefined) return;
    const onRow = target instanceof HTMLTableRowElement || target === this.element;
    const step = stepOfKey[key];
    const command = event.ctrlKey || event.metaKey;
    const all = command && key.toLowerCase() === 'a';
    const extent = this.#selection.extent(step, this.#drawn.page);
    if ((all || (step && event.shiftKey)) && this.#refuses(all ? this.#source.ids.length : extent))
      return event.preventDefault();
    if (step) this.#selection.step(step, event.shiftKey, this.#drawn.page);
    else if (key === 'Enter' && onRow) return this.#openRow(id);
    else if (key === ' ' && onRow && !this.#typing.goesOn(event)) this.#selection.toggle(id);
    else if (key === 'Escape' && this.#selection.size > 0) this.#selection.none();
    else if (all) this.#selection.all();
    else if (command && key.toLowerCase() === 'c' && this.#options.hand && !textIsSelected())
      return void this.hand('clipboard', 'selected');
    else if (onRow && key.length === 1 && !command && !event.altKey) return this.#type(event);
    else return;
    event.preventDefault();
    this.#mark();
    if (step) this.focus();
    this.#options.changed?.();
  }

  /** Millions of rows are not selected one by one; who asks for it is told. */
  #refuses(count: number): boolean {
    const { selection } = this.#options;
    if (!selection || count <= selection.most) return false;
    selection.refused(count);
    return true;
  }

  #type(event: KeyboardEvent): void {
    event.preventDefault();
    const { active } = this.#selection;
    const found = this.#typing.find(event, this.#source, active);
    if (found === undefined) return;
    this.#selection.focus(found);
    this.#mark();
    this.focus();
  }

  #click(event: MouseEvent): void {
    const id = this.#drawn.idOf(event.target);
    if (id === undefined || isButton(event.target)) return;
    if (event.shiftKey && this.#refuses(this.#selection.extentTo(id))) return;
    if (event.shiftKey) this.#selection.extendTo(id);
    else if (event.ctrlKey || event.metaKey) this.#selection.toggle(id);
    else this.#selection.only(id);
    this.#mark();
    this.focus();
    this.#options.changed?.();
  }

  #openRow(id: number): void {
    const row = this.#source.row(this.#source.ids.indexOf(id));
    if (row !== undefined) this.#options.open?.(row);
  }
}
