import * as vscode from 'vscode';

/** Files that are listed at most, folders that are read at most, and how deep: a view is no search. */
const most = { files: 500, folders: 2000, depth: 6 };
const passedOver = /^(\.|node_modules$)/;

export interface FilesBelow {
  files: vscode.Uri[];
  /** Whether there may be more than these. */
  more: boolean;
}

/** Files below the folders that are open whose names match, nearest to the top first. */
export async function filesBelow(name: RegExp): Promise<FilesBelow> {
  const files: vscode.Uri[] = [];
  let folders: readonly vscode.Uri[] = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  let read = 0;
  for (let depth = 0; folders.length > 0; depth++) {
    const next: vscode.Uri[] = [];
    for (const folder of folders) {
      if (depth > most.depth || ++read > most.folders) return { files, more: true };
      for (const [entry, type] of await entriesOf(folder)) {
        const uri = vscode.Uri.joinPath(folder, entry);
        if (type === vscode.FileType.Directory && !passedOver.test(entry)) next.push(uri);
        else if (type & vscode.FileType.File && name.test(entry)) {
          if (files.length === most.files) return { files, more: true };
          files.push(uri);
        }
      }
    }
    folders = next;
  }
  return { files, more: false };
}

/** What is in a folder, by name; nothing of one that cannot be read. */
async function entriesOf(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries.sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  } catch {
    return [];
  }
}
