import * as vscode from 'vscode';
import { fileName } from '../captures';

/** Asks where to, writes the table there, and says which file it was; null when the user chose none. */
export function exportCsv(capture: vscode.Uri, text: string): Promise<string | null> {
  return exportText(capture, {
    text,
    as: 'csv',
    what: 'similar',
    title: vscode.l10n.t('Export Similar Flows'),
  });
}

export interface TextExport {
  text: string;
  as: 'csv' | 'markdown';
  /** Stands between the capture's name and the ending of the proposed file name. */
  what: string;
  title: string;
}

/** As `exportCsv`, for any table. */
export async function exportText(
  capture: vscode.Uri,
  { text, as, what, title }: TextExport,
): Promise<string | null> {
  const name = fileName(capture).replace(/\.[^.]+$/, '');
  const ending = as === 'csv' ? 'csv' : 'md';
  const kind = as === 'csv' ? vscode.l10n.t('Comma-separated values') : 'Markdown';
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(capture, '..', `${name}.${what}.${ending}`),
    filters: { [kind]: [ending] },
    title,
  });
  if (!target) return null;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  return fileName(target);
}
