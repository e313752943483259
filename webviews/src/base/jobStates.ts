import * as l10n from '@vscode/l10n';
import type { JobProgress } from '../../../shared/protocol/jobProgress';
import { button, el } from './dom';
import type { JobCalls, JobView } from './jobContract';
import { progressText } from './jobProgress';
import { formatShare } from './numbers';
import { shortText } from '../../../shared/text/visibleText';

type OtherView = Exclude<JobView<never>, { kind: 'result' }>;
type Ask = (name: Exclude<keyof JobCalls, 'copy' | 'save' | 'ready'>) => void;

/** What stands in place of the result while there is none, with the next step as buttons. */
export function jobState(name: string, view: OtherView, ask: Ask): HTMLElement {
  const again = () => button(`${name}-retry`, l10n.t('Try Again'), () => ask('retry'));
  const log = () => button(`${name}-log`, l10n.t('Show Log'), () => ask('showLog'), { class: 'secondary' });
  const frame = el('section', { class: 'state', 'data-testid': `${name}-state-${view.kind}` });
  switch (view.kind) {
    case 'running':
      frame.append(
        el('p', { 'data-testid': `${name}-stage` }, progressText(view.progress)),
        progressBar(name, view.progress),
        button(`${name}-cancel`, l10n.t('Cancel'), () => ask('cancel'), { class: 'secondary' }),
      );
      break;
    case 'cancelled':
      frame.append(el('p', {}, l10n.t('It was cancelled. What was done before is kept.')), again());
      break;
    case 'stopped':
      frame.append(...stopped(name, view.restarting, ask, log()));
      break;
    case 'error':
      frame.append(
        el('p', { class: 'error', 'data-testid': `${name}-error` }, shortText(view.message, 1000)),
        el('div', { class: 'buttons' }, again(), log()),
      );
  }
  return frame;
}

/** Brings a running view up to date in place, so that the focus on its button is kept. False if it is none. */
export function updateProgress(frame: Element | null, name: string, progress?: JobProgress): boolean {
  const bar = frame?.querySelector('progress');
  const text = frame?.querySelector('p');
  if (!bar || !text) return false;
  text.textContent = progressText(progress);
  bar.replaceWith(progressBar(name, progress));
  return true;
}

function progressBar(name: string, progress: JobProgress | undefined): HTMLElement {
  const attributes = { 'aria-label': l10n.t('Progress'), 'data-testid': `${name}-progress`, max: 1 };
  if (!progress || (progress.training && progress.fraction >= 1)) return el('progress', attributes);
  return el('progress', { ...attributes, value: progress.fraction, title: formatShare(progress.fraction) });
}

function stopped(name: string, restarting: boolean, ask: Ask, log: HTMLElement): HTMLElement[] {
  if (restarting) return [el('p', {}, l10n.t('The server stopped and is being started again…')), log];
  const restart = button(`${name}-restart`, l10n.t('Restart Server'), () => ask('restartServer'));
  return [
    el('p', { class: 'error' }, l10n.t('The server stopped.')),
    el('div', { class: 'buttons' }, restart, log),
  ];
}
