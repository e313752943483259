import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { queryCapture, writeQuery } from '../../../shared/protocol/messages';
import type { QueryResult } from '../../../shared/protocol/queries';
import type { QueriesCalls, QueriesQuestion } from '../../../webviews/src/queries/contract';
import { fileName } from '../base/captures';
import type { JobKind } from '../base/jobPanel';
import type { ServerClient } from '../server/serverClient';
import { queryLimits } from './queryLimits';
import { baselineOf } from './queryText';

/** The panel of a query's rows. */
export function queriesKind(server: ServerClient): JobKind<QueriesQuestion, QueryResult, QueriesCalls> {
  return {
    name: 'queries',
    title: () => vscode.l10n.t('Rows of the query'),
    fileWord: 'query',
    run: ({ uri, sql }, job, token) =>
      server.request(
        queryCapture,
        { uri, sql, job, ...baselineOf(sql), ...queryLimits(uri) },
        undefined,
        token,
      ),
    saved: savedQueries,
    asked: ({ sql }) => ({ kind: 'sql', text: sql }),
    handlers: (question, _ask, _keep, reveal) => ({
      reveal: ({ line }) => reveal(vscode.Uri.parse(question().uri), { line, file: 0 }),
      writeAll: async ({ as }) => {
        const { uri, sql } = question();
        const capture = vscode.Uri.parse(uri);
        const name = fileName(capture).replace(/\.[^.]+$/, '');
        const out = await vscode.window.showSaveDialog({
          defaultUri: vscode.Uri.joinPath(capture, '..', `${name}.query.${as}`),
          filters:
            as === 'csv' ? { [vscode.l10n.t('Comma-separated values')]: ['csv'] } : { Parquet: ['parquet'] },
          title: vscode.l10n.t('Write All Rows of the Query'),
        });
        if (!out) return null;
        const { seconds } = queryLimits(uri);
        const params = { uri, sql, out: out.toString(), format: as, seconds, ...baselineOf(sql) };
        const { rows } = await vscode.window.withProgress(
          {
            location: vscode.ProgressLocation.Notification,
            cancellable: true,
            title: vscode.l10n.t('Writing the rows of the query'),
          },
          (_, token) => server.request(writeQuery, { ...params, job: randomUUID() }, undefined, token),
        );
        return { name: fileName(out), rows };
      },
    }),
  };
}

/** The question in a page's saved state, or undefined when it holds none that can be asked again. */
export function savedQueries(saved: unknown): QueriesQuestion | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { uri, sql } = saved as Record<string, unknown>;
  const isFile = typeof uri === 'string' && uri.startsWith('file:');
  return isFile && typeof sql === 'string' ? { uri, sql } : undefined;
}
