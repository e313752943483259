import * as vscode from 'vscode';
import { fileName } from './captures';
import { syncLimit } from './editorLimits';
import { openTableEditor, tableEditorOf } from './tableEditors';

/**
 * Shows a flow of a capture in the editor; `also` are lines that are marked with it. Lines are one-based, as the server
 * counts lines of files.
 */
export async function revealFlow(
  capture: vscode.Uri,
  { line, file }: { line: number; file: number },
  also: readonly number[] = [],
): Promise<void> {
  if (file !== 0) throw new Error(vscode.l10n.t('That flow is in another file of the capture.'));
  if (line < 1)
    throw new Error(
      vscode.l10n.t('{0} has no such flow: its model was trained on others.', fileName(capture)),
    );
  // Where it is open as a table it is shown there, and so is what extensions get no document of.
  const { size } = await vscode.workspace.fs.stat(capture).then(
    stat => stat,
    () => {
      throw new Error(
        vscode.l10n.t('{0} is not there any more: it was renamed, moved or deleted.', fileName(capture)),
      );
    },
  );
  if (tableEditorOf(capture) || size > syncLimit)
    return openTableEditor(capture, { record: line, also, viewColumn: columnOf(capture) });
  const position = new vscode.Position(Math.max(0, line - 1), 0);
  const viewColumn = columnOf(capture);
  const document = await vscode.workspace.openTextDocument(capture);
  if (line > document.lineCount)
    throw new Error(
      vscode.l10n.t('{0} has no line {1} any more: it changed since.', fileName(capture), line),
    );
  // The focus stays in the panel and nothing is selected: a stray key must not overwrite evidence.
  const editor = await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: true });
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(
    document.lineAt(position.line).range,
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
  highlight(editor, position.line, also);
}

const shown = vscode.window.createTextEditorDecorationType({
  isWholeLine: true,
  backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
  outline: '1px solid',
  outlineColor: new vscode.ThemeColor('editor.rangeHighlightBorder'),
  overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.rangeHighlightForeground'),
  overviewRulerLane: vscode.OverviewRulerLane.Full,
});

let unhighlight: () => void = () => undefined;

/** Marks the line, and others (one-based), until the cursor of that editor goes elsewhere, or another line is shown. */
function highlight(editor: vscode.TextEditor, line: number, also: readonly number[]): void {
  unhighlight();
  const { document } = editor;
  const others = also.filter(each => each <= document.lineCount).map(each => each - 1);
  editor.setDecorations(
    shown,
    [line, ...others].map(each => document.lineAt(each).range),
  );
  const moved = vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
    if (textEditor === editor && selections.some(({ active }) => active.line !== line)) unhighlight();
  });
  unhighlight = () => {
    editor.setDecorations(shown, []);
    moved.dispose();
  };
}

/** Where the capture is open already; else the first column, so that it does not cover the panel. */
function columnOf(capture: vscode.Uri): vscode.ViewColumn {
  const wanted = capture.toString();
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === wanted),
  );
  return group?.viewColumn ?? vscode.ViewColumn.One;
}
