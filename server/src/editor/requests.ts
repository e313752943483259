import { pathToFileURL } from 'node:url';
import * as l10n from '@vscode/l10n';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { CancellationToken, RequestType } from 'vscode-languageserver/node';
import { messageOf } from '../base/errors';
import { formats, NoFormat } from '../engine/captures/formats/formats';
import { pathOf } from './captureModels';
import { registerClusterRequests } from './clusters/clusterRequests';
import { Cancelled } from '../base/threads/cancelled';
import { registerJobRequests } from './judging/judgingRequests';
import { registerReadingRequests } from './captures/readingRequests';
import { nextFlowOf } from './captures/nextFlow';
import { registerHostRequests } from './hosts/hostRequests';
import { registerInvestigationRequests } from './investigation/investigationRequests';
import { registerMapRequests } from './map/mapRequests';
import { registerOverviewRequests } from './overview/overviewRequests';
import { registerQueryRequests } from './queries/queryRequests';
import { noFormatCode, noModelCode, type NoFormatData } from '../../../shared/protocol/errors';
import * as messages from '../../../shared/protocol/messages';
import { registerRouteDocumentRequests } from './routes/routeDocumentRequests';
import { registerRouteRequests } from './routes/networkRequests';
import { registerTableRequests } from './captures/tableRequests';
import { queryOf } from './queryOf';
import type { Session } from './session';

/** Answers the requests of this extension's own client. Failures reach it with the engine's words. */
export function registerRequests(session: Session): void {
  const { connection, captures, models, engine } = session;

  function on<P, R>(
    type: RequestType<P, R, void>,
    answer: (params: P, token: CancellationToken) => Promise<R>,
  ): void {
    connection.onRequest(type.method, async (params: P, token: CancellationToken): Promise<unknown> => {
      try {
        return await session.shown.answer(params, asked => answer(asked, token));
      } catch (error) {
        throw asResponseError(error);
      }
    });
  }

  on(messages.trainEmbedding, ({ uri, fresh }) => models.train(uri, fresh ?? false));
  on(messages.openModel, ({ uri, model }) => models.open(uri, model));
  on(messages.cancelTraining, ({ uri }) => models.cancel(uri));

  on(messages.similarFlows, async params => {
    const { positive, negative = [] } = params;
    const report = positive
      ? await models.mostSimilar(params, { positive, negative })
      : await models.similar(params, await queryOf(session, params));
    if (report) {
      // A sum of tokens has no vote of its own.
      const vote = positive || !report.known ? undefined : await session.votes.ask(params.uri, report.token);
      return vote ? { ...report, vote } : report;
    }
    // The cache was emptied, or another window's limit pushed the model out.
    await models.check(params.uri);
    throw new ResponseError(
      noModelCode,
      l10n.t('There is no model of this capture for the present settings: train one first.'),
    );
  });

  on(messages.captureSummary, async ({ uri }) => {
    const summary = await engine.for(await session.settings(uri)).summary([pathOf(uri)]);
    const { format, flows, rejected, hosts, firstTime, lastTime, protocols, labels } = summary;
    const problems = summary.problems.map(({ line, message }) => ({ line, message }));
    const times = { ...(firstTime ? { firstTime } : {}), ...(lastTime ? { lastTime } : {}) };
    const notes = summary.notes ? { notes: summary.notes } : {};
    return { uri, format, flows, rejected, hosts, ...times, protocols, labels, problems, ...notes };
  });

  on(messages.nextFlow, async (params, token) => {
    const capture = captures.get(params.uri);
    if (!capture) throw new Error(l10n.t('Open the capture in an editor to go from flow to flow.'));
    const found = await capture.run(nextFlowOf(capture.lines, params), () => token.isCancellationRequested);
    return found ?? null;
  });

  on(messages.clearCache, async () => {
    const settings = await session.settings(firstOpen());
    const cleared = await engine.for(settings).clearCache();
    const shown = new Set([...captures.uris(), ...session.tables.uris()]);
    await Promise.all([...shown].map(uri => models.check(uri)));
    return cleared;
  });

  registerInvestigationRequests(session, on);
  registerReadingRequests(session, on);
  registerJobRequests(session, on);
  registerRouteRequests(session, on);
  registerRouteDocumentRequests(session, on);
  registerClusterRequests(session, on);
  registerMapRequests(session, on);
  registerTableRequests(session, on);
  registerOverviewRequests(session, on);
  registerHostRequests(session, on);
  registerQueryRequests(session, on);

  /** Cache settings hold for the whole machine, so any capture's will do. */
  function firstOpen(): string {
    return captures.uris()[0] ?? '';
  }
}

/** An error of the engine as the editor is told: cancelled, or failed with the engine's own words. */
function asResponseError(error: unknown): ResponseError<void> {
  if (error instanceof ResponseError) return error as ResponseError<void>;
  if (error instanceof NoFormat) {
    const { path, isTable, why, line } = error;
    const titles = formats.map(({ title }) => title);
    const data: NoFormatData = { uri: pathToFileURL(path).href, isTable, why, line, formats: titles };
    return new ResponseError<unknown>(noFormatCode, error.message, data) as ResponseError<void>;
  }
  const code = error instanceof Cancelled ? LSPErrorCodes.RequestCancelled : LSPErrorCodes.RequestFailed;
  return new ResponseError(
    code,
    error instanceof Cancelled ? l10n.t('The training was cancelled.') : messageOf(error),
  );
}
