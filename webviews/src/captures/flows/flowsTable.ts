import * as l10n from '@vscode/l10n';
import type { TableOpened, TableView } from '../../../../shared/protocol/flowTables';
import type { FlowFilter } from '../../../../shared/text/flowFilter';
import { flowFilterText } from '../../../../shared/text/flowFilter';
import { el } from '../../base/dom';
import { formatCount } from '../../base/numbers';
import type { Order } from '../../base/order';
import { unordered } from '../../base/table/columns';
import { DataTable } from '../../base/table/dataTable';
import { PagedRows, type RowPage, type RowView } from '../../base/table/rowSource';
import { CellPointer } from './cellPointer';
import type { FlowsCalls } from './contract';
import { listenForMoves } from './columnMoves';
import { columnPlaces, moved } from './columnOrder';
import { FindBar } from './findBar';
import { flowColumns, type FlowRow } from './flowColumns';
import type { FlowsMemory } from './memory';

/** Rows that can be selected one by one; more are exported. */
const mostSelected = 100_000;
/** Rows whose text is asked for at one time. */
const mostTexts = 10_000;
/** While the file is read, how many rows there are is asked for so often. */
const askAgainMs = 300;

export interface FlowsDoes {
  call<K extends keyof FlowsCalls & string>(
    name: K,
    argument: Parameters<FlowsCalls[K]>[0],
  ): Promise<ReturnType<FlowsCalls[K]>>;
  propose(filter: FlowFilter): void;
  failed(error: Error): void;
  /** Tells of something done, on the page and to a screen reader. */
  say(text: string): void;
  /** Tells a screen reader what the page shows anyway. */
  speak(text: string): void;
  /** Adds the selected rows to an investigation. */
  pinRows(): void;
  /** Labels rows by hand. */
  labelRows(records: readonly number[]): void;
  changed(): void;
  /** Columns were moved, one by its header's keys: the table is made anew with what is remembered of it. */
  columnsMoved(byKeys: string | undefined): void;
}

export interface FlowsState {
  /** The filter as text; empty for all rows. */
  where: string;
  rows: number;
  total: number;
  selected: number;
  /** False while the file is still being read. */
  exact: boolean;
  /** Whether filters and orders are answered at once. */
  ready: boolean;
  /** While rows are filtered or ordered. */
  busy: boolean;
  /** Undefined for the order of the file. */
  order: Order | undefined;
}

