import * as vscode from 'vscode';
import type { Pin } from '../../../shared/investigation/case';
import type { ShowMessage } from '../../../webviews/src/base/messages';
import type { EvidenceCalls, EvidenceShown } from '../../../webviews/src/investigation/evidence/contract';
import { loadPage } from '../base/loadPage';
import { answerCall, type Handlers } from '../base/pageCalls';
import { named, onOtherNames } from '../hosts/named';
import type { ServerClient } from '../server/serverClient';
import { captureOf } from './caseCapture';
import { metadataOf } from './caseNotebook';
import { evidenceShown } from './evidenceShown';
import type { EvidenceTree, PinNode } from './evidenceTree';

/** Evidence over time, in the panel below the editors, which is wide. It is there as soon as there is evidence. */
export class EvidenceView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #parts: vscode.Disposable;
  #view: vscode.WebviewView | undefined;
  #pageReady = false;
  /** What is shown: typing in a case changes none of its evidence. */
  #shown: readonly Pin[] | undefined;
  /** How often it was begun to be shown: names are waited for. */
  #turn = 0;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly server: ServerClient,
    private readonly tree: EvidenceTree,
  ) {
    this.#parts = vscode.Disposable.from(
      vscode.window.registerWebviewViewProvider('flow2vec.evidenceTimes', this),
      tree.onDidChangeTreeData(() => this.#refresh()),
      onOtherNames(() => this.#show()),
    );
    this.#refresh();
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    this.#pageReady = false;
    view.onDidDispose(() => (this.#view = undefined));
    view.webview.onDidReceiveMessage(async message => {
      const reply = await answerCall<EvidenceCalls>(message, this.#handlers);
      if (reply) await view.webview.postMessage(reply);
    });
    loadPage(view, this.extensionUri, 'evidence');
  }

  dispose(): void {
    this.#parts.dispose();
  }

  readonly #handlers: Handlers<EvidenceCalls> = {
    ready: () => {
      this.#pageReady = true;
      this.#show();
    },
    show: async ({ id }) => {
      const notebook = this.tree.current();
      const pin = notebook && metadataOf(notebook).evidence.find(each => each.id === id);
      if (!pin) throw new Error(vscode.l10n.t('Choose a piece of evidence first.'));
      const node: PinNode = { pin, notebook };
      await vscode.commands.executeCommand('flow2vec.showEvidence', node);
    },
  };

  #refresh(): void {
    const notebook = this.tree.current();
    const evidence = notebook && metadataOf(notebook).evidence;
    if (evidence === this.#shown) return;
    this.#shown = evidence;
    void vscode.commands.executeCommand(
      'setContext',
      'flow2vec.hasEvidence',
      evidence !== undefined && evidence.length > 0,
    );
    this.#show();
  }

  #show(): void {
    void this.#showNow().catch((error: unknown) => this.server.log.error(String(error)));
  }

  async #showNow(): Promise<void> {
    if (!this.#view || !this.#pageReady) return;
    const turn = ++this.#turn;
    const notebook = this.tree.current();
    const uri = notebook && captureOf(notebook)?.toString();
    const title = notebook && metadataOf(notebook).title;
    const names = await named(this.server, evidenceShown(this.#shown ?? [], { title }));
    // What was shown meanwhile is newer.
    if (turn !== this.#turn) return;
    const texts = (vscode.l10n.bundle ?? {}) as Record<string, string>;
    const shown = { ...names, ...(uri === undefined ? {} : { uri }), texts };
    const message: ShowMessage<EvidenceShown> = { type: 'show', shown };
    void this.#view.webview.postMessage(message);
  }
}
