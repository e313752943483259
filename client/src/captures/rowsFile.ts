import * as vscode from 'vscode';
import { fileName } from '../base/captures';

/** Asks, beside the capture, where its rows are to be written; undefined when the user chose nothing. */
export async function askRowsFile(
  capture: vscode.Uri,
  ending: 'csv' | 'parquet' | 'binetflow',
): Promise<vscode.Uri | undefined> {
  const name = fileName(capture).replace(/(?:\.[A-Za-z]\w*)+$/, '');
  const kind = {
    csv: vscode.l10n.t('Comma-separated values'),
    parquet: 'Parquet',
    binetflow: vscode.l10n.t('Flow capture'),
  }[ending];
  const title =
    ending === 'binetflow' ? vscode.l10n.t('Open Rows as a Capture') : vscode.l10n.t('Export Rows');
  return vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(capture, '..', `${name}.flows.${ending}`),
    filters: { [kind]: [ending] },
    title,
  });
}
