import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import * as messages from '../../../shared/protocol/messages';
import type { NoFormatData } from '../../../shared/protocol/errors';
import type { TableOpened } from '../../../shared/protocol/flowTables';
import { pageRows } from '../../../webviews/src/base/table/pageRows';
import type { ShowMessage, TellMessage } from '../../../webviews/src/base/messages';
import type {
  FlowCommand,
  FlowsCalls,
  FlowsShown,
  FlowsTold,
} from '../../../webviews/src/captures/flows/contract';
import { fileName } from '../base/captures';
import { watchFile } from '../base/watchFile';
import { addToInvestigation } from '../base/investigate';
import { answerCall, type Handlers } from '../base/pageCalls';
import {
  addTableEditor,
  movedInTable,
  openTableEditor,
  openTextEditor,
  type TableEditor,
} from '../base/tableEditors';
import { NewFlows } from '../base/answerSource';
import { colourSetting } from '../clusters/clusterColours';
import type { Clusterings } from '../clusters/clusterings';
import { loadPage } from '../base/loadPage';
import { noFormatOf } from '../server/serverAnswers';
import type { ServerClient } from '../server/serverClient';
import type { ColumnColours } from './columnColours';
import { linesText } from './lineRanges';
import { askRowsFile } from './rowsFile';

/** What filters or groups waits at first until the capture is in the store. */
const storeLimitMs = 600_000;
/** A file that is being written changes many times a second. */
const settleMs = 300;

/** Settings that say how flows are marked. */
const marking = ['flow2vec.clusters.colour', 'flow2vec.labels.inlayHints'];

const commands: readonly FlowCommand[] = [
  'showSimilar',
  'showOnMap',
  'showClusterOfFlow',
  'addToInvestigation',
];
/** Commands that a hover's links run beside those. */
const linked: readonly string[] = [
  ...commands,
  ...['openHost', 'onlyHost', 'notHost', 'train', 'cancelTraining', 'showLog'],
];

/** One editor that shows a capture as a table: hands the page's questions to the server, and holds no flows. */
export class FlowEditor implements TableEditor, vscode.Disposable {
  readonly #server: ServerClient;
  readonly #colours: ColumnColours;
  readonly #clusterings: Clusterings;
  readonly #subscriptions: vscode.Disposable;
  readonly #table = randomUUID();
  #record: number | undefined;
  #opened: TableOpened | undefined;
  #failure: string | undefined;
  #noFormat: NoFormatData | undefined;
  #pageReady = false;
  /** Counts openings. */
  #reading = 0;
  #state: string;
  #readyModel = false;
  readonly #newFlows: NewFlows;
  #looking: NodeJS.Timeout | undefined;
  readonly #waiting: FlowsTold[] = [];

