import * as vscode from 'vscode';
import type { RouteClassifyReport } from '../../../shared/protocol/routes';

/** Marks beside the headers of routes that were classified; gone when their text changes. */
export class RouteMarks implements vscode.Disposable {
  readonly #lines = new Map<string, { malicious: vscode.Range[]; benign: vscode.Range[] }>();
  readonly #malicious = decoration('M8 2.4L13.6 8L8 13.6L2.4 8z', '#D55E00', 'minimap.errorHighlight');
  readonly #benign = decoration('M8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6z', '#56B4E9');
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

/** Shape and colour both tell the classes apart. */
function decoration(path: string, colour: string, ruler?: string): vscode.TextEditorDecorationType {
  const drawn = `<path d="${path}" fill="${colour}" stroke="#808080"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">${drawn}</svg>`;
  return vscode.window.createTextEditorDecorationType({
    gutterIconPath: vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`),
    gutterIconSize: 'contain',
    ...(ruler ? { overviewRulerColor: new vscode.ThemeColor(ruler) } : {}),
  });
}
