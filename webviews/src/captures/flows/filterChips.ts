import * as l10n from '@vscode/l10n';
import { flowFilterText, parseFlowFilter, type FlowFilter } from '../../../../shared/text/flowFilter';
import { shortText } from '../../../../shared/text/visibleText';
import { button, el } from '../../base/dom';

/**
 * The parts of a filter, each a chip: all of them hold. A chip is taken away, or edited as text; until the text is
 * taken, the part that it was holds. The arrows go from chip to chip, Delete takes one away.
 */
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
  /** Place of the part that stands in the input as text. */
  #edited: number | undefined;

  constructor(private readonly does: { changed(): void; failed(message: string): void; down(): void }) {
    this.element.append(this.#chips, this.#input);
    this.#input.addEventListener('keydown', event => {
      const { value, selectionEnd } = this.#input;
      if (event.key === 'Enter') this.#take();
      else if (event.key === 'Escape') this.#leave();
      else if (event.key === 'ArrowDown') does.down();
      else if (event.key === 'ArrowLeft' && selectionEnd === 0) this.#step(this.#texts.length, -1);
      else if (
        event.key === 'Backspace' &&
        value === '' &&
        this.#edited === undefined &&
        this.#parts.length > 0
      )
        this.remove(this.#parts.length - 1);
      else return;
      event.preventDefault();
    });
    this.#chips.addEventListener('keydown', event => this.#key(event));
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
    this.#edited = undefined;
    this.#draw();
  }

  add(filter: FlowFilter): void {
    this.#replace(this.#parts.length, 0, partsOf(filter));
  }

  /** The keyboard goes on to the chip that follows, or back to the input. */
  remove(i: number): void {
    this.#replace(i, 1, []);
    this.#step(i, 0);
  }

  clear(): void {
    this.#replace(0, this.#parts.length, []);
    this.#input.focus();
  }

  focus(): void {
    this.#input.focus();
  }

  #take(): void {
    const text = this.#input.value.trim();
    const [at, count] = this.#edited === undefined ? [this.#parts.length, 0] : [this.#edited, 1];
    if (text === '' && count === 0) return;
    try {
      const parts = text === '' ? [] : partsOf(parseFlowFilter(text));
      this.#input.value = '';
      this.#replace(at, count, parts);
    } catch (error) {
      this.does.failed((error as Error).message);
    }
  }

  /** What was typed is dropped; a chip that was edited is what it was. */
  #leave(): void {
    const edited = this.#edited;
    this.#input.value = '';
    if (edited === undefined) return;
    this.#edited = undefined;
    this.#draw();
    this.#step(edited, 0);
  }

  /** The chip's text, to be changed. */
  #edit(i: number): void {
    const part = this.#parts[i];
    if (!part) return;
    this.#edited = i;
    this.#draw();
    this.#input.value = flowFilterText(part);
    this.#input.focus();
  }

  /** Puts others in the place of so many parts, but none twice; tells of it where that makes another filter. */
  #replace(from: number, count: number, by: readonly FlowFilter[]): void {
    const before = this.text;
    const parts = [...this.#parts.slice(0, from), ...by, ...this.#parts.slice(from + count)];
    this.#parts = [...new Map(parts.map(part => [flowFilterText(part), part])).values()];
    this.#edited = undefined;
    this.#draw();
    if (this.text !== before) this.does.changed();
  }

  get #texts(): HTMLElement[] {
    return [...this.#chips.querySelectorAll<HTMLElement>('.chip-text')];
  }

  /** Puts the keyboard so far from a chip; the input follows the last. */
  #step(from: number, by: number): void {
    const texts = this.#texts;
    (texts[Math.max(0, from + by)] ?? this.#input).focus();
  }

  #key(event: KeyboardEvent): void {
    const chip = (event.target as Element).closest('.chip');
    const at = this.#texts.findIndex(text => chip?.contains(text));
    if (at < 0) return;
    if (event.key === 'ArrowLeft') this.#step(at, -1);
    else if (event.key === 'ArrowRight') this.#step(at, 1);
    else if (event.key === 'Delete' || event.key === 'Backspace') this.remove(at);
    else if (event.key === 'ArrowDown') this.does.down();
    else return;
    event.preventDefault();
  }

  #draw(): void {
    const chips = this.#parts.map((part, i) => {
      const text = flowFilterText(part);
      const edit = button('flows-chip', shortText(text, 60), () => this.#edit(i), {
        class: 'chip-text',
        'aria-keyshortcuts': 'Delete',
        title: l10n.t('{0}: edit as text', shortText(text, 300)),
      });
      const remove = button('flows-chip-remove', '×', () => this.remove(i), {
        class: 'chip-remove',
        'aria-label': l10n.t('Take away {0}', shortText(text, 60)),
      });
      return el('span', { class: i === this.#edited ? 'chip edited' : 'chip' }, edit, remove);
    });
    const all = button('flows-chip-clear', l10n.t('All Rows'), () => this.clear(), { class: 'link' });
    this.#chips.replaceChildren(...chips, ...(chips.length > 1 ? [all] : []));
  }
}

/** What is joined by "and" is a chip each. */
function partsOf(filter: FlowFilter): FlowFilter[] {
  return 'all' in filter ? filter.all.flatMap(partsOf) : [filter];
}
