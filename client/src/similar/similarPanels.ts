import * as vscode from 'vscode';
import type { Question } from '../../../webviews/src/similar/contract';
import type { ServerClient } from '../server/serverClient';
import type { Trainings } from '../training/trainings';
import { savedQuestion } from './savedQuestion';
import { panelColumn } from '../base/panelColumn';
import { SimilarPanel } from './similarPanel';

const viewType = 'flow2vec.similar';

/** Owns the panel of similar flows: one at a time, reused by the next question, restored after a reload. */
export class SimilarPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #serializer: vscode.Disposable;
  #open: { panel: vscode.WebviewPanel; similar: SimilarPanel } | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly server: ServerClient,
    private readonly trainings: Trainings,
  ) {
    this.#serializer = vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  /** The capture of the panel when the panel is the active editor. */
  get activeCapture(): vscode.Uri | undefined {
    return this.#open?.panel.active ? this.#open.similar.capture : undefined;
  }

  /** Whether the panel is on screen and about this capture, so that it tells what became of a training. */
  shows(uri: vscode.Uri): boolean {
    return this.#open?.panel.visible === true && this.#open.similar.capture.toString() === uri.toString();
  }

  /** Answers a question in the panel, opening it beside the editor when there is none. */
  ask(question: Question): void {
    if (this.#open) return this.#open.similar.ask(question);
    const title = vscode.l10n.t('Similar flows');
    const column = { viewColumn: panelColumn(), preserveFocus: false };
    this.#adopt(vscode.window.createWebviewPanel(viewType, title, column), question);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const question = savedQuestion(state);
    // Nothing to ask again, or a second panel from an older session: an empty tab helps nobody.
    if (!question || this.#open) panel.dispose();
    else this.#adopt(panel, question);
    return Promise.resolve();
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#open?.similar.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, question: Question): void {
    const similar = new SimilarPanel(panel, this.extensionUri, this.server, this.trainings, question);
    this.#open = { panel, similar };
    panel.onDidDispose(() => {
      similar.dispose();
      if (this.#open?.panel === panel) this.#open = undefined;
    });
  }
}
