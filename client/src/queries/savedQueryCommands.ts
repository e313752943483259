import * as vscode from 'vscode';
import { askCapture } from '../base/askCapture';
import { NoCapture } from '../base/captures';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';
import type { AllJobPanels } from '../panels';
import type { ServerClient } from '../server/serverClient';
import { queryLanguage } from './queryLanguage';
import { captureOf, onCapture } from './queryText';
import { askName, queryName } from './savedQueries';

/** What is done with queries that are kept: saved, run on a capture, called otherwise, deleted. */
export function savedQueryCommands(server: ServerClient, panels: AllJobPanels): vscode.Disposable {
  return vscode.Disposable.from(
    register(server, 'flow2vec.saveQuery', async () => {
      const document = activeQuery();
      const folder = folderFor(document);
      const place = await askName(folder, vscode.l10n.t('Save Query'));
      if (!place) return;
      // Beside its capture it finds it by name alone, wherever both are moved.
      const text = onCapture(document.getText(), captureOf(document.getText(), document.uri), place);
      await vscode.workspace.fs.writeFile(place, Buffer.from(text));
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(place));
    }),
    register(server, 'flow2vec.runSavedQuery', async argument => {
      const { uri, sql } = await saved(argument);
      const capture = captureOf(sql, uri);
      if (capture === undefined) return runOn(uri, sql);
      panels.queries.ask({ uri: capture, sql });
    }),
    register(server, 'flow2vec.runQueryOnAnotherCapture', async argument => {
      const { uri, sql } = await saved(argument);
      return runOn(uri, sql);
    }),
    register(server, 'flow2vec.renameQuery', async argument => {
      const { uri } = await saved(argument);
      const place = await askName(
        vscode.Uri.joinPath(uri, '..'),
        vscode.l10n.t('Rename Query'),
        queryName(uri),
      );
      if (!place || place.path === uri.path) return;
      // By an edit, so that an editor that shows it follows.
      const edit = new vscode.WorkspaceEdit();
      edit.renameFile(uri, place, { overwrite: true });
      await vscode.workspace.applyEdit(edit);
    }),
    register(server, 'flow2vec.deleteQuery', async argument => {
      const { uri } = await saved(argument);
      const remove = vscode.l10n.t('Delete');
      const chosen = await vscode.window.showWarningMessage(
        vscode.l10n.t('Delete the query "{0}"?', queryName(uri)),
        { modal: true },
        remove,
      );
      if (chosen === remove) await vscode.workspace.fs.delete(uri);
    }),
  );

  async function runOn(uri: vscode.Uri, sql: string): Promise<void> {
    const beside = captureOf(sql, uri);
    const capture = await askCapture(
      vscode.l10n.t('Run Query on Another Capture'),
      beside === undefined ? uri : vscode.Uri.parse(beside),
    );
    if (capture) panels.queries.ask({ uri: capture.toString(), sql });
  }
}

/** The query of a view's row, or the one in the editor, as it is there. */
async function saved(argument: unknown): Promise<{ uri: vscode.Uri; sql: string }> {
  const { uri } = readArgument(argument);
  const document =
    uri === undefined ? activeQuery() : await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  return { uri: document.uri, sql: document.getText() };
}

export function activeQuery(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== queryLanguage)
    throw new NoCapture(vscode.l10n.t('Open a query first: "Flow2Vec: Query Capture".'));
  return document;
}

/** Where a query is kept: the folder that is open, else that of its capture. */
function folderFor(document: vscode.TextDocument): vscode.Uri {
  const capture = captureOf(document.getText(), document.uri);
  const of = capture === undefined ? undefined : vscode.Uri.parse(capture);
  const folder = (of && vscode.workspace.getWorkspaceFolder(of)) ?? vscode.workspace.workspaceFolders?.[0];
  if (document.uri.scheme === 'file') return vscode.Uri.joinPath(document.uri, '..');
  if (folder) return folder.uri;
  if (of) return vscode.Uri.joinPath(of, '..');
  throw new NoCapture(vscode.l10n.t('Open a folder first, in which the query is kept.'));
}
