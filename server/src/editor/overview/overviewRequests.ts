import { fileURLToPath } from 'node:url';
import * as messages from '../../../../shared/protocol/messages';
import type { OverviewParams } from '../../../../shared/protocol/overview';
import { parseFlowFilter } from '../../../../shared/text/flowFilter';
import { runJob } from '../runJob';
import type { On, Session } from '../session';

const filterOf = ({ where }: OverviewParams) => (where === undefined ? undefined : parseFlowFilter(where));

/** Answers what a capture holds. */
export function registerOverviewRequests(session: Session, on: On): void {
  on(messages.captureOverview, (params, token) =>
    runJob(session, params, token, async ({ engine, files, signal, settings }) => {
      const found = await engine.overview(files, {
        top: params.top,
        where: filterOf(params),
        signal,
        unexpected: session.scores.lines(params.uri),
        columns: 'later',
        again: 'often',
      });
      const known = await session.known.of(
        settings,
        found.hosts.map(({ name }) => name),
      );
      return known ? { ...found, known } : found;
    }),
  );
  on(messages.captureColumns, (params, token) =>
    runJob(session, params, token, ({ engine, files, signal }) =>
      engine.columnStatistics(files, { where: filterOf(params), signal }),
    ),
  );
  on(messages.captureFreshness, (params, token) =>
    runJob(session, params, token, ({ engine, files, signal }) =>
      engine.freshness(files, [fileURLToPath(params.baseline)], {
        top: params.top,
        where: filterOf(params),
        signal,
      }),
    ),
  );
}
