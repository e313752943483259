import * as l10n from '@vscode/l10n';
import { el } from '../../base/dom';

/** Puts an element beside a place in the window, inside it. */
function placeBy(
  element: HTMLElement,
  { left, top, bottom }: { left: number; top: number; bottom: number },
): void {
  const { width, height } = element.getBoundingClientRect();
  const below = bottom + height <= window.innerHeight - 4;
  const y = below ? bottom : Math.max(4, top - height);
  element.style.setProperty('left', `${Math.max(4, Math.min(left, window.innerWidth - width - 8))}px`);
  element.style.setProperty('top', `${Math.min(y, Math.max(4, window.innerHeight - height - 4))}px`);
}

export interface MenuItem {
  key: string;
  title: string;
  run(): void;
}

/** A menu of what can be done with a cell; `undefined` draws a line. */
export class CellMenu {
  readonly element = el('div', {
    class: 'cell-menu',
    role: 'menu',
    hidden: true,
    'data-testid': 'flows-menu',
    'aria-orientation': 'vertical',
  });
  #closed: () => void = () => undefined;

  constructor() {
    this.element.addEventListener('keydown', event => this.#key(event));
    window.addEventListener('pointerdown', event => {
      if (!this.element.contains(event.target as Node)) this.close();
    });
    window.addEventListener('blur', () => this.close());
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  show(
    items: readonly (MenuItem | undefined)[],
    at: { left: number; top: number; bottom: number },
    closed: () => void,
  ): void {
    this.#closed = closed;
    this.element.setAttribute('aria-label', l10n.t('What can be done with the cell'));
    this.element.replaceChildren(
      ...items.map(item => {
        if (!item) return el('hr');
        const { key, title, run } = item;
        const button = el(
          'button',
          { type: 'button', role: 'menuitem', tabindex: -1, 'data-testid': `flows-menu-${key}` },
          title,
        );
        button.addEventListener('click', () => {
          this.close();
          run();
        });
        return button;
      }),
    );
    this.element.hidden = false;
    placeBy(this.element, at);
    this.#items[0]?.focus();
  }

  close(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.#closed();
  }

  get #items(): HTMLElement[] {
    return [...this.element.querySelectorAll('button')];
  }

  #key(event: KeyboardEvent): void {
    const items = this.#items;
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) items.at(to % items.length)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** What is said of a cell, beside it. */
export class HoverCard {
  readonly element = el('div', {
    class: 'hover-card',
    role: 'dialog',
    hidden: true,
    tabindex: -1,
    'data-testid': 'flows-hover',
  });

  show(content: HTMLElement, at: { left: number; top: number; bottom: number }): void {
    this.element.setAttribute('aria-label', l10n.t('What is known of the cell'));
    this.element.replaceChildren(content);
    this.element.hidden = false;
    placeBy(this.element, at);
  }

  hide(): void {
    this.element.hidden = true;
  }

  get open(): boolean {
    return !this.element.hidden;
  }
}
