import * as vscode from 'vscode';
import { fileName } from './captures';
import { syncLimit } from './editorLimits';

/** Shows a flow of a capture in the editor. `line` is one-based, as the server counts lines of files. */
export async function revealFlow(
  capture: vscode.Uri,
  { line, file }: { line: number; file: number },
): Promise<void> {
  if (file !== 0) throw new Error(vscode.l10n.t('That flow is in another file of the capture.'));
  const position = new vscode.Position(Math.max(0, line - 1), 0);
  const selection = new vscode.Range(position, position);
  const { size } = await vscode.workspace.fs.stat(capture);
  const viewColumn = columnOf(capture);
  // Extensions get no document of a file this large, but the workbench can still open it at a line.
  if (size > syncLimit) {
    await vscode.commands.executeCommand('vscode.open', capture, { selection, viewColumn });
    return;
  }
  const document = await vscode.workspace.openTextDocument(capture);
  if (line > document.lineCount)
    throw new Error(
      vscode.l10n.t('{0} has no line {1} any more: it changed since.', fileName(capture), line),
    );
  const editor = await vscode.window.showTextDocument(document, { viewColumn });
  const range = document.lineAt(position.line).range;
  editor.selection = new vscode.Selection(range.end, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Where the capture is open already; else the first column, so that it does not cover the panel. */
function columnOf(capture: vscode.Uri): vscode.ViewColumn {
  const wanted = capture.toString();
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === wanted),
  );
  return group?.viewColumn ?? vscode.ViewColumn.One;
}
