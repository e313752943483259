import * as vscode from 'vscode';

/** Whether there is such a file, or a folder. */
export const isThere = (uri: vscode.Uri): Promise<boolean> =>
  Promise.resolve(
    vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    ),
  );
