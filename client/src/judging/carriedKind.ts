import * as vscode from 'vscode';
import { carryLabels } from '../../../shared/protocol/messages';
import type { CarriedCalls, CarriedResult } from '../../../webviews/src/judging/carried/contract';
import { fileName } from '../base/captures';
import type { JobKind } from '../base/jobPanel';
import type { ServerClient } from '../server/serverClient';
import { savedCarried, type CarriedQuestion } from './jobQuestions';

/** The panel that shows labels carried to another network, and the vote. */
export function carriedKind(server: ServerClient): JobKind<CarriedQuestion, CarriedResult, CarriedCalls> {
  return {
    name: 'carried',
    title: () => vscode.l10n.t('Carried Labels'),
    fileWord: 'carried',
    run: async ({ uri, test }, job, token) => {
      const carried = await server.request(carryLabels, { uri, job, test }, undefined, token);
      return { ...carried, testName: fileName(vscode.Uri.parse(test)) };
    },
    files: ({ uri, test }) => [uri, test],
    saved: savedCarried,
    handlers: (question, _ask, _keep, reveal) => ({
      reveal: ({ line }) => reveal(vscode.Uri.parse(question().test), { line, file: 0 }),
    }),
  };
}
