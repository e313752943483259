import * as vscode from 'vscode';
import { filesBelow } from './filesBelow';

/** What tells one view of files from another. */
export interface FileKind {
  /** The view's identifier. */
  view: string;
  /** Files that are watched, as a pattern, and what those are called that are listed. */
  glob: string;
  name: RegExp;
  /** Said where there may be more files than are listed. */
  more: string;
  /** Files that are listed wherever they are, since they are open. */
  open?(): readonly vscode.Uri[];
  /** What else lists the files anew when it fires. */
  changes?: readonly vscode.Event<unknown>[];
  /** What stands for a file; `uri` is its resource already. */
  describe(item: vscode.TreeItem, uri: vscode.Uri): void;
}

/** `uri` is what the menus hand to commands. */
export interface FileNode {
  uri: string;
}

type Node = FileNode | 'more';

/** The files of one kind below the folders that are open, and those that are open from elsewhere. */
export class FileTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #parts: vscode.Disposable;

  constructor(private readonly kind: FileKind) {
    const watcher = vscode.workspace.createFileSystemWatcher(kind.glob, false, true, false);
    const changes = [
      watcher.onDidCreate,
      watcher.onDidDelete,
      vscode.workspace.onDidChangeWorkspaceFolders,
      ...(kind.changes ?? []),
    ];
    this.#parts = vscode.Disposable.from(
      this.#changed,
      vscode.window.registerTreeDataProvider(kind.view, this),
      watcher,
      ...changes.map(happened => happened(() => this.refresh())),
    );
  }

  refresh(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#parts.dispose();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return [];
    const { files, more } = await filesBelow(this.kind.name);
    const uris = new Set([...files, ...(this.kind.open?.() ?? [])].map(String));
    return [...[...uris].map(uri => ({ uri })), ...(more ? (['more'] as const) : [])];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node === 'more') return new vscode.TreeItem(this.kind.more);
    const uri = vscode.Uri.parse(node.uri);
    const item = new vscode.TreeItem(uri);
    item.id = node.uri;
    this.kind.describe(item, uri);
    return item;
  }
}
