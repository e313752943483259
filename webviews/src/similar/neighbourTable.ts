import * as l10n from '@vscode/l10n';
import type { SimilarReport } from '../../../shared/protocol/similar';
import { captureText, el } from '../base/dom';
import { RowSelection, type Step } from '../base/rowSelection';
import { visibleText } from '../../../shared/text/visibleText';
import { neighbourRow, type RowActions } from './neighbourRow';
import { nextSort, rowsOf, sortRows, filterRows, type Row, type Sort, type SortKey } from './rows';

export interface TableActions extends RowActions {
  /** The user sorted, filtered, moved or selected. */
  changed(): void;
  copy(): void;
}

const steps: Readonly<Record<string, Step>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
};

/** The table of neighbours: sorts by its headers, moves by arrow keys, one row in the tab order at a time. */
export class NeighbourTable {
  readonly element: HTMLElement;
  readonly #rows: readonly Row[];
  readonly #elements: ReadonlyMap<number, HTMLTableRowElement>;
  readonly #headers = new Map<SortKey, HTMLElement>();
  readonly #body = el('tbody');
  readonly #actions: TableActions;
  readonly #selection = new RowSelection();
  #shown: readonly Row[] = [];
  #sort: Sort;
  #filter: string;

  constructor(report: SimilarReport, sort: Sort, filter: string, actions: TableActions) {
    this.#rows = rowsOf(report);
    this.#sort = sort;
    this.#filter = filter;
    this.#actions = actions;
    this.#elements = new Map(
      this.#rows.map(row => [row.rank, neighbourRow(row, report.known || report.composed === true, actions)]),
    );
    const caption = el(
      'caption',
      { class: 'spoken' },
      l10n.t('Neighbours of {0}', visibleText(report.token.slice(0, 300))),
    );
    const head = el('thead', {}, el('tr', {}, ...this.#headerCells(report.columns)));
    const table = el(
      'table',
      {
        role: 'grid',
        'aria-multiselectable': 'true',
        'aria-readonly': 'true',
        'data-testid': 'similar-table',
      },
      caption,
      head,
      this.#body,
    );
    this.element = el('div', { class: 'table-frame' }, table);
    this.#body.addEventListener('keydown', event => this.#key(event));
    this.#body.addEventListener('click', event => this.#click(event));
    this.#body.addEventListener('dblclick', event => this.#doubleClick(event));
    this.#arrange();
  }

  get sort(): Sort {
    return this.#sort;
  }

  get filter(): string {
    return this.#filter;
  }

  get total(): number {
    return this.#rows.length;
  }

  /** Rows that pass the filter, in the order shown. */
  get shown(): readonly Row[] {
    return this.#shown;
  }

  /** Selected rows among them. */
  get selected(): readonly Row[] {
    return this.#shown.filter(({ rank }) => this.#selection.isSelected(rank));
  }

  setFilter(filter: string): void {
    this.#filter = filter;
    this.#arrange();
    this.#actions.changed();
  }

  /** Puts the keyboard on the table. */
  focus(): void {
    const { active } = this.#selection;
    if (active !== undefined) this.#elements.get(active)?.focus();
  }

  #headerCells(columns: readonly string[]): HTMLElement[] {
    const cell = (key: SortKey, name: Node | string, className = '') => {
      const sorter = el(
        'button',
        { type: 'button', class: 'sorter', 'data-testid': `similar-sort-${key}` },
        name,
      );
      sorter.addEventListener('click', () => this.#sortBy(key));
      const header = el('th', { scope: 'col', class: className }, sorter);
      this.#headers.set(key, header);
      return header;
    };
    return [
      cell('rank', '#', 'number'),
      cell('similarity', l10n.t('Similarity')),
      ...columns.map((column, i) => cell(`field${i}`, captureText(column))),
      cell('count', l10n.t('Flows'), 'number'),
      cell('labels', l10n.t('Labels')),
      cell('firstLine', l10n.t('First line'), 'number'),
      el('th', { scope: 'col' }, el('span', { class: 'spoken' }, l10n.t('Actions'))),
    ];
  }

  #sortBy(key: SortKey): void {
    this.#sort = nextSort(this.#sort, key);
    this.#arrange();
    this.#actions.changed();
  }

  #arrange(): void {
    this.#shown = sortRows(filterRows(this.#rows, this.#filter), this.#sort);
    this.#selection.show(this.#shown.map(({ rank }) => rank));
    this.#body.replaceChildren(...this.#shown.flatMap(({ rank }) => this.#elements.get(rank) ?? []));
    for (const [key, header] of this.#headers) {
      const direction = this.#sort.descending ? 'descending' : 'ascending';
      header.setAttribute('aria-sort', key === this.#sort.key ? direction : 'none');
    }
    this.#mark();
  }

  /** Tells each row whether it is selected and in the tab order, with what is inside it. */
  #mark(): void {
    for (const [rank, element] of this.#elements) {
      const tabindex = rank === this.#selection.active ? '0' : '-1';
      element.setAttribute('aria-selected', String(this.#selection.isSelected(rank)));
      element.setAttribute('tabindex', tabindex);
      for (const inner of element.querySelectorAll('button')) inner.setAttribute('tabindex', tabindex);
    }
  }

  #key(event: KeyboardEvent): void {
    const row = this.#rowOf(event.target);
    if (!row) return;
    const onRow = event.target instanceof HTMLTableRowElement;
    const step = steps[event.key];
    const command = event.ctrlKey || event.metaKey;
    if (step) this.#selection.step(step, event.shiftKey);
    else if (event.key === 'Enter' && onRow) return this.#actions.reveal(row);
    else if (event.key === ' ' && onRow) this.#selection.toggle(row.rank);
    else if (event.key === 'Escape') this.#selection.none();
    else if (command && event.key.toLowerCase() === 'a') this.#selection.all();
    else if (command && event.key.toLowerCase() === 'c' && !textIsSelected()) return this.#actions.copy();
    else return;
    event.preventDefault();
    this.#mark();
    if (step) this.focus();
    this.#actions.changed();
  }

  #click(event: MouseEvent): void {
    const row = this.#rowOf(event.target);
    if (!row || isButton(event.target)) return;
    if (event.shiftKey) this.#selection.extendTo(row.rank);
    else if (event.ctrlKey || event.metaKey) this.#selection.toggle(row.rank);
    else this.#selection.only(row.rank);
    this.#mark();
    this.focus();
    this.#actions.changed();
  }

  #doubleClick(event: MouseEvent): void {
    const row = this.#rowOf(event.target);
    if (row && !isButton(event.target)) this.#actions.reveal(row);
  }

  #rowOf(target: EventTarget | null): Row | undefined {
    const element = target instanceof Element ? target.closest('tr') : null;
    return this.#shown.find(({ rank }) => this.#elements.get(rank) === element);
  }
}

function isButton(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button') !== null;
}

function textIsSelected(): boolean {
  return window.getSelection()?.isCollapsed === false;
}
