import * as vscode from 'vscode';
import { nextFlow } from '../../../shared/protocol/messages';
import type { NextFlowParams } from '../../../shared/protocol/captures';
import { requireCapture } from '../base/captures';
import type { ServerClient } from '../server/serverClient';
import { hostAt } from './hostAt';
import { register } from '../base/register';
import { activeTableEditor } from '../base/tableEditors';

const findLimitMs = 30_000;

/** Commands on a capture that is open as text: going through the flows of one host, and lifting its protection. */
export function flowCommands(server: ServerClient): vscode.Disposable {
  return vscode.Disposable.from(
    register(server, 'flow2vec.nextFlowOfHost', () => go(server, 'next')),
    register(server, 'flow2vec.previousFlowOfHost', () => go(server, 'previous')),
    // Captures are evidence, so they open read-only (the manifest's default of files.readonlyInclude).
    register(server, 'flow2vec.allowEditing', async () => {
      await vscode.commands.executeCommand('workbench.action.files.setActiveEditorWriteableInSession');
    }),
  );
}

async function go(server: ServerClient, direction: NextFlowParams['direction']): Promise<void> {
  const table = activeTableEditor();
  if (table) return table.nextOfHost(direction);
  const editor = vscode.window.activeTextEditor;
  const capture = requireCapture(editor?.document.uri);
  if (!editor) return;
  const { line, character } = editor.selection.start;
  const host = hostAt(editor.document.lineAt(line).text, character);
  const params: NextFlowParams = { uri: capture.toString(), line, direction };
  const found = await server.request(
    nextFlow,
    host === undefined ? params : { ...params, host },
    findLimitMs,
  );
  if (!found) {
    const none =
      direction === 'next'
        ? vscode.l10n.t('No later flow of {0}.', host ?? vscode.l10n.t('this host'))
        : vscode.l10n.t('No earlier flow of {0}.', host ?? vscode.l10n.t('this host'));
    vscode.window.setStatusBarMessage(none, 5000);
    return;
  }
  const range = new vscode.Range(found.line, found.start, found.line, found.end);
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
