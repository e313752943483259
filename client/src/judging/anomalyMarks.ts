import * as vscode from 'vscode';
import { classMarks } from '../../../shared/palette/classes';
import { markOf } from '../../../shared/palette/palette';
import type { ScoreReport } from '../../../shared/protocol/judging';
import { markDecoration } from '../base/markIcons';

/** Marks beside the flows of incidents, in gutter and ruler; gone when the capture's text changes. */
export class AnomalyMarks implements vscode.Disposable {
  readonly #lines = new Map<string, vscode.Range[]>();
  readonly #type = markDecoration(ground => markOf(classMarks, ground));
  readonly #subscriptions = vscode.Disposable.from(
    vscode.window.onDidChangeVisibleTextEditors(() => this.#draw()),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && this.#lines.delete(document.uri.toString())) this.#draw();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#lines.delete(uri.toString())),
  );

  show({ unseen, anomalies }: Pick<ScoreReport, 'unseen' | 'anomalies'>): void {
    const lines = anomalies.filter(({ incident }) => incident !== null).map(({ line }) => line - 1);
    this.#lines.set(
      vscode.Uri.parse(unseen).toString(),
      lines.map(line => new vscode.Range(line, 0, line, 0)),
    );
    this.#draw();
  }

  dispose(): void {
    vscode.Disposable.from(this.#subscriptions, this.#type).dispose();
  }

  #draw(): void {
    for (const editor of vscode.window.visibleTextEditors)
      editor.setDecorations(this.#type, this.#lines.get(editor.document.uri.toString()) ?? []);
  }
}
