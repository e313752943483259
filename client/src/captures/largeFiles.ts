import * as vscode from 'vscode';
import { fileName, isCapture, openDocument } from '../base/captures';
import { megabytes, withheld, type Withheld } from '../base/editorLimits';
import { readSettings } from '../base/settings';

const memory = 'flow2vec.largeFiles.told';
const remembered = 200;

/**
 * Says once per capture what VS Code withholds from a file of its size, and offers what works without it.
 * Tabs are watched, because a file above the limit never becomes a document that extensions hear of.
 */
export class LargeFileNotices implements vscode.Disposable {
  readonly #seen = new Set<string>();
  readonly #subscription: vscode.Disposable;

  constructor(
    private readonly state: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#subscription = vscode.Disposable.from(
      vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => this.#look([...opened, ...changed])),
      vscode.workspace.onDidOpenTextDocument(({ uri }) => this.#consider(uri)),
    );
    this.#look(vscode.window.tabGroups.all.flatMap(group => group.tabs));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #look(tabs: readonly vscode.Tab[]): void {
    for (const { input } of tabs) if (input instanceof vscode.TabInputText) this.#consider(input.uri);
  }

  #consider(uri: vscode.Uri): void {
    if (isCapture(uri))
      this.#notify(uri).catch(error => this.log.warn(`No size of ${uri.fsPath}: ${String(error)}`));
  }

  async #notify(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const { size } = await vscode.workspace.fs.stat(uri);
    const { largeFileOptimizations } = readSettings(uri);
    const what = withheld(size, openDocument(uri)?.lineCount, largeFileOptimizations);
    if (what === 'nothing' || this.#seen.has(key)) return;
    this.#seen.add(key);
    const told = this.state.get<string[]>(memory, []);
    if (told.includes(key)) return;
    await this.state.update(memory, [...told, key].slice(-remembered));
    await offer(uri, sentence(what, uri, size));
  }
}

function sentence(what: Exclude<Withheld, 'nothing'>, uri: vscode.Uri, size: number): string {
  return what === 'everything'
    ? vscode.l10n.t(
        'VS Code hides files above 50 MB from extensions, so {0} ({1}) has no hovers, problems, symbols or lenses here; as a table it has.',
        fileName(uri),
        megabytes(size),
      )
    : vscode.l10n.t(
        'VS Code turns off colours and lenses above 20 MB or 300,000 lines, so {0} ({1}) is shown plain; as a table it has its colours, filters and orders.',
        fileName(uri),
        megabytes(size),
      );
}

async function offer(uri: vscode.Uri, message: string): Promise<void> {
  const table = vscode.l10n.t('Open as Table');
  const train = vscode.l10n.t('Train');
  const similar = vscode.l10n.t('Similar Flows…');
  const copy = vscode.l10n.t('Copy Command Line');
  const choice = await vscode.window.showInformationMessage(message, table, train, similar, copy);
  const argument = { uri: uri.toString() };
  if (choice === table) await vscode.commands.executeCommand('flow2vec.openAsTable', argument);
  if (choice === train) await vscode.commands.executeCommand('flow2vec.train', argument);
  if (choice === similar) await vscode.commands.executeCommand('flow2vec.similarToToken', argument);
  if (choice === copy) await vscode.commands.executeCommand('flow2vec.copyCommandLine', argument);
}
