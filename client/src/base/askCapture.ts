import * as vscode from 'vscode';
import { requireCapture } from './captures';

/** Asks for a capture, first in the folder of another one; undefined when the user leaves. */
export async function askCapture(title: string, beside: vscode.Uri): Promise<vscode.Uri | undefined> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title,
      openLabel: vscode.l10n.t('Choose'),
      defaultUri: vscode.Uri.joinPath(beside, '..'),
      // What is a capture is told by content: a log of Zeek or Suricata is called what its owner likes.
      filters: {
        [vscode.l10n.t('Flow captures')]: ['binetflow', 'biargus'],
        [vscode.l10n.t('All files')]: ['*'],
      },
    })) ?? [];
  return chosen && requireCapture(chosen);
}