/** The rows of a capture, a screen at a time, with what is asked of a cell. */
export class FlowsTable {
  readonly find: FindBar;
  readonly elements: readonly HTMLElement[];
  /** With the columns in the order shown. */
  readonly opened: TableOpened;
  /** Their places in the file. */
  readonly #places: readonly number[];
  #columns: readonly string[];
  readonly #revealed: Promise<void>;
  readonly #does: FlowsDoes;
  readonly #table: DataTable<FlowRow>;
  readonly #pointer: CellPointer;
  #where: string;
  #record: number | undefined;
  #extent = { exact: false, ready: false };
  #clustered = true;
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor(file: TableOpened, memory: FlowsMemory, does: FlowsDoes) {
    this.#does = does;
    this.#where = memory.where;
    this.#record = memory.record;
    this.#columns = memory.columns;
    this.#places = columnPlaces(
      file.columns.map(({ name }) => name),
      memory.columns,
    );
    const opened = { ...file, columns: this.#places.flatMap(place => file.columns[place] ?? []) };
    this.opened = opened;
    const columns = flowColumns(opened.columns, { lines: opened.lines, clustered: true });
    this.#table = new DataTable<FlowRow>({
      name: 'flows',
      caption: l10n.t('Flows of the capture'),
      columns,
      rows: new PagedRows<FlowRow>((view, from, count) => this.#read(view, from, count)),
      // A capture that is read in another way may lack the column of an order that is remembered.
      order: file.columns.some(({ name }) => name === memory.order.key) ? memory.order : unordered,
      filter: memory.where,
      widths: memory.widths,
      attributes: ({ record, problem, text, class: name }) => ({
        'data-record': record,
        ...(name === undefined ? {} : { 'data-class': name }),
        ...(text === undefined ? {} : { 'data-no-flow': problem === undefined ? 'aside' : 'rejected' }),
      }),
      open: () => void this.#pointer.explain(),
      hand: text => void does.call('copy', { text }).then(() => does.say(l10n.t('Copied')), does.failed),
      failed: does.failed,
      changed: () => this.#changed(),
      selection: {
        most: mostSelected,
        refused: asked =>
          does.say(
            l10n.t(
              '{0} rows are more than can be selected ({1}): filter them, or export them.',
              formatCount(asked),
              formatCount(mostSelected),
            ),
          ),
      },
    });
    this.find = new FindBar({
      nearest: (where, direction) => this.#goToNearest(where, direction),
      spread: (where, parts) => does.call('spread', { view: this.view, where, parts }),
      failed: error => does.failed(error instanceof Error ? error : new Error(String(error))),
      done: () => this.#table.focus(),
    });
    this.find.words();
    this.#pointer = new CellPointer(this.#table, opened, {
      ...does,
      nextOfHost: (host, direction) =>
        this.#goToNearest(flowFilterText({ column: 'Host', is: '=', values: [host] }), direction),
      labelRows: record => this.#labelRows(record),
      copyRows: () => this.#table.hand('clipboard', 'selected'),
      copyText: pseudonyms => this.#copyText(pseudonyms),
      moveColumn: (from, to) => this.#moveColumn(from, to, 'mouse'),
    });
    listenForMoves(this.#table.element, {
      count: opened.columns.length,
      move: (from, to, by) => this.#moveColumn(from, to, by),
    });
    const frame = el('div', { class: 'rows' }, this.#table.element, this.find.marks);
    this.elements = [this.find.element, frame, this.#pointer.menu.element, this.#pointer.card.element];
    this.#revealed = memory.record === undefined ? Promise.resolve() : this.reveal(memory.record);
  }

  get view(): TableView {
    const { key, descending } = this.#table.order;
    return {
      ...(this.#where === '' ? {} : { where: this.#where }),
      ...(key === '' ? {} : { order: { column: key, descending } }),
    };
  }

  get state(): FlowsState {
    const { shown, total, selected } = this.#table.counts;
    const { order, element } = this.#table;
    return {
      where: this.#where,
      rows: shown,
      total,
      selected,
      ...this.#extent,
      busy: element.hasAttribute('aria-busy'),
      order: order.key === '' ? undefined : order,
    };
  }

  get memory(): Omit<FlowsMemory, 'where' | 'by'> {
    return {
      order: this.#table.order,
      record: this.#record,
      widths: this.#table.widths,
      columns: this.#columns,
    };
  }

  /** Lines, or records, of the selected rows. */
  get selectedRecords(): readonly number[] {
    return this.#table.selected.map(({ record }) => record);
  }

  focus(): void {
    this.#table.focus();
  }

  /** Puts the keyboard on a column's header, once the row it was on is in view again. */
  async focusHeader(name: string): Promise<void> {
    await this.#revealed;
    const headers = [...this.#table.element.querySelectorAll<HTMLElement>('thead th')];
    headers
      .find(header => header.dataset.key === name)
      ?.querySelector('button')
      ?.focus();
  }

  /** Shows the rows of a filter; the row one was on stays in view, or the first after it. */
  filter(where: string): void {
    this.#where = where;
    this.find.rearranged();
    const record = this.#table.active?.row.record;
    // Who takes a chip away by keys goes on with the next chip.
    const keyboard = this.#table.element.contains(document.activeElement) ? undefined : 'stays';
    this.#table.setFilter(where);
    if (record !== undefined) void this.reveal(record, keyboard);
  }

  /** Back to the order of the file; the button that asked for it is gone then. */
  unsort(): void {
    const record = this.#table.active?.row.record;
    this.#table.setOrder(unordered);
    if (record !== undefined) void this.reveal(record);
  }

  /** Brings a record into view, or where it is filtered away, the one after it. */
  async reveal(record: number, keyboard?: 'stays'): Promise<void> {
    await this.#go({ record }, l10n.t('There is no row {0} any more.', formatCount(record)), keyboard);
  }

  /** `1234` a line, `50 %` a share of the rows, anything else a time. */
  async goToText(typed: string): Promise<void> {
    const text = typed.trim();
    if (text === '') return;
    const percent = /^(\d+(?:[.,]\d+)?)\s*%$/.exec(text)?.[1];
    const to =
      percent !== undefined
        ? { share: Math.min(1, Number(percent.replace(',', '.')) / 100) }
        : /^\d{1,8}$/.test(text)
          ? { record: Number(text) }
          : { time: text };
    await this.#go(to, l10n.t('Nothing is there or later.'));
  }

  async nextOfHost(direction: 'next' | 'previous'): Promise<void> {
    await this.#pointer.nextOfHost(direction);
  }

  modelChanged(): void {
    this.#clustered = true;
    void this.#table.refresh();
  }

  /** The file is another. */
  reread(): void {
    this.find.rearranged();
    this.#extent = { exact: false, ready: false };
    void this.#table.refresh();
  }

  async #labelRows(record: number): Promise<void> {
    try {
      const selected = (await this.#table.rows('selected')).map(row => row.record);
      this.#does.labelRows(selected.includes(record) ? selected : [record]);
    } catch (error) {
      this.#does.failed(error as Error);
    }
  }

  /** The selected rows as they stand in the file, or with names for their addresses. */
  async #copyText(pseudonyms: boolean): Promise<void> {
    try {
      const records = (await this.#table.rows('selected')).map(row => row.record);
      const lines: string[] = [];
      for (let from = 0; from < records.length; from += mostTexts) {
        const piece = records.slice(from, from + mostTexts);
        lines.push(...(await this.#does.call('text', { records: piece, pseudonyms })));
      }
      await this.#does.call('copy', { text: lines.join('\n') });
      this.#does.say(l10n.t('Copied'));
    } catch (error) {
      this.#does.failed(error as Error);
    }
  }

  #moveColumn(from: number, to: number, by: 'keys' | 'mouse'): void {
    const names = this.opened.columns.map(({ name }) => name);
    this.#columns = moved(names, from, to);
    this.#does.columnsMoved(by === 'keys' ? names[from] : undefined);
    this.#does.say(l10n.t('{0} is column {1} of {2} now', names[from] ?? '', to + 1, names.length));
  }

  async #go(
    to: { record: number } | { time: string } | { share: number },
    none: string,
    keyboard?: 'stays',
  ): Promise<void> {
    try {
      const place = await this.#does.call('place', { view: this.view, to });
      if (place === null) return this.#does.say(none);
      await this.#goToPlace(place, keyboard);
    } catch (error) {
      this.#does.failed(error as Error);
    }
  }

  async #goToNearest(where: string, direction: 'next' | 'previous'): Promise<boolean> {
    const from = this.#table.active?.place ?? (direction === 'next' ? -1 : this.#table.counts.shown);
    const place = await this.#does.call('nearest', { view: this.view, where, place: from, direction });
    if (place === null) return false;
    await this.#goToPlace(place);
    return true;
  }

  /** A place may lie beyond what the table knows of yet, while the file is read. */
  async #goToPlace(place: number, keyboard?: 'stays'): Promise<void> {
    if (place >= this.#table.counts.shown) await this.#table.refresh();
    await this.#table.goTo(Math.min(place, this.#table.counts.shown - 1), keyboard);
  }

  async #read(view: RowView, from: number, count: number): Promise<RowPage<FlowRow>> {
    const { key, descending } = view.order;
    const asked: TableView = {
      ...(view.filter === '' ? {} : { where: view.filter }),
      ...(key === '' ? {} : { order: { column: key, descending } }),
    };
    const page = await this.#does.call('rows', { view: asked, from, count });
    this.#extent = { exact: page.exact, ready: page.ready };
    if (!page.exact || !page.ready) this.#askAgain();
    const rows = page.rows.map(row => ({ ...row, cells: this.#arranged(row.cells) }));
    return { rows: await this.#withClusters(rows), count: page.count, total: page.total };
  }

  /** Cells in the order of the columns; a row that is no flow has none. */
  #arranged(cells: readonly string[]): readonly string[] {
    return cells.length === 0 ? cells : this.#places.map(place => cells[place] ?? '');
  }

  async #withClusters(rows: readonly FlowRow[]): Promise<readonly FlowRow[]> {
    if (!this.#clustered || rows.length === 0) return rows;
    const { clusters } = await this.#does.call('marks', { records: rows.map(({ record }) => record) });
    if (!clusters) this.#clustered = false;
    return clusters ? rows.map((row, i) => ({ ...row, cluster: clusters[i] ?? null })) : rows;
  }

  /** Looks how far the file has been read, until it is. */
  #askAgain(): void {
    if (this.#asking !== undefined) return;
    this.#asking = setTimeout(() => {
      this.#asking = undefined;
      this.#does.call('rows', { view: {}, from: 0, count: 0 }).then(
        ({ exact, ready, count }) => {
          const grown = this.view.where === undefined && count !== this.#table.counts.total;
          this.#extent = { exact, ready };
          if (grown) void this.#table.refresh();
          this.#does.changed();
          if (!exact || !ready) this.#askAgain();
        },
        // The server was stopped or the file is gone: the panel says so by itself.
        () => undefined,
      );
    }, askAgainMs);
  }

  #changed(): void {
    const { active } = this.#table;
    if (active && active.row.record !== this.#record) {
      this.#record = active.row.record;
      void this.#does.call('active', { record: active.row.record }).catch(this.#does.failed);
    }
    this.#does.changed();
  }
}
