import * as vscode from 'vscode';
import type { JobCalls } from '../../../webviews/src/base/jobContract';
import type { ServerClient } from '../server/serverClient';
import { panelColumn } from './panelColumn';
import { JobPanel, type JobKind, type JobQuestion } from './jobPanel';

/** Owns the panel of one kind of job: one at a time, reused by the next question, restored after a reload. */
export class JobPanels<Q extends JobQuestion, R, Calls extends JobCalls>
  implements vscode.WebviewPanelSerializer, vscode.Disposable
{
  readonly #viewType: string;
  readonly #serializer: vscode.Disposable;
  #open: { panel: vscode.WebviewPanel; job: JobPanel<Q, R, Calls> } | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly server: ServerClient,
    private readonly kind: JobKind<Q, R, Calls>,
  ) {
    this.#viewType = `flow2vec.${kind.name}`;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(this.#viewType, this);
  }

  /** The capture of the panel when the panel is the active editor. */
  get activeCapture(): vscode.Uri | undefined {
    return this.#open?.panel.active ? this.#open.job.capture : undefined;
  }

  /** What the open panel was asked last. */
  get question(): Q | undefined {
    return this.#open?.job.question;
  }

  /** Runs the job in the panel, opening it beside the editor when there is none. */
  ask(question: Q): void {
    if (this.#open) return this.#open.job.ask(question);
    const column = { viewColumn: panelColumn(), preserveFocus: false };
    this.#adopt(vscode.window.createWebviewPanel(this.#viewType, this.kind.title(), column), question);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const saved =
      typeof state === 'object' && state !== null && 'question' in state ? state.question : undefined;
    const question = this.kind.saved(saved);
    if (!question || this.#open) panel.dispose();
    else this.#adopt(panel, question);
    return Promise.resolve();
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#open?.job.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, question: Q): void {
    const job = new JobPanel(panel, this.extensionUri, this.server, this.kind, question);
    this.#open = { panel, job };
    panel.onDidDispose(() => {
      job.dispose();
      if (this.#open?.panel === panel) this.#open = undefined;
    });
  }
}
