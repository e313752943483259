import * as vscode from 'vscode';
import { questionText } from '../../../shared/investigation/questions';
import { answerParameters } from '../../../shared/parameters/answers';
import type { HostPage } from '../../../shared/protocol/hosts';
import { hostPage } from '../../../shared/protocol/messages';
import type { HostCalls, HostQuestion } from '../../../webviews/src/hosts/contract';
import type { JobKind } from '../base/jobPanel';
import type { ServerClient } from '../server/serverClient';

/** Rows of each list. */
const listed = 100;

/** The page of a host. */
export function hostKind(server: ServerClient): JobKind<HostQuestion, HostPage, HostCalls> {
  return {
    name: 'hosts',
    title: () => vscode.l10n.t('Host'),
    fileWord: 'host',
    run: (question, job, token) =>
      server.request(hostPage, { top: listed, ...question, job }, undefined, token),
    saved: savedHost,
    asked: ({ address, top }) => ({ kind: 'question', text: questionText('host', { address, top }) }),
    handlers: (question, ask, _keep, reveal) => ({
      listAll: () => ask({ ...question(), top: answerParameters.groups.most }),
      openHost: ({ address }) => ask({ ...question(), address }),
      reveal: ({ line }) => reveal(vscode.Uri.parse(question().uri), { line, file: 0 }),
      showOnMap: async ({ token }) => {
        await vscode.commands.executeCommand('flow2vec.showOnMap', { uri: question().uri, token });
      },
      similar: async ({ token }) => {
        await vscode.commands.executeCommand('flow2vec.showSimilar', { uri: question().uri, token });
      },
      only: async ({ where }) => {
        await vscode.commands.executeCommand('flow2vec.overview', { uri: question().uri, where });
      },
    }),
  };
}

/** The question in a page's saved state, or undefined when it holds none that can be asked again. */
export function savedHost(saved: unknown): HostQuestion | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { uri, address } = saved as Record<string, unknown>;
  const isFile = typeof uri === 'string' && uri.startsWith('file:');
  return isFile && typeof address === 'string' && address !== '' ? { uri, address } : undefined;
}
