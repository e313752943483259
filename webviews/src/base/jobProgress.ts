import * as l10n from '@vscode/l10n';
import type { JobProgress } from '../../../shared/protocol/jobProgress';
import { formatCosine, formatCount, formatTimeLeft } from './numbers';
import { stageDetails, stageText } from './trainingStage';

/** How far a job is, in words. */
export function progressText(progress: JobProgress | undefined): string {
  if (!progress) return l10n.t('It begins…');
  if (progress.runs) {
    const { done, of, last } = progress.runs;
    const text = l10n.t('{0} of {1} combinations done', formatCount(done), formatCount(of));
    return last ? `${text} · ${l10n.t('the last one: macro-F1 {0}', formatCosine(last.macroF1))}` : text;
  }
  if (progress.clusters) return clustersText(progress.clusters);
  if (progress.map) return mapText(progress.map);
  if (progress.routes) return routesText(progress.routes);
  // A training that is done, or was not needed, leaves the work itself.
  return progress.fraction >= 1
    ? l10n.t('Comparing tokens with their neighbours…')
    : stageDetails(progress.training);
}

/** What a screen reader is told: once for each stage, not each number. */
export function spokenProgress(progress: JobProgress | undefined): string {
  if (progress?.clusters) return clustersText({ ...progress.clusters, iteration: 0 });
  if (progress?.map) return mapText({ ...progress.map, iteration: 0 });
  if (progress?.routes) return routesStage(progress.routes);
  if (progress?.training && progress.fraction < 1) return stageText(progress.training);
  return progressText(progress);
}

function clustersText({ stage, iteration, of }: NonNullable<JobProgress['clusters']>): string {
  if (stage === 'start') return l10n.t('Choosing the first centres…');
  if (stage === 'report') return l10n.t('Describing the clusters…');
  if (iteration === 0) return l10n.t('Moving the centres…');
  return l10n.t('Moving the centres, iteration {0} of {1} at most', formatCount(iteration), formatCount(of));
}

function mapText({ stage, iteration, of }: NonNullable<JobProgress['map']>): string {
  if (stage === 'neighbours') return l10n.t('Looking for the nearest neighbours of every token…');
  if (stage === 'quality') return l10n.t('Measuring how true the map is…');
  if (iteration === 0) return l10n.t('Laying the tokens out…');
  return l10n.t('Laying the tokens out, iteration {0} of {1}', formatCount(iteration), formatCount(of));
}

type RouteProgress = NonNullable<JobProgress['routes']>;

function routesStage({ stage, epoch, epochs }: RouteProgress): string {
  if (stage === 'read') return l10n.t('Reading the routes…');
  if (stage === 'agglomerate') return l10n.t('Grouping subnets…');
  if (stage === 'evaluate') return l10n.t('Testing the network…');
  return l10n.t('Training, epoch {0} of {1}', Math.max(1, epoch), epochs);
}

function routesText(progress: RouteProgress): string {
  const { stage, batch, batches, loss, secondsLeft } = progress;
  if (stage !== 'train') return routesStage(progress);
  const details = [
    routesStage(progress),
    l10n.t('batch {0} of {1}', formatCount(batch), formatCount(batches)),
  ];
  if (loss !== undefined) details.push(l10n.t('loss {0}', formatCosine(loss)));
  if (secondsLeft !== undefined) details.push(l10n.t('{0} left', formatTimeLeft(secondsLeft)));
  return details.join(' · ');
}
