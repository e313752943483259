import type { TrainingProgress } from '../../../../shared/protocol/training';
import { formatDuration } from '../units';

/** What is known of a capture's model for the present settings, without asking anyone. */
export type ModelState =
  | { kind: 'unknown' }
  | { kind: 'none' }
  | { kind: 'training'; progress?: TrainingProgress }
  | { kind: 'ready' };

/** `training, epoch 3 of 5, 40 s left`. */
export function trainingText(progress: TrainingProgress | undefined): string {
  if (!progress) return 'training begins';
  const stages = { ingest: 'reading the capture', vocabulary: 'counting tokens', save: 'saving the model' };
  const stage =
    progress.stage === 'train'
      ? `training, epoch ${progress.epoch} of ${progress.epochs}`
      : stages[progress.stage];
  if (progress.secondsLeft === undefined) return stage;
  return `${stage}, ${formatDuration(Math.ceil(progress.secondsLeft))} left`;
}
