import * as vscode from 'vscode';
import { captureName, fileName } from '../base/captures';
import { filesBelow } from '../base/filesBelow';
import { register } from '../base/register';
import { tableViewType } from '../base/tableEditors';
import type { ServerClient } from '../server/serverClient';

/** What the menus of a capture hand to commands. */
export interface CaptureNode {
  uri: string;
}

type Node = CaptureNode | 'more';

/** The captures below the folders that are open, and those that are open from elsewhere. */
export class CaptureTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #parts: vscode.Disposable;

  constructor(server: ServerClient) {
    const refresh = () => this.#changed.fire();
    const watcher = vscode.workspace.createFileSystemWatcher(
      '**/*.{binetflow,biargus,binetflow.gz,biargus.gz}',
      false,
      true,
      false,
    );
    this.#parts = vscode.Disposable.from(
      this.#changed,
      vscode.window.registerTreeDataProvider('flow2vec.captures', this),
      watcher,
      watcher.onDidCreate(refresh),
      watcher.onDidDelete(refresh),
      vscode.workspace.onDidChangeWorkspaceFolders(refresh),
      vscode.window.tabGroups.onDidChangeTabs(refresh),
      register(server, 'flow2vec.refreshCaptures', refresh),
    );
  }

  dispose(): void {
    this.#parts.dispose();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return [];
    const { files, more } = await filesBelow(captureName);
    const uris = new Set([...files, ...openCaptures()].map(String));
    return [...[...uris].map(uri => ({ uri })), ...(more ? (['more'] as const) : [])];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node === 'more') return new vscode.TreeItem(vscode.l10n.t('More captures are not listed'));
    const uri = vscode.Uri.parse(node.uri);
    const item = new vscode.TreeItem(uri);
    item.label = fileName(uri);
    item.id = node.uri;
    item.contextValue = 'capture';
    item.iconPath = new vscode.ThemeIcon('graph');
    item.description = folderOf(uri);
    item.command = { title: vscode.l10n.t('Open'), command: 'vscode.open', arguments: [uri] };
    return item;
  }
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
        captureName.test(input.uri.path) || languages.get(input.uri.toString()) === 'binetflow';
      return isCapture ? [input.uri] : [];
    });
}

/** The folder below the one that is open; nothing at its top. */
function folderOf(uri: vscode.Uri): string {
  const path = vscode.workspace.asRelativePath(uri);
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
