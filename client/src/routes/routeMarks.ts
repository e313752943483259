import * as vscode from 'vscode';
import { classMark } from '../../../shared/palette/classes';
import { markDecoration } from '../base/markIcons';
import type { RouteClassifyReport } from '../../../shared/protocol/routes';

/** Marks beside the headers of routes that were classified; gone when their text changes. */
export class RouteMarks implements vscode.Disposable {
  readonly #lines = new Map<string, { malicious: vscode.Range[]; benign: vscode.Range[] }>();
  readonly #malicious = markDecoration(ground => classMark('malicious', ground));
  readonly #benign = markDecoration(ground => classMark('benign', ground));
  readonly #subscriptions = vscode.Disposable.from(
    vscode.window.onDidChangeVisibleTextEditors(() => this.#draw()),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && this.#lines.delete(document.uri.toString())) this.#draw();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#lines.delete(uri.toString())),
  );

  show({ uri, routes }: RouteClassifyReport): void {
    const own = routes.filter(route => route.file === 0);
    const rangesOf = (label: string) =>
      own
        .filter(route => route.label === label)
        .map(({ line }) => new vscode.Range(line - 1, 0, line - 1, 0));
    const key = vscode.Uri.parse(uri).toString();
    this.#lines.set(key, { malicious: rangesOf('malicious'), benign: rangesOf('benign') });
    this.#draw();
  }

  dispose(): void {
    vscode.Disposable.from(this.#subscriptions, this.#malicious, this.#benign).dispose();
  }

  #draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const lines = this.#lines.get(editor.document.uri.toString());
      editor.setDecorations(this.#malicious, lines?.malicious ?? []);
      editor.setDecorations(this.#benign, lines?.benign ?? []);
    }
  }
}
