import * as vscode from 'vscode';
import { captureFormat } from '../../../shared/protocol/messages';
import { activeResource, isCapture, onDidChangeActiveResource } from '../base/captures';
import type { ServerClient } from '../server/serverClient';
import type { Readings } from './readings';

/** Says in the status bar as what the capture in front is read, as text or as a table; a click corrects it. */
export class FormatStatus implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('flow2vec.format', vscode.StatusBarAlignment.Right, 98);
  readonly #subscriptions: vscode.Disposable;
  /** Counts what was asked: an answer that another overtook is dropped. */
  #turn = 0;

  constructor(
    private readonly server: ServerClient,
    readings: Readings,
  ) {
    this.#item.name = vscode.l10n.t('Flow2Vec Format');
    let state = server.condition.state;
    const update = () => void this.#update();
    this.#subscriptions = vscode.Disposable.from(
      this.#item,
      onDidChangeActiveResource(update),
      // A document whose language changes is opened anew.
      vscode.workspace.onDidOpenTextDocument(({ uri }) => {
        if (uri.toString() === activeResource()?.toString()) update();
      }),
      readings.onDidChange(update),
      server.onDidChange(({ state: now }) => {
        if (state !== now) update();
        state = now;
      }),
    );
    update();
  }

  dispose(): void {
    this.#turn++;
    this.#subscriptions.dispose();
  }

  async #update(): Promise<void> {
    const mine = ++this.#turn;
    const capture = activeResource();
    // A table is in front before its editor is known.
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    const shown = capture && (activeTab?.input instanceof vscode.TabInputCustom || isCapture(capture));
    if (!shown || this.server.condition.state !== 'running') return this.#item.hide();
    const uri = capture.toString();
    const found = await this.server.request(captureFormat, { uri }).catch(() => undefined);
    if (mine !== this.#turn) return;
    if (!found) return this.#item.hide();
    const { format, title, error, isSaid, isMapped } = found;
    const name = format === '' ? vscode.l10n.t('no flows') : format;
    this.#item.text = isMapped ? vscode.l10n.t('{0}, columns mapped', name) : name;
    this.#item.tooltip = [
      error ?? title,
      isSaid ? vscode.l10n.t('As it was said.') : vscode.l10n.t('As the file says.'),
      vscode.l10n.t('Click to correct it.'),
    ].join('\n');
    this.#item.accessibilityInformation = { label: vscode.l10n.t('Read as {0}', name) };
    this.#item.command = {
      title: vscode.l10n.t('Choose Format…'),
      command: 'flow2vec.chooseFormat',
      arguments: [{ uri }],
    };
    this.#item.show();
  }
}
