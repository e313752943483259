import * as vscode from 'vscode';

/** Type of the editor that shows a capture of any size as a table. */
export const tableViewType = 'flow2vec.flows';

/** An editor that shows a capture as a table. */
export interface TableEditor {
  readonly uri: vscode.Uri;
  readonly panel: vscode.WebviewPanel;
  /** One-based line or record of the row of the keyboard. */
  readonly record: number | undefined;
  /** Whether its page has started, which it does once VS Code has drawn it. */
  readonly hasPage: boolean;
  /** Brings a one-based line or record into view; `also` are others that are marked with it. */
  reveal(record: number, also?: readonly number[]): void;
  nextOfHost(direction: 'next' | 'previous'): void;
  /** What marks its flows is other now. */
  marksChanged(): void;
}

const moved = new vscode.EventEmitter<TableEditor>();
/** Fires with a table whose keyboard went to another row. */
export const onDidMoveInTable = moved.event;

export function movedInTable(editor: TableEditor): void {
  moved.fire(editor);
}

/** Has the tables of a capture ask anew what marks its flows. */
export function marksChanged(uri: string): void {
  for (const editor of open) if (editor.uri.toString() === uri) editor.marksChanged();
}

/** The tables that are open, for commands that do not care how a capture is shown. */
const open = new Set<TableEditor>();
/** Rows that are shown as soon as their table is there. */
const awaited = new Map<string, { record: number; also: readonly number[] }>();

export function addTableEditor(editor: TableEditor): vscode.Disposable {
  open.add(editor);
  const place = awaited.get(editor.uri.toString());
  if (place) editor.reveal(place.record, place.also);
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

/** Opens a capture as a table, at a one-based line or record if one is given, with others marked. */
export async function openTableEditor(
  uri: vscode.Uri,
  {
    record,
    also = [],
    viewColumn,
  }: { record?: number; also?: readonly number[]; viewColumn?: vscode.ViewColumn } = {},
): Promise<void> {
  const editor = tableEditorOf(uri);
  if (editor && record !== undefined) {
    // Without its column, VS Code would move the table to the active one, over the panel that asks.
    editor.panel.reveal(editor.panel.viewColumn, true);
    return editor.reveal(record, also);
  }
  if (record !== undefined) awaited.set(uri.toString(), { record, also });
  await vscode.commands.executeCommand('vscode.openWith', uri, tableViewType, viewColumn);
}
