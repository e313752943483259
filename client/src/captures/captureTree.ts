import * as vscode from 'vscode';
import { isCaptureLanguage } from '../../../shared/protocol/captureLanguages';
import { captureName, fileName } from '../base/captures';
import { FileTree } from '../base/fileTree';
import { register } from '../base/register';
import { tableViewType } from '../base/tableEditors';
import type { ServerClient } from '../server/serverClient';

/** The view of captures. */
export function captureTree(server: ServerClient): vscode.Disposable {
  const tree = new FileTree({
    view: 'flow2vec.captures',
    glob: '**/*.{binetflow,biargus,binetflow.gz,biargus.gz}',
    name: captureName,
    more: vscode.l10n.t('More captures are not listed'),
    open: openCaptures,
    changes: [vscode.window.tabGroups.onDidChangeTabs],
    describe: (item, uri) => {
      item.label = fileName(uri);
      item.contextValue = 'capture';
      item.iconPath = new vscode.ThemeIcon('graph');
      item.description = folderOf(uri);
      item.command = { title: vscode.l10n.t('Open'), command: 'vscode.open', arguments: [uri] };
    },
  });
  return vscode.Disposable.from(
    tree,
    register(server, 'flow2vec.refreshCaptures', () => tree.refresh()),
  );
}

/** Captures that are open in a tab, by name, language or as a table. */
export function openCaptures(): vscode.Uri[] {
  const languages = new Map(
    vscode.workspace.textDocuments.map(({ uri, languageId }) => [uri.toString(), languageId]),
  );
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => {
      if (input instanceof vscode.TabInputCustom && input.viewType === tableViewType) return [input.uri];
      if (!(input instanceof vscode.TabInputText) || input.uri.scheme !== 'file') return [];
      const isCapture =
        captureName.test(input.uri.path) || isCaptureLanguage(languages.get(input.uri.toString()));
      return isCapture ? [input.uri] : [];
    });
}

/** The folder below the one that is open; nothing at its top. */
function folderOf(uri: vscode.Uri): string {
  const path = vscode.workspace.asRelativePath(uri);
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
