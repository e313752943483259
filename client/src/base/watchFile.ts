import * as vscode from 'vscode';
import { fileName } from './captures';

/** Calls back when a file is written, made or deleted, wherever it is. */
export function watchFile(uri: vscode.Uri, changed: () => void): vscode.Disposable {
  // What is a pattern in the name is any sign; the path is compared below.
  const pattern = fileName(uri).replace(/[[\]{}*?]/g, '?');
  const watcher = vscode.workspace.createFileSystemWatcher(
    new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), pattern),
  );
  const look = (found: vscode.Uri) => {
    if (found.toString() === uri.toString()) changed();
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(look),
    watcher.onDidCreate(look),
    watcher.onDidDelete(look),
  );
}
