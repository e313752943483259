import * as l10n from '@vscode/l10n';
import { flowFilterText, parseFlowFilter } from '../../../../shared/text/flowFilter';
import { button, el } from '../../base/dom';
import { formatCount } from '../../base/numbers';

export interface FindDoes {
  /** Goes to the nearest hit as long as that is wanted; whether there is one. */
  nearest(where: string, direction: 'next' | 'previous', isWanted: () => boolean): Promise<boolean>;
  /** Hits in each of so many stretches of the rows, part by part, which add up. */
  spread(where: string, parts: number): AsyncIterable<readonly number[]>;
  failed(error: unknown): void;
  done(): void;
}

/** Stretches of the rows that have a mark beside the scroll bar. */
const stretches = 400;

/** Looks for a text, or for flows of a condition, from row to row, and marks beside the scroll bar where hits are. */
export class FindBar {
  readonly element = el('div', { class: 'find', role: 'search', hidden: true });
  /** Beside the rows: where hits are. */
  readonly marks = el('div', {
    class: 'find-marks',
    'aria-hidden': 'true',
    'data-testid': 'flows-find-marks',
  });
  readonly #input = el('input', { type: 'search', 'data-testid': 'flows-find', spellcheck: 'false' });
  readonly #count = el('span', { class: 'count', 'aria-live': 'polite', 'data-testid': 'flows-find-count' });
  /** What is being counted, or was. */
  #counted = '';
  /** Counts what was looked for; what is found of something else than the last comes too late. */
  #turn = 0;
  /** Counts what was gone to. */
  #gone = 0;
  #said = { found: '', step: '' };

  constructor(private readonly does: FindDoes) {
    this.#input.addEventListener('keydown', event => {
      if (event.key === 'Enter') this.go(event.shiftKey ? 'previous' : 'next');
      else if (event.key === 'Escape') this.close();
      else return;
      event.preventDefault();
    });
    this.#input.addEventListener('input', () => this.#forget());
  }

  words(): void {
    const label = l10n.t('Find a text or a condition');
    this.#input.placeholder = label;
    this.#input.setAttribute('aria-label', label);
    const small = { class: 'secondary small' };
    this.element.replaceChildren(
      this.#input,
      button('flows-find-previous', '↑', () => this.go('previous'), {
        ...small,
        'aria-label': l10n.t('Previous Match'),
      }),
      button('flows-find-next', '↓', () => this.go('next'), { ...small, 'aria-label': l10n.t('Next Match') }),
      this.#count,
      button('flows-find-close', '×', () => this.close(), { ...small, 'aria-label': l10n.t('Close') }),
    );
  }

  open(): void {
    this.element.hidden = false;
    this.#input.focus();
    this.#input.select();
  }

  close(): void {
    this.element.hidden = true;
    this.#forget();
    this.does.done();
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  get hasKeyboard(): boolean {
    return this.element.contains(document.activeElement);
  }

  /** Rows were filtered, ordered or read anew: the hits are elsewhere. */
  rearranged(): void {
    this.#forget();
  }

  go(direction: 'next' | 'previous'): void {
    const where = this.#where();
    if (where === undefined) return;
    const [turn, gone] = [this.#turn, ++this.#gone];
    const isWanted = () => turn === this.#turn && gone === this.#gone;
    this.#say({ step: l10n.t('looking…') });
    this.does
      .nearest(where, direction, isWanted)
      .then(found => {
        if (!isWanted()) return;
        const none = direction === 'next' ? l10n.t('no later match') : l10n.t('no earlier match');
        this.#say({ step: found ? '' : none });
        return where === this.#counted ? undefined : this.#spread(where);
      })
      .catch((error: unknown) => {
        if (turn !== this.#turn) return;
        this.#forget();
        this.does.failed(error);
      });
  }

  #where(): string | undefined {
    const text = this.#input.value.trim();
    if (text === '') return undefined;
    try {
      return flowFilterText(parseFlowFilter(text));
    } catch {
      // What is no condition is a text.
      return flowFilterText({ column: 'Any', is: 'contains', values: [text] });
    }
  }

  async #spread(where: string): Promise<void> {
    const turn = this.#turn;
    this.#counted = where;
    const hits: number[] = [];
    let all = 0;
    // What is not final is not read out.
    this.#count.setAttribute('aria-live', 'off');
    for await (const counts of this.does.spread(where, stretches)) {
      if (turn !== this.#turn) return;
      counts.forEach((count, i) => (hits[i] = (hits[i] ?? 0) + count));
      all += counts.reduce((a, b) => a + b, 0);
      this.#say({ found: l10n.t('{0} so far …', formatCount(all)) });
      this.#mark(hits);
    }
    this.#count.setAttribute('aria-live', 'polite');
    this.#say({ found: all === 1 ? l10n.t('1 match') : l10n.t('{0} matches', formatCount(all)) });
  }

  #mark(hits: readonly number[]): void {
    this.marks.replaceChildren(
      ...hits.flatMap((count, i) => {
        if (count === 0) return [];
        const mark = el('span', { class: 'find-mark' });
        mark.style.setProperty('top', `${(100 * i) / hits.length}%`);
        return [mark];
      }),
    );
  }

  #say(said: Partial<{ found: string; step: string }>): void {
    this.#said = { ...this.#said, ...said };
    const { found, step } = this.#said;
    this.#count.textContent = [found, step].filter(Boolean).join(' · ');
  }

  #forget(): void {
    this.#turn++;
    this.#counted = '';
    this.#say({ found: '', step: '' });
    this.marks.replaceChildren();
  }
}
