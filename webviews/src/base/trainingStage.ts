import type { TrainingProgress } from '../../../shared/protocol/training';
import { formatCount, formatTimeLeft } from './numbers';
import { t } from './texts';

type Progress = Omit<TrainingProgress, 'uri'>;

/** The stage in a few words; also what a screen reader is told, once for each stage or epoch. */
export function stageText(progress: Progress | undefined): string {
  if (!progress) return t('Training begins…');
  const { stage, epoch, epochs } = progress;
  if (stage === 'ingest') return t('Reading the capture…');
  if (stage === 'vocabulary') return t('Counting tokens…');
  if (stage === 'save') return t('Saving the model…');
  return t('Training, epoch {0} of {1}', Math.max(1, epoch), epochs);
}

/** The stage, what time is left and how fast it goes. */
export function stageDetails(progress: Progress | undefined): string {
  const details = [stageText(progress)];
  if (progress?.secondsLeft !== undefined) details.push(t('{0} left', formatTimeLeft(progress.secondsLeft)));
  if (progress?.rate !== undefined)
    details.push(t('{0} flows a second', formatCount(Math.round(progress.rate))));
  return details.join(' · ');
}
