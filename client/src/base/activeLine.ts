import * as vscode from 'vscode';
import { tableEditorOf } from './tableEditors';

/** The zero-based line of the cursor in a capture, or of the row of the keyboard where it is shown as a table. */
export function activeLine(capture: vscode.Uri): number | undefined {
  const wanted = capture.toString();
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  const line = editors.find(editor => editor?.document.uri.toString() === wanted)?.selection.active.line;
  const table = tableEditorOf(capture);
  if (table?.record !== undefined && (table.panel.active || line === undefined)) return table.record - 1;
  return line;
}
