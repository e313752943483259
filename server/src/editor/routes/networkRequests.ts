import type { RouteProgress, RouteSettings } from '../../../../shared/protocol/routes';
import * as messages from '../../../../shared/protocol/messages';
import { checked } from '../../../../shared/parameters/parameter';
import { routeSettingsParameters } from '../../../../shared/parameters/routes';
import type { Asker } from '../../base/threads/runningJobs';
import { defaultRouteSettings } from '../../engine/routes/networks/plan';
import { pathOf } from '../captureModels';
import { runJob, type Job } from '../runJob';
import type { On, Session } from '../session';

/** Answers what is asked of networks of routes. */
export function registerRouteRequests(session: Session, on: On): void {
  on(messages.trainRoutes, (params, token) =>
    runJob(session, params, token, async job => {
      const { uri, labels, fresh = false } = params;
      const options = { fresh, ...asker(job), ...(labels === undefined ? {} : { labels: pathOf(labels) }) };
      return { uri, ...(await job.engine.routes.train(job.files, settingsOf(params.settings), options)) };
    }),
  );

  on(messages.classifyRoutes, (params, token) =>
    runJob(session, params, token, async job => {
      const { uri, trainedOn, labels } = params;
      const options = {
        trainedOn: [pathOf(trainedOn)],
        ...asker(job),
        ...(labels === undefined ? {} : { labels: pathOf(labels) }),
      };
      const settings = settingsOf(params.settings);
      const report = { uri, ...(await job.engine.routes.classify(job.files, settings, options)) };
      session.routes.classified(uri, report);
      session.refreshLenses();
      return report;
    }),
  );
}

function asker({ signal, reporter, settings }: Job): Asker<RouteProgress> & { mmdb?: string } {
  const { mmdb } = settings.routes;
  return {
    signal,
    ...(mmdb === '' ? {} : { mmdb }),
    onProgress: progress => reporter.step({ fraction: fractionOf(progress), routes: progress }),
  };
}

/** What a client of another version leaves out is as usual. Throws for a network there is none of, and its like. */
function settingsOf(settings: Partial<RouteSettings>): RouteSettings {
  return checked(routeSettingsParameters, { ...defaultRouteSettings, ...settings });
}

function fractionOf({ stage, epoch, epochs, batch, batches }: RouteProgress): number {
  if (stage === 'evaluate') return 1;
  if (stage !== 'train' || batches === 0) return 0;
  return (epoch - 1 + batch / batches) / epochs;
}
