import * as vscode from 'vscode';
import { staleModelText } from '../../../shared/text/staleModel';
import { fileName } from '../base/captures';
import { trainingText } from '../captures/statusText';
import type { ServerClient } from '../server/serverClient';
import type { Trainings } from './trainings';

/** A capture that has a model, had one before it grew, or is being trained on. */
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
    const stale = this.server.condition.status.stale.find(model => model.uri === uri);
    item.id = uri;
    item.contextValue = isTraining ? 'training' : stale ? 'stale' : 'model';
    item.iconPath = new vscode.ThemeIcon(isTraining ? 'loading~spin' : stale ? 'warning' : 'pass');
    item.description = progress
      ? trainingText(progress)
      : stale
        ? vscode.l10n.t('stale, {0}', staleModelText(stale.newFlows))
        : vscode.l10n.t('ready');
    item.command = {
      title: vscode.l10n.t('Open'),
      command: 'vscode.open',
      arguments: [vscode.Uri.parse(uri)],
    };
    return item;
  }

  #captures(): string[] {
    const { ready, stale, training } = this.server.condition.status;
    const uris = [...(training ? [training.uri] : []), ...ready, ...stale.map(({ uri }) => uri)];
    return [...new Set(uris)];
  }

  /** The status comes several times a second; the view follows what it says of models. */
  #refresh(): void {
    const trained = this.#captures().map(uri => [uri, this.trainings.progress(uri)?.epoch]);
    const now = JSON.stringify([trained, this.server.condition.status.stale]);
    if (now === this.#shown) return;
    this.#shown = now;
    this.#changed.fire();
  }
}
