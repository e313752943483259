import * as l10n from '@vscode/l10n';
import { button, el } from './dom';
import { fileButton } from './fileButton';
import type { TextFormat } from './jobContract';

export interface PanelActions {
  /** Adds what the panel was asked to an investigation; absent where no investigation can ask it. */
  pin?: (() => void) | undefined;
  /** Asks the same again. */
  refresh(): void;
  /** The answer as text, where all of it is a text. */
  texts?: PanelTexts | undefined;
  hand?(text: string, to: 'clipboard' | TextFormat): void;
}

/** All of an answer as text, by the forms that it has. */
export type PanelTexts = Partial<Record<'markdown' | 'csv' | 'json', () => string>>;

/** What can be done with a panel as a whole: the same, in the same order and words, in every panel. */
export function panelBar(name: string, { pin, refresh, texts = {}, hand }: PanelActions): HTMLElement {
  const small = { class: 'secondary small' };
  const { markdown, json } = texts;
  const copied = markdown ?? json;
  const copy =
    copied && hand
      ? [
          button(`${name}-copy-answer`, l10n.t('Copy'), () => hand(copied(), 'clipboard'), {
            ...small,
            title: markdown ? l10n.t('Copy the answer as Markdown') : l10n.t('Copy the answer as JSON'),
          }),
        ]
      : [];
  const files = (['markdown', 'csv', 'json'] as const).flatMap(format => {
    const made = texts[format];
    return made && hand
      ? [fileButton(`${name}-save-${format}`, format, 'answer', () => hand(made(), format))]
      : [];
  });
  return el(
    'div',
    { class: 'toolbar', role: 'group', 'aria-label': l10n.t('The answer as a whole') },
    ...(pin
      ? [
          button(`${name}-pin-question`, l10n.t('Add Question to Investigation'), pin, {
            ...small,
            title: l10n.t('Add what this panel was asked, with its answer, to an investigation'),
          }),
        ]
      : []),
    ...copy,
    ...files,
    button(`${name}-refresh`, l10n.t('Refresh'), refresh, {
      ...small,
      title: l10n.t('Ask the same again, of the capture as it is now'),
    }),
  );
}
