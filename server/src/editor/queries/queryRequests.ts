import * as l10n from '@vscode/l10n';
import { fileURLToPath } from 'node:url';
import * as messages from '../../../../shared/protocol/messages';
import type { QueryValue } from '../../../../shared/protocol/queries';
import { pathOf } from '../captureModels';
import { runJob } from '../runJob';
import type { On, Session } from '../session';

/** Answers SQL over the flows of a capture, read only. */
export function registerQueryRequests(session: Session, on: On): void {
  on(messages.queryCapture, (params, token) =>
    runJob(session, params, token, async ({ engine, files, signal }) => {
      const { sql, rows, seconds } = params;
      const answer = await engine.query(files, sql, { rows, seconds, signal });
      return { ...answer, rows: answer.rows.map(row => row.map(plain)) };
    }),
  );

  on(messages.writeQuery, async ({ uri, sql, out, format, seconds }) => {
    if (!out.startsWith('file:')) throw new Error(l10n.t('{0} is not on disk: choose a local folder.', out));
    const engine = session.engine.for(await session.settings(uri));
    return engine.writeQuery([pathOf(uri)], sql, { path: fileURLToPath(out), format }, { seconds });
  });
}

const plain = (value: unknown): QueryValue =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
    ? (value as QueryValue)
    : JSON.stringify(value);
