import * as vscode from 'vscode';
import { fileName } from '../base/captures';
import { captureOf } from './caseCapture';
import { notebookType } from './caseNotebook';

/** Below each cell that is asked: which capture it asks. A title may say another, or none. */
export function caseStatus(): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    vscode.workspace.onDidChangeNotebookDocument(({ metadata }) => metadata && changed.fire()),
    vscode.notebooks.registerNotebookCellStatusBarItemProvider(notebookType, {
      onDidChangeCellStatusBarItems: changed.event,
      provideCellStatusBarItems({ kind, notebook }) {
        const capture = kind === vscode.NotebookCellKind.Code ? captureOf(notebook) : undefined;
        if (!capture) return [];
        const item = new vscode.NotebookCellStatusBarItem(
          vscode.l10n.t('asks {0}', fileName(capture)),
          vscode.NotebookCellStatusBarAlignment.Right,
        );
        item.tooltip = capture.fsPath;
        return [item];
      },
    }),
  );
}
