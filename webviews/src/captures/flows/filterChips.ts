import * as l10n from '@vscode/l10n';
import { flowFilterText, parseFlowFilter, type FlowFilter } from '../../../../shared/text/flowFilter';
import { shortText } from '../../../../shared/text/visibleText';
import { button, el } from '../../base/dom';

/** The parts of a filter, each a chip: all of them hold. A chip is taken away, or edited as text. */
export class FilterChips {
  readonly element = el('div', { class: 'chips', role: 'group' });
  readonly #chips = el('span', { class: 'chip-list' });
  readonly #input = el('input', {
    type: 'search',
    class: 'chip-input',
    'data-testid': 'flows-filter',
    spellcheck: 'false',
  });
  #parts: FlowFilter[] = [];

  constructor(private readonly does: { changed(): void; failed(message: string): void; down(): void }) {
    this.element.append(this.#chips, this.#input);
    this.#input.addEventListener('keydown', event => {
      if (event.key === 'Enter') this.#take();
      else if (event.key === 'Escape') this.#input.value = '';
      else if (event.key === 'ArrowDown') does.down();
      else if (event.key === 'Backspace' && this.#input.value === '' && this.#parts.length > 0)
        this.remove(this.#parts.length - 1);
      else return;
      event.preventDefault();
    });
  }

  /** The whole as text; empty for all rows. */
  get text(): string {
    return this.#parts.length === 0 ? '' : flowFilterText({ all: this.#parts });
  }

  /** Called once the page's language is known. */
  words(): void {
    const label = l10n.t("Filter, for example Dport in (53, 5353) and not Label contains 'background'");
    this.#input.placeholder = label;
    this.#input.setAttribute('aria-label', label);
    this.#input.title = l10n.t(
      'Conditions on columns, and on Host, Port, Class, Line and Any; Enter applies them.',
    );
    this.element.setAttribute('aria-label', l10n.t('Filter'));
    this.#draw();
  }

  /** Takes the filter from text, as it was remembered. */
  restore(text: string): void {
    this.#parts = text === '' ? [] : partsOf(parseFlowFilter(text));
    this.#draw();
  }

  add(filter: FlowFilter): void {
    const known = new Set(this.#parts.map(flowFilterText));
    const added = partsOf(filter).filter(part => !known.has(flowFilterText(part)));
    if (added.length === 0) return;
    this.#parts = [...this.#parts, ...added];
    this.#draw();
    this.does.changed();
  }

  remove(i: number): void {
    this.#parts = this.#parts.filter((_, at) => at !== i);
    this.#draw();
    this.does.changed();
    this.#input.focus();
  }

  clear(): void {
    if (this.#parts.length === 0) return;
    this.#parts = [];
    this.#draw();
    this.does.changed();
  }

  focus(): void {
    this.#input.focus();
  }

  #take(): void {
    const text = this.#input.value.trim();
    if (text === '') return;
    try {
      const filter = parseFlowFilter(text);
      this.#input.value = '';
      this.add(filter);
    } catch (error) {
      this.does.failed((error as Error).message);
    }
  }

  /** The chip becomes the text it stands for. */
  #edit(i: number): void {
    const part = this.#parts[i];
    if (!part) return;
    const text = flowFilterText(part);
    this.#parts = this.#parts.filter((_, at) => at !== i);
    this.#draw();
    this.#input.value = text;
    this.#input.focus();
  }

  #draw(): void {
    const chips = this.#parts.map((part, i) => {
      const text = flowFilterText(part);
      const edit = button('flows-chip', shortText(text, 60), () => this.#edit(i), {
        class: 'chip-text',
        title: l10n.t('{0}: edit as text', shortText(text, 300)),
      });
      const remove = button('flows-chip-remove', '×', () => this.remove(i), {
        class: 'chip-remove',
        'aria-label': l10n.t('Take away {0}', shortText(text, 60)),
      });
      return el('span', { class: 'chip' }, edit, remove);
    });
    const all = button('flows-chip-clear', l10n.t('All Rows'), () => this.clear(), { class: 'link' });
    this.#chips.replaceChildren(...chips, ...(chips.length > 1 ? [all] : []));
  }
}

/** What is joined by "and" is a chip each. */
function partsOf(filter: FlowFilter): FlowFilter[] {
  return 'all' in filter ? filter.all.flatMap(partsOf) : [filter];
}
