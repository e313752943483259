import * as l10n from '@vscode/l10n';
import type { TrainingProgress } from '../../../shared/protocol/training';
import { staleModelText } from '../../../shared/text/staleModel';
import type { ServerCondition } from '../server/serverClient';

export interface StatusText {
  text: string;
  severity: 'information' | 'warning' | 'error';
  busy: boolean;
  action: 'log' | 'train' | 'trainAgain' | 'cancel';
}

/** What the status item says of one capture (`uri`), in a few words. */
export function statusText({ state, status }: ServerCondition, uri: string | undefined): StatusText {
  if (state === 'stopped')
    return { text: l10n.t('server stopped'), severity: 'error', busy: false, action: 'log' };
  if (state === 'restarting')
    return { text: l10n.t('server restarting'), severity: 'warning', busy: true, action: 'log' };
  if (state === 'starting')
    return { text: l10n.t('starting'), severity: 'information', busy: true, action: 'log' };
  if (status.training) {
    const text = trainingText(status.training);
    return { text, severity: 'information', busy: true, action: 'cancel' };
  }
  const severity = status.health === 'ok' ? 'information' : status.health;
  const busy = !status.quiescent;
  const ready = uri !== undefined && status.ready.includes(uri);
  if (ready) return { text: l10n.t('ready'), severity, busy, action: 'log' };
  const stale = status.stale.find(model => model.uri === uri);
  if (stale) {
    const text = l10n.t('model stale, {0}', staleModelText(stale.newFlows));
    return { text, severity: severity === 'information' ? 'warning' : severity, busy, action: 'trainAgain' };
  }
  return { text: l10n.t('no model'), severity, busy, action: 'train' };
}

/** `training, epoch 3 of 5, 40 s left` */
export function trainingText(progress: TrainingProgress): string {
  const { stage, epoch, epochs, secondsLeft } = progress;
  if (stage === 'ingest') return l10n.t('training, reading the capture');
  if (stage === 'vocabulary') return l10n.t('training, counting tokens');
  if (stage === 'save') return l10n.t('training, saving the model');
  const at = l10n.t('training, epoch {0} of {1}', Math.max(1, epoch), epochs);
  return secondsLeft === undefined ? at : l10n.t('{0}, {1} left', at, timeLeft(secondsLeft));
}

/** `40 s`, `3 min`, `1 h 20 min`: as exact as an estimate can be. */
export function timeLeft(seconds: number): string {
  if (seconds < 90) return l10n.t('{0} s', Math.max(1, Math.ceil(seconds)));
  const minutes = Math.round(seconds / 60);
  return minutes < 90
    ? l10n.t('{0} min', minutes)
    : l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}
