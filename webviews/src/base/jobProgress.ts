import type { JobProgress } from '../../../shared/protocol/jobProgress';
import { formatCosine, formatCount, formatTimeLeft } from './numbers';
import { t } from './texts';
import { stageDetails, stageText } from './trainingStage';

/** How far a job is, in words. */
export function progressText(progress: JobProgress | undefined): string {
  if (!progress) return t('It begins…');
  if (progress.runs) {
    const { done, of, last } = progress.runs;
    const text = t('{0} of {1} combinations done', formatCount(done), formatCount(of));
    return last ? `${text} · ${t('the last one: macro-F1 {0}', formatCosine(last.macroF1))}` : text;
  }
  if (progress.clusters) return clustersText(progress.clusters);
  if (progress.map) return mapText(progress.map);
  if (progress.routes) return routesText(progress.routes);
  // A training that is done, or was not needed, leaves the work itself.
  return progress.fraction >= 1
    ? t('Comparing tokens with their neighbours…')
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
  if (stage === 'start') return t('Choosing the first centres…');
  if (stage === 'report') return t('Describing the clusters…');
  if (iteration === 0) return t('Moving the centres…');
  return t('Moving the centres, iteration {0} of {1} at most', formatCount(iteration), formatCount(of));
}

function mapText({ stage, iteration, of }: NonNullable<JobProgress['map']>): string {
  if (stage === 'neighbours') return t('Looking for the nearest neighbours of every token…');
  if (stage === 'quality') return t('Measuring how true the map is…');
  if (iteration === 0) return t('Laying the tokens out…');
  return t('Laying the tokens out, iteration {0} of {1}', formatCount(iteration), formatCount(of));
}

type RouteProgress = NonNullable<JobProgress['routes']>;

function routesStage({ stage, epoch, epochs }: RouteProgress): string {
  if (stage === 'read') return t('Reading the routes…');
  if (stage === 'agglomerate') return t('Grouping subnets…');
  if (stage === 'evaluate') return t('Testing the network…');
  return t('Training, epoch {0} of {1}', Math.max(1, epoch), epochs);
}

function routesText(progress: RouteProgress): string {
  const { stage, batch, batches, loss, secondsLeft } = progress;
  if (stage !== 'train') return routesStage(progress);
  const details = [routesStage(progress), t('batch {0} of {1}', formatCount(batch), formatCount(batches))];
  if (loss !== undefined) details.push(t('loss {0}', formatCosine(loss)));
  if (secondsLeft !== undefined) details.push(t('{0} left', formatTimeLeft(secondsLeft)));
  return details.join(' · ');
}
