import * as vscode from 'vscode';
import { captureLanguages } from '../../../shared/protocol/captureLanguages';
import { activeResource, fileName } from '../base/captures';
import type { ServerClient } from '../server/serverClient';
import { statusText, type StatusText } from './statusText';

const selector: vscode.DocumentSelector = captureLanguages.map(language => ({ language }));

/** The language status items of captures: the state of the model with the next step, and a link to the log. */
export class StatusItems implements vscode.Disposable {
  readonly #state = vscode.languages.createLanguageStatusItem('flow2vec.state', selector);
  readonly #log = vscode.languages.createLanguageStatusItem('flow2vec.log', selector);
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly server: ServerClient) {
    this.#state.name = vscode.l10n.t('Flow2Vec Model');
    this.#log.name = vscode.l10n.t('Flow2Vec Log');
    this.#log.text = vscode.l10n.t('Flow2Vec log');
    this.#log.command = { title: vscode.l10n.t('Show Log'), command: 'flow2vec.showLog' };
    this.#subscriptions = vscode.Disposable.from(
      server.onDidChange(() => this.#update()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#update()),
    );
    this.#update();
  }

  dispose(): void {
    vscode.Disposable.from(this.#subscriptions, this.#state, this.#log).dispose();
  }

  #update(): void {
    const { condition } = this.server;
    const uri = activeResource()?.toString();
    const { text, severity, busy, action } = statusText(condition, uri);
    this.#state.text = `Flow2Vec: ${text}`;
    this.#state.busy = busy;
    this.#state.severity = severities[severity];
    this.#state.detail = detail(condition.status.message, condition.status.training?.uri, uri);
    this.#state.command = command(action, condition.status.training?.uri ?? uri);
  }
}

const severities = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
};

/** A training of another capture names it: the status belongs to the whole server. */
function detail(message: string | undefined, trained: string | undefined, shown: string | undefined): string {
  if (message) return message;
  return trained && trained !== shown ? fileName(vscode.Uri.parse(trained)) : '';
}

function command(action: StatusText['action'], uri: string | undefined): vscode.Command {
  if (action === 'log' || !uri) return { title: vscode.l10n.t('Show Log'), command: 'flow2vec.showLog' };
  if (action === 'train' || action === 'trainAgain') {
    const title = action === 'train' ? vscode.l10n.t('Train Model') : vscode.l10n.t('Train Again');
    return { title, command: 'flow2vec.train', arguments: [{ uri }] };
  }
  return {
    title: vscode.l10n.t('Cancel Training'),
    command: 'flow2vec.cancelTraining',
    arguments: [{ uri }],
  };
}
