import * as vscode from 'vscode';
import { activeResource, captureName, fileName, isCapture } from '../base/captures';
import { filesBelow } from '../base/filesBelow';
import { openCaptures } from '../captures/captureTree';
import { captureField, changeMetadata, metadataOf, notebookType } from './caseNotebook';

/** The folder of a case; of one that is not on disk yet, the workspace's. */
export function folderOf(notebook: vscode.NotebookDocument): vscode.Uri {
  if (notebook.uri.scheme === 'file') return vscode.Uri.joinPath(notebook.uri, '..');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder)
    throw new Error(vscode.l10n.t('Save the investigation first: captures are found from its folder.'));
  return folder;
}

/** The capture that a case is asked of; undefined where none was chosen yet. */
export function captureOf(notebook: vscode.NotebookDocument): vscode.Uri | undefined {
  const path = metadataOf(notebook).more[captureField];
  if (typeof path !== 'string' || path === '') return undefined;
  return path.startsWith('/') ? vscode.Uri.file(path) : vscode.Uri.joinPath(folderOf(notebook), path);
}

/** The capture of the case in front; undefined where another editor is, or where it asks none yet. */
export function captureInFront(): vscode.Uri | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  return notebook?.notebookType === notebookType ? captureOf(notebook) : undefined;
}

/** The same, chosen now where there is none; undefined when the analyst chose none. */
export async function chosenCapture(notebook: vscode.NotebookDocument): Promise<vscode.Uri | undefined> {
  const known = captureOf(notebook);
  if (known) return known;
  const chosen = await chooseCapture(notebook);
  if (chosen) await useCapture(notebook, chosen);
  return chosen;
}

/** Asks for a capture among those that are open or below the folder, but for the one that is asked, or for a file. */
export async function chooseCapture(notebook: vscode.NotebookDocument): Promise<vscode.Uri | undefined> {
  const asked = captureOf(notebook)?.toString();
  const active = activeResource();
  const { files } = await filesBelow(captureName);
  const captures = [...(active && isCapture(active) ? [active] : []), ...openCaptures(), ...files];
  const distinct = [...new Map(captures.map(uri => [uri.toString(), uri])).values()].filter(
    uri => uri.toString() !== asked,
  );
  const other = { label: vscode.l10n.t('Another file…'), uri: undefined };
  const items = [...distinct.map(uri => ({ label: fileName(uri), description: uri.fsPath, uri })), other];
  const title = vscode.l10n.t('Which capture is asked?');
  const picked = distinct.length === 0 ? other : await vscode.window.showQuickPick(items, { title });
  if (!picked) return undefined;
  if (picked.uri) return picked.uri;
  const [file] = (await vscode.window.showOpenDialog({ title, defaultUri: folderOf(notebook) })) ?? [];
  return file;
}

/** Has the case be asked of this capture from now on; the path is relative where the capture is below the case. */
export async function useCapture(notebook: vscode.NotebookDocument, capture: vscode.Uri): Promise<void> {
  const folder = `${folderOf(notebook).path.replace(/\/$/, '')}/`;
  const path = capture.path.startsWith(folder) ? capture.path.slice(folder.length) : capture.path;
  await changeMetadata(notebook, about => ({ ...about, more: { ...about.more, [captureField]: path } }));
}
