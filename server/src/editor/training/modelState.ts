import * as l10n from '@vscode/l10n';
import type { TrainingProgress } from '../../../../shared/protocol/training';
import { formatDuration } from '../units';

/** What is known of a capture's model for the present settings, without asking anyone. */
export type ModelState =
  | { kind: 'unknown' }
  | { kind: 'none' }
  | { kind: 'training'; progress?: TrainingProgress }
  | { kind: 'ready' }
  /** The capture was appended to since: it has flows that its model knows nothing of. */
  | { kind: 'stale'; newFlows: number };

/** `training, epoch 3 of 5, 40 s left`. */
export function trainingText(progress: TrainingProgress | undefined): string {
  if (!progress) return l10n.t('training begins');
  const stages = {
    ingest: l10n.t('reading the capture'),
    vocabulary: l10n.t('counting tokens'),
    save: l10n.t('saving the model'),
  };
  const stage =
    progress.stage === 'train'
      ? l10n.t('training, epoch {0} of {1}', progress.epoch, progress.epochs)
      : stages[progress.stage];
  if (progress.secondsLeft === undefined) return stage;
  return l10n.t('{0}, {1} left', stage, formatDuration(Math.ceil(progress.secondsLeft)));
}
