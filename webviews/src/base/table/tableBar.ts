import * as l10n from '@vscode/l10n';
import { answerParameters } from '../../../../shared/parameters/answers';
import { button, el } from '../dom';
import { fileButton } from '../fileButton';
import { shortText } from '../../../../shared/text/visibleText';
import { formatCount } from '../numbers';
import type { DataTable, TableFormat } from './dataTable';

export interface TableBarOptions<Row> {
  /** Begins the test ids. */
  name: string;
  /** What the filter looks into; without it there is no filter. */
  filter?: string;
  /** What narrows the rows in place of a filter of ours. */
  search?: readonly HTMLElement[];
  /** Files that the rows can be written to; CSV and JSON unless given. */
  formats?: readonly Exclude<TableFormat, 'clipboard'>[];
  /** When the rows are a sample: of how many. */
  drawnOf?: number;
  /** Lists the others too. */
  all?(): void;
  /** Adds the flows of rows, the selected ones if there are any, to an investigation. */
  pin?(rows: readonly Row[]): void;
  /** What else can be done with the rows. */
  tools?: readonly HTMLElement[];
}

/** The bar of a table: filter, how many rows are shown, copy and export. */
export class TableBar<Row> {
  readonly element: HTMLElement;
  #drawnOf: number | undefined;
  readonly #table: DataTable<Row>;
  readonly #count: HTMLElement;
  readonly #copy: HTMLButtonElement;
  readonly #pin: HTMLButtonElement | undefined;

  constructor(table: DataTable<Row>, options: TableBarOptions<Row>) {
    const { name, filter, formats = ['csv', 'json'], tools = [], pin, drawnOf = 0, all } = options;
    this.#table = table;
    const search = options.search ?? (filter === undefined ? [] : [this.#filter(name, filter)]);
    this.#drawnOf = options.drawnOf;
    this.#count = el('span', { class: 'count', 'aria-live': 'polite', 'data-testid': `${name}-shown` });
    const second = { class: 'secondary small' };
    this.#copy = button(`${name}-copy`, '', () => void table.hand('clipboard', 'selected'), {
      ...second,
      title: l10n.t('Copy the rows for a spreadsheet'),
    });
    this.#pin = pin && button(`${name}-pin`, '', () => void this.#pinRows(pin), second);
    const files = formats.map(format =>
      fileButton(`${name}-${format}`, format, 'rows', () => void table.hand(format)),
    );
    const called = table.element.querySelector('caption')?.textContent ?? '';
    this.element = el(
      'div',
      { class: 'toolbar', role: search.length > 0 ? 'search' : 'group', 'aria-label': called },
      ...search,
      this.#count,
      ...(all && drawnOf > table.counts.total
        ? [
            button(`${name}-all`, allText(drawnOf), all, {
              ...second,
              title: l10n.t('Count anew, with longer lists'),
            }),
          ]
        : []),
      this.#copy,
      ...files,
      ...(this.#pin ? [this.#pin] : []),
      ...tools,
    );
    this.update();
  }

  /** Of how many the rows are from now on. */
  set drawnOf(count: number) {
    this.#drawnOf = count;
    this.update();
  }

  /** Says how many rows are shown and what the copy button would copy. To be called when the table changed. */
  update(): void {
    const { shown, total, selected } = this.#table.counts;
    const drawnOf = this.#drawnOf;
    const counted =
      shown === 0 && total > 0
        ? this.#none(total)
        : l10n.t('{0} of {1} shown', formatCount(shown), formatCount(total));
    const text =
      drawnOf !== undefined && drawnOf > total
        ? `${counted} · ${l10n.t('{0} drawn of {1}', formatCount(total), formatCount(drawnOf))}`
        : counted;
    // Written only on change: a live region that is rewritten is read out again.
    if (this.#count.textContent !== text) this.#count.textContent = text;
    this.#copy.textContent =
      selected > 0 ? l10n.t('Copy Selected ({0})', formatCount(selected)) : l10n.t('Copy All');
    this.#copy.disabled = shown === 0;
    if (!this.#pin) return;
    this.#pin.textContent =
      selected > 0
        ? l10n.t('Add Selected to Investigation ({0})', formatCount(selected))
        : l10n.t('Add to Investigation');
    this.#pin.disabled = shown === 0;
  }

  /** A filter without hits says so, with what it looked for. */
  #none(total: number): string {
    const { filter } = this.#table;
    return filter === ''
      ? l10n.t('No row of {0} passes the filters', formatCount(total))
      : l10n.t('No row of {0} has "{1}"', formatCount(total), shortText(filter, 60));
  }

  async #pinRows(pin: (rows: readonly Row[]) => void): Promise<void> {
    const which = this.#table.counts.selected > 0 ? 'selected' : 'shown';
    try {
      pin(await this.#table.rows(which));
    } catch (error) {
      this.#table.fail(error);
    }
  }

  #filter(name: string, label: string): HTMLInputElement {
    const input = el('input', {
      type: 'search',
      placeholder: label,
      'aria-label': label,
      'data-testid': `${name}-filter`,
      spellcheck: 'false',
    });
    input.value = this.#table.filter;
    searchKeys(input, {
      changed: () => this.#table.setFilter(input.value, this.#table.only),
      down: () => this.#table.focus(),
    });
    return input;
  }
}

/** Lists are no longer than that, for a page would hold no more. */
function allText(inAll: number): string {
  const { most } = answerParameters.groups;
  return inAll > most ? l10n.t('List {0}', formatCount(most)) : l10n.t('List All {0}', formatCount(inAll));
}

/** A search box: typing changes it, Escape empties it, the down arrow leaves it for what it searches. */
export function searchKeys(input: HTMLInputElement, does: { changed(): void; down(): void }): void {
  input.addEventListener('input', () => does.changed());
  input.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      does.down();
    } else if (event.key === 'Escape' && input.value !== '') {
      input.value = '';
      does.changed();
    }
  });
}
