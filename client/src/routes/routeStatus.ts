import * as vscode from 'vscode';
import { routesLanguage } from './routeCommands';

/** The language status items of traceroutes: the next step, and a link to the log, as captures have them. */
export class RouteStatus implements vscode.Disposable {
  readonly #next = vscode.languages.createLanguageStatusItem('flow2vec.routes', { language: routesLanguage });
  readonly #log = vscode.languages.createLanguageStatusItem('flow2vec.routes.log', {
    language: routesLanguage,
  });

  constructor() {
    this.#next.name = vscode.l10n.t('Flow2Vec Routes');
    this.#next.text = vscode.l10n.t('Flow2Vec: traceroutes');
    this.#next.detail = vscode.l10n.t('a network learns which destinations are malicious');
    this.#next.command = {
      title: vscode.l10n.t('Train a Network'),
      command: 'flow2vec.trainRoutes',
    };
    this.#log.name = vscode.l10n.t('Flow2Vec Log');
    this.#log.text = vscode.l10n.t('Flow2Vec log');
    this.#log.command = { title: vscode.l10n.t('Show Log'), command: 'flow2vec.showLog' };
  }

  dispose(): void {
    vscode.Disposable.from(this.#next, this.#log).dispose();
  }
}