  constructor(
    readonly uri: vscode.Uri,
    readonly panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    server: ServerClient,
    { colours, clusterings }: { colours: ColumnColours; clusterings: Clusterings },
  ) {
    this.#server = server;
    this.#newFlows = new NewFlows(server);
    this.#colours = colours;
    this.#clusterings = clusterings;
    this.#state = server.condition.state;
    this.#subscriptions = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage(message => this.#answer(message)),
      server.onDidChange(() => this.#serverChanged()),
      colours.onDidChange(() => this.#show()),
      vscode.workspace.onDidChangeConfiguration(
        event => marking.some(name => event.affectsConfiguration(name)) && this.#show(),
      ),
      watchFile(uri, () => this.#lookSoon()),
      addTableEditor(this),
    );
    loadPage(this.panel, extensionUri, 'flows');
    void this.#open();
  }

  get record(): number | undefined {
    return this.#record;
  }

  get hasPage(): boolean {
    return this.#pageReady;
  }

  reveal(record: number, also: readonly number[] = []): void {
    this.#tell({ kind: 'reveal', record, also });
  }

  marksChanged(): void {
    this.#tell({ kind: 'marks' });
  }

  nextOfHost(direction: 'next' | 'previous'): void {
    this.#tell({ kind: 'nextOfHost', direction });
  }

  dispose(): void {
    clearTimeout(this.#looking);
    this.#subscriptions.dispose();
    // A server that is down has let go of it.
    this.#server.request(messages.closeTable, { table: this.#table }).catch(() => undefined);
  }

  async #open(): Promise<void> {
    this.#failure = this.#noFormat = undefined;
    try {
      const params = { uri: this.uri.toString(), table: this.#table, rows: pageRows };
      this.#opened = await this.#server.request(messages.openTable, params, storeLimitMs);
      this.#reading++;
    } catch (error) {
      this.#opened = undefined;
      this.#noFormat = noFormatOf(error);
      this.#failure = this.#noFormat
        ? vscode.l10n.t('{0}, line {1}: {2}.', fileName(this.uri), this.#noFormat.line, this.#noFormat.why)
        : error instanceof Error
          ? error.message
          : String(error);
    }
    this.#show();
  }

  #show(): void {
    if (!this.#pageReady || (!this.#opened && this.#failure === undefined)) return;
    const newFlows = this.#newFlows.count;
    const shown: FlowsShown = {
      capture: fileName(this.uri),
      reading: this.#reading,
      ...(this.#opened ? { opened: this.#opened } : {}),
      ...(this.#failure === undefined ? {} : { failure: this.#failure }),
      remedies: this.#noFormat
        ? this.#noFormat.isTable
          ? ['mapColumns', 'chooseFormat']
          : ['chooseFormat']
        : [],
      ...(this.#noFormat ? { formats: this.#noFormat.formats } : {}),
      colours: this.#colours.byColumn,
      ...(newFlows === undefined ? {} : { newFlows }),
      tinted: colourSetting(this.uri) === 'background',
      votes: vscode.workspace.getConfiguration('flow2vec', this.uri).get('labels.inlayHints', false),
      texts: (vscode.l10n.bundle ?? {}) as Record<string, string>,
    };
    const message: ShowMessage<FlowsShown> = { type: 'show', shown };
    void this.panel.webview.postMessage(message);
    // A page that is made anew later asks for its rows itself.
    if (this.#opened) this.#opened = { ...this.#opened, first: undefined };
    for (const told of this.#waiting.splice(0)) this.#tell(told);
  }

  #tell(told: FlowsTold): void {
    if (!this.#pageReady || !this.#opened) return void this.#waiting.push(told);
    const message: TellMessage = { type: 'tell', told };
    void this.panel.webview.postMessage(message);
  }

  /** Another server knows nothing of the table; a model that comes or goes is seen in hovers and clusters. */
  #serverChanged(): void {
    const { state, status } = this.#server.condition;
    const before = this.#state;
    this.#state = state;
    // A server that is started for the first time has been asked, and answers when it is there.
    if (state === 'running' && before !== 'running' && before !== 'starting') return void this.#open();
    const ready = status.ready.includes(this.uri.toString());
    if (ready !== this.#readyModel) this.marksChanged();
    this.#readyModel = ready;
    if (this.#newFlows.changed(this.uri.toString())) this.#show();
  }

  /** The capture is read in another way from now on. */
  reread(): void {
    void this.#open();
  }

  #lookSoon(): void {
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => void this.#look(), settleMs);
  }

  async #look(): Promise<void> {
    try {
      const change = await this.#server.request(messages.refreshTable, { table: this.#table });
      if (change !== 'same') this.#tell({ kind: 'changed', change });
    } catch (error) {
      this.#server.log.warn(`${this.uri.fsPath}: ${String(error)}`);
    }
  }

  async #answer(message: unknown): Promise<void> {
    const reply = await answerCall<FlowsCalls>(message, this.#handlers);
    if (reply) await this.panel.webview.postMessage(reply);
  }

  get #handlers(): Handlers<FlowsCalls> {
    const table = this.#table;
    const server = this.#server;
    return {
      ready: () => {
        this.#pageReady = true;
        this.#show();
      },
      retry: () => this.#open(),
      train: () => void vscode.commands.executeCommand('flow2vec.train', { uri: this.uri.toString() }),
      correct: ({ by }) => this.#correct(by),
      rows: asked => server.request(messages.tableRows, { ...asked, table }, storeLimitMs),
      hover: asked => server.request(messages.tableHover, { ...asked, table }),
      nearest: asked => server.request(messages.tableNearest, { ...asked, table }, storeLimitMs),
      spread: asked => server.request(messages.tableSpread, { ...asked, table }, storeLimitMs),
      groups: asked => server.request(messages.tableGroups, { ...asked, table }, storeLimitMs),
      marks: asked => {
        const clustering = this.#clusterings.of(this.uri.toString())?.clustering;
        const params = { ...asked, table, ...(clustering === undefined ? {} : { clustering }) };
        return server.request(messages.tableMarks, params);
      },
      text: asked => server.request(messages.tableText, { ...asked, table }, storeLimitMs),
      active: ({ record }) => {
        this.#record = record;
        movedInTable(this);
      },
      run: ({ command, record }) => this.#run(command, record),
      copy: ({ text }) => vscode.env.clipboard.writeText(text).then(() => undefined) as Promise<void>,
      pin: ({ about, title }) => addToInvestigation(this.uri, { about, title }),
      save: async ({ view, as }) => {
        const out = await askRowsFile(this.uri, as);
        return out ? this.#write(out, view.where, as) : null;
      },
      labelRows: async ({ records }) => {
        const lines = linesText(records.map(record => ({ first: record, last: record })));
        await vscode.commands.executeCommand('flow2vec.labelRows', { uri: this.uri.toString(), lines });
      },
      openRows: async ({ view }) => {
        const out = await askRowsFile(this.uri, 'binetflow');
        if (!out) return null;
        const saved = await this.#write(out, view.where, 'csv');
        await openTableEditor(out);
        return saved;
      },
      openAsText: ({ record }) => openTextEditor(this.uri, record),
    };
  }

  async #write(out: vscode.Uri, where: string | undefined, as: 'csv' | 'parquet') {
    const params = { table: this.#table, out: out.toString(), as, ...(where === undefined ? {} : { where }) };
    const rows = await this.#server.request(messages.tableExport, params, storeLimitMs);
    return { name: fileName(out), rows };
  }

  async #correct(by: string): Promise<void> {
    if (by !== 'mapColumns' && by !== 'chooseFormat') throw new Error(`flow2vec.${by}`);
    await vscode.commands.executeCommand(`flow2vec.${by}`, { uri: this.uri.toString() });
  }

  async #run(command: string, record: number): Promise<void> {
    if (!linked.includes(command))
      throw new Error(vscode.l10n.t('The table asked for an unknown command, "{0}".', command));
    const argument = { uri: this.uri.toString(), line: record - 1 };
    await vscode.commands.executeCommand(`flow2vec.${command}`, argument);
  }
}
