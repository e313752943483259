import * as vscode from 'vscode';
import { fileName } from '../base/captures';
import { trainingText } from '../captures/statusText';
import type { ServerClient } from '../server/serverClient';
import type { Trainings } from './trainings';

/** A capture that has a model, or is being trained on. */
interface Node {
  uri: string;
}

/** The models of open captures: those that are ready, and those that are being trained. */
export class ModelTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #parts: vscode.Disposable;
  #shown = '';

  constructor(
    private readonly server: ServerClient,
    private readonly trainings: Trainings,
  ) {
    this.#parts = vscode.Disposable.from(
      this.#changed,
      vscode.window.registerTreeDataProvider('flow2vec.models', this),
      server.onDidChange(() => this.#refresh()),
      trainings.onDidChange(() => this.#refresh()),
    );
  }

  dispose(): void {
    this.#parts.dispose();
  }

  getChildren(node?: Node): Node[] {
    return node ? [] : this.#captures().map(uri => ({ uri }));
  }

  getTreeItem({ uri }: Node): vscode.TreeItem {
    const item = new vscode.TreeItem(fileName(vscode.Uri.parse(uri)));
    const progress = this.trainings.progress(uri);
    const isTraining = progress !== undefined;
    item.id = uri;
    item.contextValue = isTraining ? 'training' : 'model';
    item.iconPath = new vscode.ThemeIcon(isTraining ? 'loading~spin' : 'pass');
    item.description = progress ? trainingText(progress) : vscode.l10n.t('ready');
    item.command = {
      title: vscode.l10n.t('Open'),
      command: 'vscode.open',
      arguments: [vscode.Uri.parse(uri)],
    };
    return item;
  }

  #captures(): string[] {
    const { ready, training } = this.server.condition.status;
    return [...new Set([...(training ? [training.uri] : []), ...ready])];
  }

  /** The status comes several times a second; the view follows what it says of models. */
  #refresh(): void {
    const now = JSON.stringify(this.#captures().map(uri => [uri, this.trainings.progress(uri)?.epoch]));
    if (now === this.#shown) return;
    this.#shown = now;
    this.#changed.fire();
  }
}
