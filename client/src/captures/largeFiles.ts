import { stat } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
import * as vscode from 'vscode';
import { captureFormat } from '../../../shared/protocol/messages';
import { CaptureMemory } from '../base/captureMemory';
import { fileName, isCapture, openDocument } from '../base/captures';
import { megabytes, syncLimit, withheld, type Withheld } from '../base/editorLimits';
import { readSettings } from '../base/settings';
import {
  isTextAsked,
  openTableEditor,
  openTextEditor,
  tableEditorOf,
  tableViewType,
} from '../base/tableEditors';
import type { ServerClient } from '../server/serverClient';

const toldKey = 'flow2vec.largeFiles.told';
const asTextKey = 'flow2vec.largeFiles.asText';
const remembered = 200;
/** Of these an editor of texts shows nothing, whatever their size. */
const binary = /\.(?:gz|zst|bz2|xz|parquet|arrows?|feather)$/i;
/** A tab that is replaced is closed after the other was opened. */
const settleMs = 300;
/** How often VS Code is asked to draw a table at most, whose page may be slow to start. */
const drawings = 20;

/**
 * Shows captures of which VS Code withholds everything as tables at once, and says why; of those that it only shows
 * plain it says so. Tabs are watched, because a file above the limit never becomes a document that extensions hear of.
 */
export class LargeFiles implements vscode.Disposable {
  readonly #endings: readonly string[];
  readonly #state: vscode.Memento;
  /** Captures that somebody wanted as text after they were a table. */
  readonly #asText: CaptureMemory<true>;
  /** What is being dealt with, or was in this window. */
  readonly #seen = new Set<string>();
  readonly #subscription: vscode.Disposable;

  constructor(
    { extension, workspaceState }: Pick<vscode.ExtensionContext, 'extension' | 'workspaceState'>,
    private readonly server: ServerClient,
  ) {
    this.#endings = tableEndings(extension.packageJSON);
    this.#state = workspaceState;
    this.#asText = new CaptureMemory(workspaceState, asTextKey);
    this.#subscription = vscode.Disposable.from(
      vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
        opened.forEach(tab => this.#opened(tab));
        changed.forEach(tab => this.#look(tab));
      }),
      vscode.workspace.onDidOpenTextDocument(({ uri }) => this.#consider(uri)),
    );
    vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).forEach(tab => this.#look(tab));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #opened(tab: vscode.Tab): void {
    const { input } = tab;
    if (input instanceof vscode.TabInputText && tableTab(input.uri)) {
      if (isTextAsked(input.uri)) this.#want(input.uri, 'text');
      else setTimeout(() => this.#besideTable(input.uri), settleMs);
    } else if (input instanceof vscode.TabInputCustom && input.viewType === tableViewType)
      this.#want(input.uri, 'table');
    this.#look(tab);
  }

  /** "Reopen Editor With…" puts the text in the place of the table; a click in the Explorer adds it, which has nothing. */
  #besideTable(uri: vscode.Uri): void {
    if (!tableTab(uri)) return this.#want(uri, 'text');
    vscode.workspace.fs
      .stat(uri)
      .then(({ size }) => withheldOf(uri, size))
      .then(what => (what === 'everything' ? showAsTable(uri) : undefined))
      .then(undefined, (error: unknown) => this.server.log.warn(`${uri.fsPath}: ${String(error)}`));
  }

