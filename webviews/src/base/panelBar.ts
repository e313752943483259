import * as l10n from '@vscode/l10n';
import { button, el } from './dom';

export interface PanelActions {
  /** Adds what the panel was asked to an investigation; absent where no investigation can ask it. */
  pin?: (() => void) | undefined;
  /** Asks the same again. */
  refresh(): void;
}

/** What can be done with a panel as a whole: the same, in the same order and words, in every panel. */
export function panelBar(name: string, { pin, refresh }: PanelActions): HTMLElement {
  const small = { class: 'secondary small' };
  return el(
    'div',
    { class: 'toolbar', role: 'group', 'aria-label': l10n.t('The answer as a whole') },
    ...(pin
      ? [
          button(`${name}-pin-question`, l10n.t('Add to Investigation'), pin, {
            ...small,
            title: l10n.t('Add what this panel was asked, with its answer, to an investigation'),
          }),
        ]
      : []),
    button(`${name}-refresh`, l10n.t('Refresh'), refresh, {
      ...small,
      title: l10n.t('Ask the same again, of the capture as it is now'),
    }),
  );
}
