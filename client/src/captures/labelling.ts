import * as vscode from 'vscode';
import { labelCapture } from '../../../shared/protocol/messages';
import type { LabelReport } from '../../../shared/protocol/reading';
import { fileName } from '../base/captures';
import { onServerStart } from '../server/onServerStart';
import type { ServerClient } from '../server/serverClient';
import { labelReportText } from './labelReportText';
import { LabelStore, type Labels } from './labelStore';

/** Loading a capture of many gigabytes takes minutes. */
const limitMs = 15 * 60_000;

/** Labels beside captures, kept in the workspace and applied by the server, which forgets them when it ends. */
export class Labelling implements vscode.Disposable {
  readonly store: LabelStore;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  /** Fires when flows of a capture are labelled otherwise. */
  readonly onDidChange = this.#changed.event;
  readonly #again: vscode.Disposable;

  constructor(
    private readonly server: ServerClient,
    state: vscode.Memento,
  ) {
    this.store = new LabelStore(state);
    this.#again = onServerStart(server, () => this.#applyAll());
  }

  /** Applies labels instead of those that the capture had beside it, keeps them, and tells what they caught. */
  async set(capture: vscode.Uri, labels: Labels): Promise<void> {
    const title = vscode.l10n.t('Labelling the flows of {0}', fileName(capture));
    const report = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      this.#request(capture.toString(), labels),
    );
    // What the server refuses is not kept.
    await this.store.set(capture.toString(), labels);
    this.#changed.fire(capture);
    void tell(capture, report);
  }

  dispose(): void {
    vscode.Disposable.from(this.#again, this.#changed).dispose();
  }

  #request(uri: string, { files, hand, verdicts = [] }: Labels): Promise<LabelReport | null> {
    // What somebody typed stands over what follows of a verdict.
    return this.server.request(labelCapture, { uri, files, hand: [...verdicts, ...hand] }, limitMs);
  }

  #applyAll(): void {
    for (const uri of this.store.captures())
      this.#request(uri, this.store.of(uri)).then(
        () => this.#changed.fire(vscode.Uri.parse(uri)),
        (error: unknown) => this.server.log.warn(`${uri}: its labels are not applied (${String(error)})`),
      );
  }
}

async function tell(capture: vscode.Uri, report: LabelReport | null): Promise<void> {
  if (!report)
    return void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} has its own labels again.', fileName(capture)),
    );
  const conflicts = report.conflicts.reduce((sum, { flows }) => sum + flows, 0);
  const [flows, name, rules] = [report.flows.toLocaleString(), fileName(capture), report.rules.length];
  const caught =
    rules === 1
      ? vscode.l10n.t('{0} flows of {1} are labelled by one rule.', flows, name)
      : vscode.l10n.t('{0} flows of {1} are labelled by {2} rules.', flows, name, rules.toLocaleString());
  const disagree =
    conflicts > 0
      ? vscode.l10n.t(
          '{0} are caught by rules that disagree, where the last one stands.',
          conflicts.toLocaleString(),
        )
      : '';
  const message = [caught, disagree].filter(Boolean).join(' ');
  const show = vscode.l10n.t('Show What Each Rule Caught');
  if ((await vscode.window.showInformationMessage(message, show)) !== show) return;
  const content = labelReportText(fileName(capture), report);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }), {
    preview: true,
  });
}
