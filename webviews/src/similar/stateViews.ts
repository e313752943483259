import * as l10n from '@vscode/l10n';
import type { TrainingProgress } from '../../../shared/protocol/training';
import { button, el } from '../base/dom';
import { formatShare } from '../base/numbers';
import { stageDetails } from '../base/trainingStage';
import { staleModelText } from '../../../shared/text/staleModel';
import { shortText } from '../../../shared/text/visibleText';
import type { View } from './contract';

export interface StateActions {
  train(): void;
  cancelTraining(): void;
  retry(): void;
  restartServer(): void;
  showLog(): void;
}

type OtherView = Exclude<View, { kind: 'report' }>;

/** What stands in place of the table while there is no answer, with the next step as buttons. */
export function stateView(view: OtherView, actions: StateActions): HTMLElement {
  const frame = el('section', { class: 'state', 'data-testid': `similar-state-${view.kind}` });
  switch (view.kind) {
    case 'loading':
      frame.append(
        el('p', {}, l10n.t('Looking for similar flows…')),
        el('progress', { 'aria-label': l10n.t('Looking for similar flows…') }),
      );
      break;
    case 'noModel':
      frame.append(
        el(
          'p',
          {},
          view.newFlows === undefined
            ? l10n.t(
                'There is no model of this capture yet. Training reads all its flows and learns which are alike.',
              )
            : l10n.t('The model of this capture is stale, {0}.', staleModelText(view.newFlows)),
        ),
        button(
          'similar-train',
          view.newFlows === undefined ? l10n.t('Train Model') : l10n.t('Train Again'),
          actions.train,
        ),
      );
      break;
    case 'training':
      frame.append(
        ...trainingParts(view.progress),
        button('similar-cancel', l10n.t('Cancel'), actions.cancelTraining, { class: 'secondary' }),
      );
      break;
    case 'stopped':
      frame.append(...stoppedParts(view.restarting, actions));
      break;
    case 'error':
      frame.append(
        el('p', { class: 'error', 'data-testid': 'similar-error' }, shortText(view.message, 1000)),
        buttons(
          button('similar-retry', l10n.t('Try Again'), actions.retry),
          button('similar-log', l10n.t('Show Log'), actions.showLog, { class: 'secondary' }),
        ),
      );
  }
  return frame;
}

/** Brings a training view up to date in place, so that the focus on its button is kept. False if it is none. */
export function updateTraining(frame: Element | undefined, progress: TrainingProgress | undefined): boolean {
  const parts = frame?.querySelector('[data-testid="similar-progress"]')?.parentElement;
  if (!parts) return false;
  parts.querySelector('p')?.replaceWith(progressText(progress));
  parts.querySelector('progress')?.replaceWith(progressBar(progress));
  return true;
}

function trainingParts(progress: TrainingProgress | undefined): HTMLElement[] {
  return [progressText(progress), progressBar(progress)];
}

function progressText(progress: TrainingProgress | undefined): HTMLElement {
  return el('p', { 'data-testid': 'similar-stage' }, stageDetails(progress));
}

function progressBar(progress: TrainingProgress | undefined): HTMLElement {
  const label = { 'aria-label': l10n.t('Training'), 'data-testid': 'similar-progress', max: 1 };
  if (!progress) return el('progress', label);
  return el('progress', { ...label, value: progress.fraction, title: formatShare(progress.fraction) });
}

function stoppedParts(restarting: boolean, actions: StateActions): HTMLElement[] {
  const log = button('similar-log', l10n.t('Show Log'), actions.showLog, { class: 'secondary' });
  if (restarting)
    return [el('p', {}, l10n.t('The server stopped and is being started again…')), buttons(log)];
  const restart = button('similar-restart', l10n.t('Restart Server'), actions.restartServer);
  return [el('p', { class: 'error' }, l10n.t('The server stopped.')), buttons(restart, log)];
}

function buttons(...all: HTMLButtonElement[]): HTMLElement {
  return el('div', { class: 'buttons' }, ...all);
}
