import * as vscode from 'vscode';
import { captureSummary } from '../../../shared/protocol/messages';
import { askedResource, fileName, requireCapture } from '../base/captures';
import type { ServerClient } from '../server/serverClient';
import { register } from '../base/register';
import { summaryText } from './summaryText';

const scheme = 'flow2vec-summary';
/** Loading a capture of many gigabytes into the store takes minutes. */
const summaryLimitMs = 15 * 60_000;

/** Counts of a whole capture and its rejected rows, also where VS Code withholds the text from extensions. */
export function summaryCommand(server: ServerClient): vscode.Disposable {
  const texts = new Map<string, string>();
  const shown = new vscode.EventEmitter<vscode.Uri>();
  return vscode.Disposable.from(
    shown,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: shown.event,
      provideTextDocumentContent: uri => texts.get(uri.path) ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => uri.scheme === scheme && texts.delete(uri.path)),
    register(server, 'flow2vec.showSummary', async value => {
      const capture = requireCapture(askedResource(value));
      const title = vscode.l10n.t('Reading {0}', fileName(capture));
      const summary = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title },
        () => server.request(captureSummary, { uri: capture.toString() }, summaryLimitMs),
      );
      const page = vscode.Uri.from({ scheme, path: `${capture.path} summary` });
      texts.set(page.path, summaryText(fileName(capture), summary));
      shown.fire(page);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(page), { preview: true });
    }),
  );
}
