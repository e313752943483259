import * as vscode from 'vscode';
import { fileName } from '../captures';

/** Asks where to, writes the table there, and says which file it was; null when the user chose none. */
export async function exportCsv(capture: vscode.Uri, text: string): Promise<string | null> {
  const name = fileName(capture).replace(/\.[^.]+$/, '');
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(capture, '..', `${name}.similar.csv`),
    filters: { [vscode.l10n.t('Comma-separated values')]: ['csv'] },
    title: vscode.l10n.t('Export Similar Flows'),
  });
  if (!target) return null;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  return fileName(target);
}
