import * as l10n from '@vscode/l10n';
import { fileURLToPath } from 'node:url';
import * as messages from '../../../../shared/protocol/messages';
import type { QueryValue } from '../../../../shared/protocol/queries';
import type { AskedModel } from '../../engine/queries/answers';
import { pathOf } from '../captureModels';
import { runJob, type Job } from '../runJob';
import type { On, Session } from '../session';

/** Answers SQL over the flows of a capture, read only. */
export function registerQueryRequests(session: Session, on: On): void {
  on(messages.queryCapture, (params, token) =>
    runJob(session, params, token, async job => {
      const { sql, rows, seconds, baseline } = params;
      const { engine, files, signal } = job;
      const answer = await engine.query(files, sql, { rows, seconds, signal, model: modelOf(job, baseline) });
      return { ...answer, rows: answer.rows.map(row => row.map(plain)) };
    }),
  );

  on(messages.writeQuery, (params, token) =>
    runJob(session, params, token, async job => {
      const { sql, out, format, seconds, baseline } = params;
      if (!out.startsWith('file:'))
        throw new Error(l10n.t('{0} is not on disk: choose a local folder.', out));
      const { engine, files, signal } = job;
      const place = { path: fileURLToPath(out), format };
      const asked = { seconds, signal, model: modelOf(job, baseline) };
      const { path, rows, notices = [] } = await engine.writeQuery(files, sql, place, asked);
      return { path, rows, notices };
    }),
  );
}

/** By what the functions of a query answer. */
const modelOf = ({ config, settings, reporter }: Job, baseline: string | undefined): AskedModel => ({
  config,
  clusters: settings.clusters,
  confidence: settings.labels.confidence,
  ...(baseline === undefined ? {} : { baseline: [pathOf(baseline)] }),
  onProgress: reporter.step,
});

const plain = (value: unknown): QueryValue =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
    ? (value as QueryValue)
    : JSON.stringify(value);
