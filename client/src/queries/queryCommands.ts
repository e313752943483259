import * as vscode from 'vscode';
import { activeResource, NoCapture, requireCapture } from '../base/captures';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';
import type { AllJobPanels } from '../panels';
import type { ServerClient } from '../server/serverClient';
import { QueryLanguage, queryLanguage } from './queryLanguage';
import { askingOf, captureOf, examples, queryText } from './queryText';
import { queryName, queryTree, savedQueryFiles } from './savedQueries';
import { activeQuery, savedQueryCommands } from './savedQueryCommands';

/** Asking a capture in SQL: a document to write in, and its rows in a panel. */
export function queryCommands(server: ServerClient, panels: AllJobPanels): vscode.Disposable {
  return vscode.Disposable.from(
    new QueryLanguage(server),
    queryTree(),
    savedQueryCommands(server, panels),
    register(server, 'flow2vec.query', async value => {
      const { uri } = readArgument(value);
      const shown = Object.values(panels)
        .map(panel => panel.activeCapture)
        .find(found => found !== undefined);
      const capture = requireCapture(uri === undefined ? (shown ?? activeResource()) : vscode.Uri.parse(uri));
      const title = vscode.l10n.t('Query Capture: Begin With');
      const chosen = await vscode.window.showQuickPick(beginnings(), { title, matchOnDetail: true });
      if (!chosen || !('begin' in chosen)) return;
      await vscode.window.showTextDocument(await chosen.begin(capture), {
        viewColumn: vscode.ViewColumn.One,
      });
    }),
    register(server, 'flow2vec.runQuery', () => {
      const document = activeQuery();
      const sql = document.getText();
      const uri = captureOf(sql, document.uri);
      if (uri === undefined)
        throw new NoCapture(
          vscode.l10n.t('The query names no capture: begin it with a line -- capture: file:///…'),
        );
      panels.queries.ask({ uri, sql });
    }),
  );
}

type Beginning = vscode.QuickPickItem & { begin(capture: vscode.Uri): Promise<vscode.TextDocument> };

/** What a query can begin with: those that were saved, then what comes with the extension. */
async function beginnings(): Promise<(vscode.QuickPickItem | Beginning)[]> {
  const heading = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const untitled = (content: string) =>
    Promise.resolve(vscode.workspace.openTextDocument({ language: queryLanguage, content }));
  const saved = (await savedQueryFiles()).map((uri): Beginning => ({
    label: queryName(uri),
    detail: vscode.workspace.asRelativePath(uri),
    begin: async capture => {
      const document = await vscode.workspace.openTextDocument(uri);
      const text = document.getText();
      const own = captureOf(text, uri);
      const isOwn = own !== undefined && vscode.Uri.parse(own).path === capture.path;
      return isOwn ? document : untitled(askingOf(text, capture.toString()));
    },
  }));
  const shipped = examples().map((example): Beginning => ({
    label: example.name,
    detail: example.about,
    begin: capture => untitled(queryText(capture.toString(), example)),
  }));
  if (saved.length === 0) return shipped;
  return [heading(vscode.l10n.t('Saved')), ...saved, heading(vscode.l10n.t('Examples')), ...shipped];
}
