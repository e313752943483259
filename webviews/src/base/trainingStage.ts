import * as l10n from '@vscode/l10n';
import type { TrainingProgress } from '../../../shared/protocol/training';
import { formatCount, formatTimeLeft } from './numbers';

type Progress = Omit<TrainingProgress, 'uri'>;

/** The stage in a few words; also what a screen reader is told, once for each stage or epoch. */
export function stageText(progress: Progress | undefined): string {
  if (!progress) return l10n.t('Training begins…');
  const { stage, epoch, epochs } = progress;
  if (stage === 'ingest') return l10n.t('Reading the capture…');
  if (stage === 'vocabulary') return l10n.t('Counting tokens…');
  if (stage === 'save') return l10n.t('Saving the model…');
  return l10n.t('Training, epoch {0} of {1}', Math.max(1, epoch), epochs);
}

/** The stage, what time is left and how fast it goes. */
export function stageDetails(progress: Progress | undefined): string {
  const details = [stageText(progress)];
  if (progress?.secondsLeft !== undefined)
    details.push(l10n.t('{0} left', formatTimeLeft(progress.secondsLeft)));
  if (progress?.rate !== undefined)
    details.push(l10n.t('{0} flows a second', formatCount(Math.round(progress.rate))));
  return details.join(' · ');
}
