import * as vscode from 'vscode';
import { fileName } from '../base/captures';
import { FileTree } from '../base/fileTree';
import { notebookType } from './caseNotebook';

/** The view of investigations. */
export const caseTree = (): FileTree =>
  new FileTree({
    view: 'flow2vec.investigations',
    glob: '**/*.flowcase',
    name: /\.flowcase$/i,
    more: vscode.l10n.t('More investigations are not listed'),
    open: () =>
      vscode.workspace.notebookDocuments
        .filter(each => each.notebookType === notebookType)
        .map(({ uri }) => uri),
    changes: [vscode.workspace.onDidOpenNotebookDocument, vscode.workspace.onDidCloseNotebookDocument],
    describe: (item, uri) => {
      item.label = fileName(uri);
      item.contextValue = 'case';
      item.iconPath = new vscode.ThemeIcon('notebook');
      item.command = {
        title: vscode.l10n.t('Open'),
        command: 'vscode.openWith',
        arguments: [uri, notebookType],
      };
    },
  });
