import * as messages from '../../../../shared/protocol/messages';
import { parseFlowFilter } from '../../../../shared/text/flowFilter';
import { runJob } from '../runJob';
import type { On, Session } from '../session';

/** Answers what a capture holds. */
export function registerOverviewRequests(session: Session, on: On): void {
  on(messages.captureOverview, (params, token) =>
    runJob(session, params, token, ({ engine, files, signal }) => {
      const where = params.where === undefined ? undefined : parseFlowFilter(params.where);
      return engine.overview(files, { top: params.top, where, signal });
    }),
  );
}
