import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { questionText } from '../../../shared/investigation/questions';
import { answerParameters } from '../../../shared/parameters/answers';
import { captureColumns, captureFreshness, captureOverview } from '../../../shared/protocol/messages';
import type { Overview } from '../../../shared/protocol/overview';
import type { OverviewCalls, OverviewQuestion } from '../../../webviews/src/overview/contract';
import { askCapture } from '../base/askCapture';
import { fileName } from '../base/captures';
import type { JobKind } from '../base/jobPanel';
import type { ServerClient } from '../server/serverClient';

/** Hosts, conversations, services and states that are listed. */
const listed = 100;

/** The panel that says what a capture holds. */
export function overviewKind(server: ServerClient): JobKind<OverviewQuestion, Overview, OverviewCalls> {
  const ask = (question: OverviewQuestion, job: string, token?: vscode.CancellationToken) =>
    server.request(captureOverview, { top: listed, ...question, job }, undefined, token);
  /** A filter that is asked anew lets go of the one before. */
  let last = new vscode.CancellationTokenSource();
  return {
    name: 'overview',
    title: () => vscode.l10n.t('Overview'),
    fileWord: 'overview',
    run: ask,
    saved: savedOverview,
    asked: ({ where, top }) => ({ kind: 'question', text: questionText('overview', { where, top }) }),
    handlers: (question, askAnew, keep, reveal) => ({
      listAll: () => askAnew({ ...question(), top: answerParameters.groups.most }),
      narrow: async ({ where }) => {
        last.cancel();
        last = new vscode.CancellationTokenSource();
        const { uri, top } = question();
        const next = { uri, ...(top === undefined ? {} : { top }), ...(where === null ? {} : { where }) };
        const found = await ask(next, randomUUID(), last.token);
        keep(next, found);
        return found;
      },
      columns: nothing => {
        void nothing;
        return server.request(
          captureColumns,
          { top: listed, ...question(), job: randomUUID() },
          undefined,
          last.token,
        );
      },
      compare: async ({ baseline }) => {
        const { uri } = question();
        const chosen =
          baseline === null ? await askBaseline(vscode.Uri.parse(uri)) : vscode.Uri.parse(baseline);
        if (!chosen) return null;
        const params = { top: listed, ...question(), job: randomUUID(), baseline: chosen.toString() };
        const found = await server.request(captureFreshness, params, undefined, last.token);
        return { ...found, baseline: chosen.toString(), name: fileName(chosen) };
      },
      openHost: async ({ address }) => {
        await vscode.commands.executeCommand('flow2vec.openHost', { uri: question().uri, address });
      },
      reveal: place => reveal(vscode.Uri.parse(question().uri), place),
    }),
  };
}

const askBaseline = (capture: vscode.Uri) =>
  askCapture(vscode.l10n.t('A Capture to Compare {0} With', fileName(capture)), capture);

/** The question in a page's saved state, or undefined when it holds none that can be asked again. */
export function savedOverview(saved: unknown): OverviewQuestion | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { uri, where } = saved as Record<string, unknown>;
  if (typeof uri !== 'string' || !uri.startsWith('file:')) return undefined;
  return typeof where === 'string' ? { uri, where } : { uri };
}
