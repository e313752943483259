import * as vscode from 'vscode';
import { askedResource } from '../base/captures';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';
import { marksChanged, openTableEditor, tableViewType } from '../base/tableEditors';
import type { Clusterings } from '../clusters/clusterings';
import type { ServerClient } from '../server/serverClient';
import { ColumnColours } from './columnColours';
import { FlowEditor } from './flowEditor';
import type { Labelling } from './labelling';
import type { Readings } from './readings';

/** Shows captures of any size as tables, read only. */
export class FlowEditors implements vscode.CustomReadonlyEditorProvider, vscode.Disposable {
  readonly #subscriptions: vscode.Disposable;
  readonly #colours: ColumnColours;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly server: ServerClient,
    private readonly readings: Readings,
    private readonly said: {
      clusterings: Clusterings;
      labelling: Pick<Labelling, 'onDidChange'>;
    },
  ) {
    this.#colours = new ColumnColours(extensionUri, server.log);
    this.#subscriptions = vscode.Disposable.from(
      this.#colours,
      said.clusterings.onDidChange(marksChanged),
      vscode.window.registerCustomEditorProvider(tableViewType, this, {
        supportsMultipleEditorsPerDocument: true,
      }),
      register(server, 'flow2vec.openAsTable', async value => {
        const { line } = readArgument(value);
        const capture = askedResource(value);
        if (!capture) throw new Error(vscode.l10n.t('Open a flow capture first.'));
        await openTableEditor(capture, line === undefined ? {} : { record: line + 1 });
      }),
    );
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const editor = new FlowEditor(uri, panel, this.extensionUri, this.server, {
      colours: this.#colours,
      clusterings: this.said.clusterings,
    });
    const changed = (capture: vscode.Uri) => {
      if (capture.toString() === uri.toString()) editor.reread();
    };
    const reread = [this.readings, this.said.labelling].map(said => said.onDidChange(changed));
    panel.onDidDispose(() => vscode.Disposable.from(...reread, editor).dispose());
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
