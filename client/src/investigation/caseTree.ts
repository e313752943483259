import * as vscode from 'vscode';
import { fileName } from '../base/captures';
import { filesBelow } from '../base/filesBelow';
import { notebookType } from './caseNotebook';

type Node = vscode.Uri | 'more';

/** The investigations below the folders that are open, and those that are open from elsewhere. */
export class CaseTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #parts: vscode.Disposable;

  constructor() {
    const refresh = () => this.#changed.fire();
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.flowcase', false, true, false);
    this.#parts = vscode.Disposable.from(
      this.#changed,
      vscode.window.registerTreeDataProvider('flow2vec.investigations', this),
      watcher,
      watcher.onDidCreate(refresh),
      watcher.onDidDelete(refresh),
      vscode.workspace.onDidChangeWorkspaceFolders(refresh),
      vscode.workspace.onDidOpenNotebookDocument(refresh),
      vscode.workspace.onDidCloseNotebookDocument(refresh),
    );
  }

  dispose(): void {
    this.#parts.dispose();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return [];
    const { files, more } = await filesBelow(/\.flowcase$/i);
    const open = vscode.workspace.notebookDocuments
      .filter(each => each.notebookType === notebookType)
      .map(({ uri }) => uri);
    const uris = new Map([...files, ...open].map(uri => [uri.toString(), uri]));
    return [...uris.values(), ...(more ? (['more'] as const) : [])];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node === 'more') return new vscode.TreeItem(vscode.l10n.t('More investigations are not listed'));
    const item = new vscode.TreeItem(node);
    item.label = fileName(node);
    item.contextValue = 'case';
    item.iconPath = new vscode.ThemeIcon('notebook');
    item.command = {
      title: vscode.l10n.t('Open'),
      command: 'vscode.openWith',
      arguments: [node, notebookType],
    };
    return item;
  }
}
