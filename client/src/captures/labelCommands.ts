import * as vscode from 'vscode';
import { labelCapture } from '../../../shared/protocol/messages';
import type { LabelReport } from '../../../shared/protocol/reading';
import { activeResource, fileName, requireCapture } from '../base/captures';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';
import type { ServerClient } from '../server/serverClient';
import { exportedLabels, LabelStore, linesText, type Labels } from './labelStore';
import { labelReportText } from './labelReportText';

/** Loading a capture of many gigabytes takes minutes. */
const limitMs = 15 * 60_000;

/** Commands that label flows beside their capture: by files, by hand; with a way back. */
export function labelCommands(server: ServerClient, state: vscode.Memento): vscode.Disposable {
  const store = new LabelStore(state);
  const captureOf = (value: unknown) => {
    const { uri } = readArgument(value);
    return requireCapture(uri === undefined ? activeResource() : vscode.Uri.parse(uri));
  };

  const apply = async (capture: vscode.Uri, labels: Labels): Promise<LabelReport | null> => {
    const title = vscode.l10n.t('Labelling the flows of {0}', fileName(capture));
    const report = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      server.request(labelCapture, { uri: capture.toString(), ...labels }, limitMs),
    );
    // What the server refuses is not kept.
    await store.set(capture.toString(), labels);
    return report;
  };

  const tell = async (capture: vscode.Uri, report: LabelReport | null): Promise<void> => {
    if (!report)
      return void vscode.window.showInformationMessage(
        vscode.l10n.t('{0} has its own labels again.', fileName(capture)),
      );
    const conflicts = report.conflicts.reduce((sum, { flows }) => sum + flows, 0);
    const message = vscode.l10n.t(
      '{0} flows of {1} are labelled by {2} rules; {3} are caught by rules that disagree, where the last one stands.',
      report.flows,
      fileName(capture),
      report.rules.length,
      conflicts,
    );
    const show = vscode.l10n.t('Show What Each Rule Caught');
    if ((await vscode.window.showInformationMessage(message, show)) !== show) return;
    const content = labelReportText(fileName(capture), report);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }), {
      preview: true,
    });
  };

  // A server that was started again knows no labels.
  let running = server.condition.state === 'running';
  const again = server.onDidChange(({ state: now }) => {
    const started = !running && now === 'running';
    running = now === 'running';
    if (!started) return;
    for (const uri of store.captures())
      server
        .request(labelCapture, { uri, ...store.of(uri) }, limitMs)
        .catch((error: unknown) => server.log.warn(`${uri}: its labels are not applied (${String(error)})`));
  });

  return vscode.Disposable.from(
    again,
    register(server, 'flow2vec.useLabels', async value => {
      const capture = captureOf(value);
      const files = await vscode.window.showOpenDialog({
        canSelectMany: true,
        title: vscode.l10n.t('Files with labels for {0}', fileName(capture)),
        openLabel: vscode.l10n.t('Label Flows'),
      });
      if (!files) return;
      const { hand } = store.of(capture.toString());
      void tell(capture, await apply(capture, { files: files.map(String), hand }));
    }),
    register(server, 'flow2vec.labelRows', async value => {
      const capture = captureOf(value);
      const editor = vscode.window.visibleTextEditors.find(
        ({ document }) => document.uri.toString() === capture.toString(),
      );
      if (!editor) throw new Error(vscode.l10n.t('Open the capture in an editor and select rows first.'));
      const lines = linesText(
        editor.selections.map(({ start, end, isEmpty }) => ({
          first: start.line + 1,
          // A selection that ends at the beginning of a line does not mean it.
          last: !isEmpty && end.character === 0 && end.line > start.line ? end.line : end.line + 1,
        })),
      );
      const label = await vscode.window.showInputBox({
        title: vscode.l10n.t('Label for the rows {0}', lines),
        prompt: vscode.l10n.t('It stands beside the capture, which is not changed.'),
        validateInput: text =>
          text.trim() === '' ? vscode.l10n.t('A label has a character at least.') : undefined,
      });
      if (label === undefined) return;
      const { files, hand } = store.of(capture.toString());
      void tell(capture, await apply(capture, { files, hand: [...hand, { label: label.trim(), lines }] }));
    }),
    register(server, 'flow2vec.undoLabel', async value => {
      const capture = captureOf(value);
      const { files, hand } = store.of(capture.toString());
      if (hand.length > 0) void tell(capture, await apply(capture, { files, hand: hand.slice(0, -1) }));
      else if (files.length > 0) void tell(capture, await apply(capture, { files: [], hand }));
      else
        void vscode.window.showInformationMessage(
          vscode.l10n.t('{0} has no labels beside it.', fileName(capture)),
        );
    }),
    register(server, 'flow2vec.exportLabels', async value => {
      const capture = captureOf(value);
      const { hand } = store.of(capture.toString());
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
