import * as l10n from '@vscode/l10n';
import { button, el } from './dom';
import { counted } from '../../../shared/text/counted';
import type { Stale, StaleMessage } from './messages';

/** Says above an answer that the files it came from are others by now, with the way to a new answer. */
export class StaleBar {
  readonly element: HTMLElement;
  readonly #text = el('span', {});

  constructor(name: string, refresh: () => void) {
    this.element = el(
      'div',
      { class: 'note stale', role: 'alert', hidden: true, 'data-testid': `${name}-stale` },
      this.#text,
      ' ',
      button(`${name}-stale-refresh`, '', refresh, { class: 'small' }),
    );
  }

  tell({ stale, newFlows }: Omit<StaleMessage, 'type'>): void {
    this.element.hidden = stale === null;
    if (stale === null) return;
    this.#text.textContent =
      stale === 'changed' && newFlows !== undefined ? grownText(newFlows) : wordsOf(stale);
    // The words are not known before the extension has sent them.
    const refresh = this.element.querySelector('button');
    if (refresh) refresh.textContent = l10n.t('Refresh');
  }
}

function grownText(newFlows: number): string {
  return l10n.t(
    'The capture has {0} more than its model was trained on, and this answer was made without them.',
    counted(newFlows, 'flow'),
  );
}

function wordsOf(stale: Stale): string {
  switch (stale) {
    case 'changed':
      return l10n.t('The capture changed since this answer; lines may differ.');
    case 'unsaved':
      return l10n.t(
        'The capture has changes in the editor that are not saved; lines may differ from this answer.',
      );
    case 'gone':
      return l10n.t('The capture is not there any more: it was renamed, moved or deleted since this answer.');
  }
}
