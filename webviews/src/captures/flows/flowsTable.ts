import * as l10n from '@vscode/l10n';
import {
  type PlaceAsked,
  type TableOpened,
  type TableRows,
  type TableView,
} from '../../../../shared/protocol/flowTables';
import type { FlowFilter } from '../../../../shared/text/flowFilter';
import { flowFilterText } from '../../../../shared/text/flowFilter';
import { el } from '../../base/dom';
import { formatCount } from '../../base/numbers';
import { unordered } from '../../base/table/columns';
import { DataTable } from '../../base/table/dataTable';
import { pageRows } from '../../base/table/pageRows';
import { PagedRows, type RowPage, type RowView } from '../../base/table/rowSource';
import { CellPointer } from './cellPointer';
import type { FlowsCalls } from './contract';
import { listenForMoves } from './columnMoves';
import { columnPlaces, moved } from './columnOrder';
import { FileReading } from './fileReading';
import { FindBar } from './findBar';
import { flowColumns, rowAttributes, type FlowRow } from './flowColumns';
import { viewOf, type FlowsState } from './flowsState';
import type { FlowsMemory } from './memory';
import { RowMarks } from './rowMarks';
import { hitsFrom, nearestHit } from './search';
import { textOfRows } from './textOfRows';

/** Rows that can be selected one by one; more are exported. */
const mostSelected = 100_000;
/** Scrolling rests when nothing has moved for so long. */
const restMs = 150;

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
  /** The view whose rows were shown last. */
  #arrangedAs = '';
  #record: number | undefined;
  readonly #reading: FileReading;
  readonly #rows: PagedRows<FlowRow>;
  /** The first page, until it is taken. */
  #first: TableRows | undefined;
  readonly #marks: RowMarks;
  /** Record of the first row that is seen. */
  #top: number | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(file: TableOpened, memory: FlowsMemory, does: FlowsDoes, votes: boolean) {
    this.#does = does;
    this.#where = memory.where;
    this.#record = memory.record;
    this.#top = memory.top;
    this.#first = file.first;
    this.#columns = memory.columns;
    this.#places = columnPlaces(
      file.columns.map(({ name }) => name),
      memory.columns,
    );
    this.#reading = new FileReading(
      () => does.call('rows', { view: {}, from: 0, count: 0 }),
      rows => {
        // Rows at hand stay as they are; there are more below them.
        const { where, order } = this.view;
        if (where === undefined && order === undefined && this.#rows.grow(rows)) this.#table.renew();
        does.changed();
      },
    );
    const opened = { ...file, columns: this.#places.flatMap(place => file.columns[place] ?? []) };
    this.opened = opened;
    const columns = flowColumns(opened.columns, { lines: opened.lines, votes });
    this.#rows = new PagedRows<FlowRow>((view, from, count) => this.#read(view, from, count));
    this.#marks = new RowMarks(this.#rows, {
      ask: records => does.call('marks', { records }),
      drawn: () => this.#table.drawn.map(({ record }) => record),
      renew: () => this.#table.renew(),
      failed: does.failed,
    });
    this.#table = new DataTable<FlowRow>({
      name: 'flows',
      caption: l10n.t('Flows of the capture'),
      columns,
      rows: this.#rows,
      // A capture that is read in another way may lack the column of an order that is remembered.
      order: file.columns.some(({ name }) => name === memory.order.key) ? memory.order : unordered,
      filter: memory.where,
      widths: memory.widths,
      attributes: rowAttributes,
      open: () => void this.#pointer.explain(),
      hand: text => void does.call('copy', { text }).then(() => does.say(l10n.t('Copied')), does.failed),
      failed: does.failed,
      changed: () => this.#changed(),
      scrolled: () => this.#scrolled(),
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
      nearest: (where, direction, isWanted) => this.#goToNearest(where, direction, isWanted),
      spread: (where, parts) =>
        hitsFrom(this.#table.active?.row.record, asked => does.call('spread', asked), {
          view: this.view,
          where,
          parts,
        }),
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
    this.#revealed = this.#restore(memory);
  }

  get view(): TableView {
    return viewOf(this.#where, this.#table.order);
  }

  get state(): FlowsState {
    const { shown, total, selected } = this.#table.counts;
    const { order, element } = this.#table;
    return {
      where: this.#where,
      rows: shown,
      total,
      selected,
      exact: this.#reading.exact,
      ready: this.#reading.ready,
      busy: element.hasAttribute('aria-busy'),
      order: order.key === '' ? undefined : order,
    };
  }

  get memory(): Omit<FlowsMemory, 'where' | 'by'> {
    return {
      order: this.#table.order,
      record: this.#record,
      top: this.#top,
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

  /** Another is in its place. */
  dispose(): void {
    this.#reading.stop();
    this.#marks.stop();
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
  async reveal(record: number, keyboard?: 'stays', also: readonly number[] = []): Promise<void> {
    this.#marks.showTogether(also.length > 0 ? [record, ...also] : []);
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

  marksChanged(): void {
    this.#marks.changed();
  }

  /** The file is another. */
  reread(): void {
    this.find.rearranged();
    this.#reading.anew();
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
      const text = await textOfRows(records, piece =>
        this.#does.call('text', { records: piece, pseudonyms }),
      );
      await this.#does.call('copy', { text });
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

  /** As it was when the page was hidden or reloaded: the row of the keyboard, and what was in view, be it elsewhere. */
  async #restore({ record, top }: FlowsMemory): Promise<void> {
    if (record !== undefined) await this.reveal(record);
    if (top === undefined) return;
    try {
      const place = await this.#bring({ record: top });
      if (typeof place === 'number') this.#table.showFirst(place);
    } catch (error) {
      this.#does.failed(error as Error);
    }
  }

  async #go(to: PlaceAsked, none: string, keyboard?: 'stays'): Promise<void> {
    try {
      const place = await this.#bring(to);
      if (place === null) return this.#does.say(none);
      if (place !== undefined) await this.#goToPlace(place, keyboard);
    } catch (error) {
      this.#does.failed(error as Error);
    }
  }

  /**
   * Finds a place, null for none, and brings its page with the answer: one question to the server, not two. Undefined where
   * another view was asked for meanwhile.
   */
  async #bring(to: PlaceAsked): Promise<number | null | undefined> {
    const { view } = this;
    const page = await this.#does.call('rows', { view, from: 0, count: pageRows, to });
    await this.#table.arranged;
    if (JSON.stringify(view) !== JSON.stringify(this.view)) return undefined;
    const { place = null, from } = page;
    if (place !== null && this.#rows.take(from, this.#taken(page))) this.#table.renew();
    return place;
  }

  async #goToNearest(where: string, direction: 'next' | 'previous', isWanted = () => true): Promise<boolean> {
    const { view } = this;
    const from = this.#table.active?.place ?? (direction === 'next' ? -1 : this.#table.counts.shown);
    const found = await nearestHit(
      asked => this.#does.call('nearest', asked),
      { view, where, place: from, direction },
      () => isWanted() && JSON.stringify(view) === JSON.stringify(this.view),
    );
    if (found === undefined) return false;
    // Who looks for something goes on to the next by the same key.
    await this.#goToPlace(found, this.find.hasKeyboard ? 'stays' : undefined);
    return true;
  }

  /** A place may lie beyond what the table knows of yet, while the file is read. */
  async #goToPlace(place: number, keyboard?: 'stays'): Promise<void> {
    if (place >= this.#table.counts.shown) await this.#table.refresh();
    await this.#table.goTo(Math.min(place, this.#table.counts.shown - 1), keyboard);
  }

  async #read(view: RowView, from: number, count: number): Promise<RowPage<FlowRow>> {
    const asked = viewOf(view.filter, view.order);
    const first = from === 0 && Object.keys(asked).length === 0 ? this.#first : undefined;
    this.#first = undefined;
    return this.#taken(first ?? (await this.#does.call('rows', { view: asked, from, count })));
  }

  #taken({ rows, count, total, exact, ready }: TableRows): RowPage<FlowRow> {
    this.#reading.learn({ exact, ready });
    void this.#marks.ask(rows.map(({ record }) => record));
    const shown = rows.map(row => this.#marks.with({ ...row, cells: this.#arranged(row.cells) }));
    return { rows: shown, count, total };
  }

  /** Cells in the order of the columns; a row that is no flow has none. */
  #arranged(cells: readonly string[]): readonly string[] {
    return cells.length === 0 ? cells : this.#places.map(place => cells[place] ?? '');
  }

  /** What was in view is remembered once it rests. */
  #scrolled(): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#top = this.#table.top?.record ?? this.#top;
      this.#does.changed();
    }, restMs);
  }

  #changed(): void {
    const { active } = this.#table;
    const view = JSON.stringify(this.view);
    if (view !== this.#arrangedAs) this.find.rearranged();
    this.#arrangedAs = view;
    if (active && active.row.record !== this.#record) {
      this.#record = active.row.record;
      // What was shown together is left for another row.
      if (!this.#marks.together.has(this.#record)) this.#marks.showTogether([]);
      void this.#does.call('active', { record: active.row.record }).catch(this.#does.failed);
    }
    this.#does.changed();
  }
}
