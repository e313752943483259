import * as l10n from '@vscode/l10n';
import { button, el } from '../base/dom';
import { formatCount } from '../base/numbers';

export interface ToolbarActions {
  filter(text: string): void;
  /** The user left the filter box for the table. */
  toTable(): void;
  copy(): void;
  exportCsv(): void;
  /** Marks the asked token on the map. */
  showOnMap(): void;
}

/** Filter, count of rows shown, copy and export. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #count = el('span', { class: 'count', 'aria-live': 'polite', 'data-testid': 'similar-shown' });
  readonly #copy: HTMLButtonElement;

  constructor(filter: string, actions: ToolbarActions) {
    const label = l10n.t('Filter by field, label or line');
    const attributes = {
      type: 'search',
      placeholder: label,
      'aria-label': label,
      'data-testid': 'similar-filter',
      spellcheck: 'false',
    };
    const input = el('input', attributes);
    input.value = filter;
    input.addEventListener('input', () => actions.filter(input.value));
    input.addEventListener('keydown', event => {
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        actions.toTable();
      } else if (event.key === 'Escape' && input.value !== '') {
        input.value = '';
        actions.filter('');
      }
    });
    this.#copy = button('similar-copy', l10n.t('Copy All'), actions.copy, { class: 'secondary' });
    const save = button('similar-export', l10n.t('Export CSV…'), actions.exportCsv, { class: 'secondary' });
    const map = button('similar-map', l10n.t('Show on Map'), actions.showOnMap, { class: 'secondary' });
    const parts = [input, this.#count, this.#copy, save, map];
    this.element = el('div', { class: 'toolbar', role: 'search' }, ...parts);
  }

  /** Says how many rows are shown and what the copy button would copy. */
  update(shown: number, total: number, selected: number): void {
    const text = l10n.t('{0} of {1} shown', formatCount(shown), formatCount(total));
    // Written only on change: a live region that is rewritten is read out again.
    if (this.#count.textContent !== text) this.#count.textContent = text;
    this.#copy.textContent =
      selected > 0 ? l10n.t('Copy Selected ({0})', formatCount(selected)) : l10n.t('Copy All');
    this.#copy.disabled = shown === 0;
  }
}
