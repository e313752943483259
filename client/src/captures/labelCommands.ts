import * as vscode from 'vscode';
import { askedResource, fileName, requireCapture } from '../base/captures';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';
import type { ServerClient } from '../server/serverClient';
import type { Labelling } from './labelling';
import { exportedLabels } from './labelStore';
import { chosenLines, linesText } from './lineRanges';

/** Lines of the rows that are selected where the capture is shown as text; throws where it is not. */
function selectedLines(capture: vscode.Uri): string {
  const editor = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === capture.toString(),
  );
  if (!editor) throw new Error(vscode.l10n.t('Open the capture in an editor and select rows first.'));
  return linesText(chosenLines(editor.selections));
}

/** Commands that label flows beside their capture: by files, by hand; with a way back. */
export function labelCommands(server: ServerClient, labelling: Labelling): vscode.Disposable {
  const { store } = labelling;
  const captureOf = (value: unknown) => requireCapture(askedResource(value));

  return vscode.Disposable.from(
    register(server, 'flow2vec.useLabels', async value => {
      const capture = captureOf(value);
      const files = await vscode.window.showOpenDialog({
        canSelectMany: true,
        title: vscode.l10n.t('Files with labels for {0}', fileName(capture)),
        openLabel: vscode.l10n.t('Label Flows'),
      });
      if (!files) return;
      await labelling.set(capture, { ...store.of(capture.toString()), files: files.map(String) });
    }),
    register(server, 'flow2vec.labelRows', async value => {
      const capture = captureOf(value);
      const lines = readArgument(value).lines ?? selectedLines(capture);
      const label = await vscode.window.showInputBox({
        title: vscode.l10n.t('Label for the rows {0}', lines),
        prompt: vscode.l10n.t('It stands beside the capture, which is not changed.'),
        validateInput: text =>
          text.trim() === '' ? vscode.l10n.t('A label has a character at least.') : undefined,
      });
      if (label === undefined) return;
      const labels = store.of(capture.toString());
      const own = { label: label.trim(), lines };
      await labelling.set(capture, { ...labels, hand: [...labels.hand, own] });
    }),
    register(server, 'flow2vec.undoLabel', async value => {
      const capture = captureOf(value);
      const labels = store.of(capture.toString());
      const { files, hand, verdicts = [] } = labels;
      if (hand.length > 0) await labelling.set(capture, { ...labels, hand: hand.slice(0, -1) });
      else if (verdicts.length > 0) await labelling.set(capture, { files, hand });
      else if (files.length > 0) await labelling.set(capture, { files: [], hand });
      else
        void vscode.window.showInformationMessage(
          vscode.l10n.t('{0} has no labels beside it.', fileName(capture)),
        );
    }),
    register(server, 'flow2vec.exportLabels', async value => {
      const capture = captureOf(value);
      const { hand: typed, verdicts = [] } = store.of(capture.toString());
      const hand = [...typed, ...verdicts];
      if (hand.length === 0)
        throw new Error(vscode.l10n.t('No rows of {0} are labelled by hand.', fileName(capture)));
      const target = await vscode.window.showSaveDialog({
        defaultUri: capture.with({ path: `${capture.path}.labels.json` }),
        filters: { JSON: ['json'] },
      });
      if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(exportedLabels(hand)));
    }),
  );
}
