import * as vscode from 'vscode';
import { activeResource, NoCapture, requireCapture } from '../base/captures';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';
import type { AllJobPanels } from '../panels';
import type { ServerClient } from '../server/serverClient';
import { QueryLanguage, queryLanguage } from './queryLanguage';
import { captureOf, examples, queryText } from './queryText';

/** Asking a capture in SQL: a document to write in, and its rows in a panel. */
export function queryCommands(server: ServerClient, panels: AllJobPanels): vscode.Disposable {
  return vscode.Disposable.from(
    new QueryLanguage(server),
    register(server, 'flow2vec.query', async value => {
      const { uri } = readArgument(value);
      const shown = Object.values(panels)
        .map(panel => panel.activeCapture)
        .find(found => found !== undefined);
      const capture = requireCapture(uri === undefined ? (shown ?? activeResource()) : vscode.Uri.parse(uri));
      const title = vscode.l10n.t('Query Capture: Begin With');
      const items = examples().map(example => ({ label: example.name, detail: example.about, example }));
      const chosen = await vscode.window.showQuickPick(items, { title, matchOnDetail: true });
      if (!chosen) return;
      const content = queryText(capture.toString(), chosen.example);
      const document = await vscode.workspace.openTextDocument({ language: queryLanguage, content });
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
    }),
    register(server, 'flow2vec.runQuery', () => {
      const document = vscode.window.activeTextEditor?.document;
      if (document?.languageId !== queryLanguage)
        throw new NoCapture(vscode.l10n.t('Open a query first: "Flow2Vec: Query Capture".'));
      const sql = document.getText();
      const uri = captureOf(sql);
      if (uri === undefined)
        throw new NoCapture(
          vscode.l10n.t('The query names no capture: begin it with a line -- capture: file:///…'),
        );
      panels.queries.ask({ uri, sql });
    }),
  );
}
