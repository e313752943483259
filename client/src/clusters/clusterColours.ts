import * as vscode from 'vscode';
import { isCapture } from '../base/captures';
import type { Clusterings } from './clusterings';
import { isCancelled } from '../server/serverAnswers';
import type { ServerClient } from '../server/serverClient';
import { combinations as signCount, markOf } from '../../../shared/palette/palette';
import { linesBySign } from './clusterNodes';
import { markDecoration } from '../base/markIcons';

export type ClusterColour = 'off' | 'gutter' | 'background';

/** Asked once scrolling and typing rest this long. */
const restMs = 120;
/** Lines beyond those visible, so that slow scrolling meets them coloured. */
const margin = 50;

/** Marks the visible lines of captures by the cluster of their flow, where the settings ask for it. */
export class ClusterColours implements vscode.Disposable {
  readonly #types = new Map<string, vscode.TextEditorDecorationType>();
  readonly #timers = new Map<vscode.TextEditor, NodeJS.Timeout>();
  readonly #asked = new Map<vscode.TextEditor, vscode.CancellationTokenSource>();
  readonly #subscriptions: vscode.Disposable;

  constructor(
    private readonly server: ServerClient,
    private readonly clusterings: Clusterings,
  ) {
    const all = () => vscode.window.visibleTextEditors.forEach(editor => this.#later(editor));
    this.#subscriptions = vscode.Disposable.from(
      clusterings.onDidChange(all),
      vscode.window.onDidChangeVisibleTextEditors(all),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.#later(textEditor)),
      vscode.workspace.onDidChangeTextDocument(({ document }) =>
        vscode.window.visibleTextEditors
          .filter(editor => editor.document === document)
          .forEach(editor => this.#later(editor)),
      ),
      vscode.workspace.onDidChangeConfiguration(
        event => event.affectsConfiguration('flow2vec.clusters.colour') && all(),
      ),
    );
    all();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const source of this.#asked.values()) source.cancel();
    this.#forget();
  }

  #later(editor: vscode.TextEditor): void {
    clearTimeout(this.#timers.get(editor));
    const timer = setTimeout(() => {
      this.#timers.delete(editor);
      this.#colour(editor).catch(error =>
        this.server.log.warn(`No clusters of ${editor.document.uri.toString()}: ${String(error)}`),
      );
    }, restMs);
    this.#timers.set(editor, timer);
  }

  async #colour(editor: vscode.TextEditor): Promise<void> {
    this.#asked.get(editor)?.cancel();
    if (!vscode.window.visibleTextEditors.includes(editor)) return;
    const { document, visibleRanges } = editor;
    const mode = isCapture(document.uri) ? colourSetting(document.uri) : 'off';
    const [first, last] = [visibleRanges[0], visibleRanges.at(-1)];
    if (mode === 'off' || !first || !last) return this.#show(editor, mode, new Map());
    const from = Math.max(0, first.start.line - margin);
    const to = Math.min(document.lineCount - 1, last.end.line + margin);
    const source = new vscode.CancellationTokenSource();
    this.#asked.set(editor, source);
    try {
      const clusters = await this.clusterings.lines(document.uri.toString(), [from, to], source.token);
      if (!source.token.isCancellationRequested) this.#show(editor, mode, linesBySign(clusters, from));
    } catch (error) {
      if (!source.token.isCancellationRequested && !isCancelled(error)) throw error;
    } finally {
      if (this.#asked.get(editor) === source) this.#asked.delete(editor);
      source.dispose();
    }
  }

  #show(editor: vscode.TextEditor, mode: ClusterColour, lines: ReadonlyMap<number, readonly number[]>): void {
    for (let sign = 0; sign < signCount; sign++)
      for (const kind of ['gutter', 'background'] as const) {
        const ranges = kind === mode ? (lines.get(sign) ?? []) : [];
        const type = ranges.length > 0 ? this.#type(kind, sign) : this.#types.get(`${kind} ${sign}`);
        if (type) editor.setDecorations(type, ranges.map(wholeLine));
      }
  }

  #type(mode: 'gutter' | 'background', sign: number): vscode.TextEditorDecorationType {
    const key = `${mode} ${sign}`;
    const known = this.#types.get(key);
    if (known) return known;
    const type = markDecoration(
      ground => markOf(sign, ground),
      mode === 'background' ? 'background' : undefined,
    );
    this.#types.set(key, type);
    return type;
  }

  #forget(): void {
    for (const type of this.#types.values()) type.dispose();
    this.#types.clear();
  }
}

/** Whether, and how, flows are coloured by cluster. */
export function colourSetting(resource: vscode.Uri): ClusterColour {
  const value = vscode.workspace.getConfiguration('flow2vec', resource).get<string>('clusters.colour', 'off');
  return value === 'gutter' || value === 'background' ? value : 'off';
}

/** Writes the setting where it is written already, else for the user. */
export async function writeColourSetting(resource: vscode.Uri, value: ClusterColour): Promise<void> {
  const own = vscode.workspace.getConfiguration('flow2vec', resource);
  const written = own.inspect<string>('clusters.colour');
  const target =
    written?.workspaceFolderValue !== undefined
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : written?.workspaceValue !== undefined
        ? vscode.ConfigurationTarget.Workspace
        : vscode.ConfigurationTarget.Global;
  await own.update('clusters.colour', value, target);
}

function wholeLine(line: number): vscode.Range {
  return new vscode.Range(line, 0, line, 0);
}
