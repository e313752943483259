import type { CancellationToken } from 'vscode-languageserver/node';
import { pathOf } from '../captureModels';
import { Cancelled } from '../../engine/engine';
import { JobReporter } from '../jobReporter';
import * as messages from '../../../../shared/protocol/messages';
import type { RouteProgress, RouteSettings } from '../../../../shared/protocol/routes';
import type { JobParams } from '../../../../shared/protocol/jobs';
import type { RouteEngine } from '../../engine/routes/routeEngine';
import type { On, Session } from '../session';
import { defaultRouteSettings } from '../../engine/routes/networks/plan';
import { networkKinds } from '../../../../shared/protocol/routeReport';

/** Answers what is asked of networks of routes. */
export function registerRouteRequests(session: Session, on: On): void {
  const { connection, engine: slot } = session;

  async function run<R>(
    { uri, job }: JobParams,
    token: CancellationToken,
    work: (routes: RouteEngine, onProgress: (progress: RouteProgress) => void) => Promise<R>,
  ): Promise<R> {
    const routes = slot.routes(await session.settings(uri));
    const stop = () => routes.cancel([pathOf(uri)]);
    const reporter = new JobReporter(
      job,
      progress => {
        connection
          .sendNotification(messages.jobProgress, progress)
          .catch((error: unknown) => connection.console.warn(`No progress was sent: ${String(error)}`));
      },
      () => false,
    );
    if (token.isCancellationRequested) throw new Cancelled('The job was cancelled.');
    const listening = token.onCancellationRequested(stop);
    try {
      return await work(routes, progress => {
        // A training that had yet to begin when it was cancelled.
        if (token.isCancellationRequested) stop();
        else reporter.step({ fraction: fractionOf(progress), routes: progress });
      });
    } finally {
      listening.dispose();
      reporter.end();
    }
  }

  on(messages.trainRoutes, (params, token) =>
    run(params, token, async (routes, onProgress) => {
      const { uri, labels, fresh = false } = params;
      const options = { fresh, onProgress, ...(labels === undefined ? {} : { labels: pathOf(labels) }) };
      return { uri, ...(await routes.train([pathOf(uri)], settingsOf(params.settings), options)) };
    }),
  );

  on(messages.classifyRoutes, (params, token) =>
    run(params, token, async (routes, onProgress) => {
      const { uri, trainedOn, labels } = params;
      const options = {
        trainedOn: [pathOf(trainedOn)],
        onProgress,
        ...(labels === undefined ? {} : { labels: pathOf(labels) }),
      };
      const report = { uri, ...(await routes.classify([pathOf(uri)], settingsOf(params.settings), options)) };
      session.routes.classified(uri, report);
      session.refreshLenses();
      return report;
    }),
  );
}

/** What a client of another version leaves out is as usual. Throws for a network there is none of. */
function settingsOf(settings: Partial<RouteSettings>): RouteSettings {
  const all = { ...defaultRouteSettings, ...settings };
  if (!networkKinds.includes(all.network))
    throw new Error(`There is no network "${String(all.network)}": choose from ${networkKinds.join(', ')}.`);
  return all;
}

function fractionOf({ stage, epoch, epochs, batch, batches }: RouteProgress): number {
  if (stage === 'evaluate') return 1;
  if (stage !== 'train' || batches === 0) return 0;
  return (epoch - 1 + batch / batches) / epochs;
}
