import * as vscode from 'vscode';

/** Type of the editor that shows a capture of any size as a table. */
export const tableViewType = 'flow2vec.flows';

/** An editor that shows a capture as a table. */
export interface TableEditor {
  readonly uri: vscode.Uri;
  readonly panel: vscode.WebviewPanel;
  /** One-based line or record of the row of the keyboard. */
  readonly record: number | undefined;
  /** Brings a one-based line or record into view. */
  reveal(record: number): void;
  nextOfHost(direction: 'next' | 'previous'): void;
}

/** The tables that are open, for commands that do not care how a capture is shown. */
const open = new Set<TableEditor>();
/** Rows that are shown as soon as their table is there. */
const awaited = new Map<string, number>();

export function addTableEditor(editor: TableEditor): vscode.Disposable {
  open.add(editor);
  const record = awaited.get(editor.uri.toString());
  if (record !== undefined) editor.reveal(record);
  awaited.delete(editor.uri.toString());
  return new vscode.Disposable(() => open.delete(editor));
}

/** The table of a capture, the active one first. */
export function tableEditorOf(uri: vscode.Uri): TableEditor | undefined {
  const wanted = uri.toString();
  const found = [...open].filter(editor => editor.uri.toString() === wanted);
  return found.find(({ panel }) => panel.active) ?? found[0];
}

export function activeTableEditor(): TableEditor | undefined {
  return [...open].find(({ panel }) => panel.active);
}

/** Captures of which the text was asked for beside their table. */
const textsAsked = new Set<string>();

export function isTextAsked(uri: vscode.Uri): boolean {
  return textsAsked.has(uri.toString());
}

/** Opens a capture as text, at a one-based line if one is given. */
export async function openTextEditor(uri: vscode.Uri, line = 1): Promise<void> {
  textsAsked.add(uri.toString());
  const position = new vscode.Position(line - 1, 0);
  const selection = new vscode.Range(position, position);
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default', { selection });
}

/** Opens a capture as a table, at a one-based line or record if one is given. */
export async function openTableEditor(
  uri: vscode.Uri,
  { record, viewColumn }: { record?: number; viewColumn?: vscode.ViewColumn } = {},
): Promise<void> {
  const editor = tableEditorOf(uri);
  if (editor && record !== undefined) {
    // Without its column, VS Code would move the table to the active one, over the panel that asks.
    editor.panel.reveal(editor.panel.viewColumn, true);
    return editor.reveal(record);
  }
  if (record !== undefined) awaited.set(uri.toString(), record);
  await vscode.commands.executeCommand('vscode.openWith', uri, tableViewType, viewColumn);
}