  #want(uri: vscode.Uri, as: 'text' | 'table'): void {
    const key = uri.toString();
    const isText = this.#asText.of(key) ?? false;
    if (isText !== (as === 'text')) void this.#asText.set(key, as === 'text' ? true : undefined);
    if (as === 'table') this.#seen.delete(key);
  }

  #look({ input }: vscode.Tab): void {
    if (input instanceof vscode.TabInputText) this.#consider(input.uri);
  }

  #consider(uri: vscode.Uri): void {
    if (uri.scheme !== 'file' || !(isCapture(uri) || this.#mayHoldFlows(uri))) return;
    this.#deal(uri).catch(error =>
      this.server.log.warn(`${uri.fsPath} is not shown as a table: ${String(error)}`),
    );
  }

  #mayHoldFlows({ path }: vscode.Uri): boolean {
    return this.#endings.some(ending => path.toLowerCase().endsWith(ending));
  }

  async #deal(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    // Over a connection, VS Code's own would ask the browser, which asks this machine.
    const { size } = await stat(uri.fsPath);
    const what = withheldOf(uri, size);
    if (what === 'nothing' || this.#seen.has(key) || this.#asText.of(key) || tableTab(uri)) return;
    this.#seen.add(key);
    // It starts while the table's page is made.
    void this.server.start();
    if (what === 'everything') {
      if (isAssociated(uri) || !(isCapture(uri) || (await this.#holdsFlows(uri)))) return;
      await showAsTable(uri);
      // That there is no text of it is nothing new.
      if (binary.test(uri.path)) return;
    } else if (!isCapture(uri)) return;
    const limit = Math.min(syncLimit, readSettings(uri).askedAbove);
    if (await this.#isNews(key)) await tell(uri, what, { size, limit });
  }

  async #holdsFlows(uri: vscode.Uri): Promise<boolean> {
    const { format } = await this.server.request(captureFormat, { uri: uri.toString() });
    return format !== '';
  }

  async #isNews(key: string): Promise<boolean> {
    const told = this.#state.get<string[]>(toldKey, []);
    if (told.includes(key)) return false;
    await this.#state.update(toldKey, [...told, key].slice(-remembered));
    return true;
  }
}

const withheldOf = (uri: vscode.Uri, size: number): Withheld =>
  binary.test(uri.path) ? 'everything' : withheld(size, openDocument(uri)?.lineCount, readSettings(uri));

/** Endings of the names that can be opened as tables, as the manifest lists them. */
function tableEndings(manifest: unknown): string[] {
  const { contributes } = manifest as {
    contributes: { customEditors: { viewType: string; selector: { filenamePattern: string }[] }[] };
  };
  return contributes.customEditors
    .filter(({ viewType }) => viewType === tableViewType)
    .flatMap(({ selector }) => selector.map(({ filenamePattern }) => filenamePattern.replace('*', '')));
}

/** Whether the user's own setting says which editor opens such files. */
function isAssociated({ path }: vscode.Uri): boolean {
  const associations = vscode.workspace
    .getConfiguration('workbench')
    .get<Record<string, string>>('editorAssociations', {});
  return Object.keys(associations).some(pattern => path.endsWith(pattern.replace(/^.*\*/, '')));
}

const tabsOf = (isIt: (input: unknown) => boolean): vscode.Tab[] =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => isIt(input));

const tableTab = (uri: vscode.Uri): vscode.Tab | undefined =>
  tabsOf(
    input =>
      input instanceof vscode.TabInputCustom &&
      input.viewType === tableViewType &&
      input.uri.toString() === uri.toString(),
  )[0];

/** In the place of its text, which has nothing. */
async function showAsTable(uri: vscode.Uri): Promise<void> {
  const texts = () =>
    tabsOf(input => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
  const viewColumn = texts()[0]?.group.viewColumn;
  const open = () => openTableEditor(uri, viewColumn === undefined ? {} : { viewColumn });
  await open();
  await vscode.window.tabGroups.close(texts(), true);
  // Of a double click, the second opening of the text may end after the table's: VS Code then draws its notice over the
  // table, whose page does not start. Asked again, it draws the table; where it has, that does nothing.
  for (let i = 0; i < drawings; i++) {
    await after(settleMs);
    if (tableEditorOf(uri)?.hasPage !== false || !tableTab(uri)?.isActive) return;
    await open();
  }
}

/** In bytes: of the file, and from where on VS Code withholds it. */
interface Sizes {
  size: number;
  limit: number;
}

function sentence(uri: vscode.Uri, what: Exclude<Withheld, 'nothing'>, { size, limit }: Sizes): string {
  return what === 'everything'
    ? vscode.l10n.t(
        'VS Code hides files above {0} from extensions, so {1} ({2}) is shown as a table, which has colours, hovers and all commands.',
        megabytes(limit),
        fileName(uri),
        megabytes(size),
      )
    : vscode.l10n.t(
        'VS Code turns off colours and lenses above 20 MB or 300,000 lines, so {0} ({1}) is shown plain; as a table it has its colours, filters and orders.',
        fileName(uri),
        megabytes(size),
      );
}

async function tell(uri: vscode.Uri, what: Exclude<Withheld, 'nothing'>, sizes: Sizes): Promise<void> {
  const other = what === 'everything' ? vscode.l10n.t('Show as Text') : vscode.l10n.t('Open as Table');
  const train = vscode.l10n.t('Train');
  // A message has room for two; what else can be done is in the table, and in the Explorer's menu.
  const choice = await vscode.window.showInformationMessage(sentence(uri, what, sizes), other, train);
  const argument = { uri: uri.toString() };
  if (choice === other && what === 'everything') await openTextEditor(uri);
  else if (choice === other) await vscode.commands.executeCommand('flow2vec.openAsTable', argument);
  if (choice === train) await vscode.commands.executeCommand('flow2vec.train', argument);
}
