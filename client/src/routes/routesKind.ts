import * as vscode from 'vscode';
import { settingsText } from '../../../shared/investigation/questions';
import { trainRoutes } from '../../../shared/protocol/messages';
import type { RouteReport, RouteSettings } from '../../../shared/protocol/routes';
import type { RoutesCalls, RoutesQuestion } from '../../../webviews/src/routes/contract';
import type { ServerClient } from '../server/serverClient';
import type { JobKind } from '../base/jobPanel';
import { savedRoutes, savedSettings } from './routesQuestion';

/** The settings of a question, over those of the editor; the server knows the usual ones. */
export function routeSettings({ uri, settings }: RoutesQuestion): Partial<RouteSettings> {
  const own = vscode.workspace.getConfiguration('flow2vec.routes', vscode.Uri.parse(uri));
  const [prefix4, prefix6] = [own.get<number>('prefix'), own.get<number>('prefixIPv6')];
  return {
    ...(prefix4 === undefined ? {} : { prefix4 }),
    ...(prefix6 === undefined ? {} : { prefix6 }),
    ...settings,
  };
}

/** The panel that trains a network on a file of routes and reports it. */
export function routesKind(server: ServerClient): JobKind<RoutesQuestion, RouteReport, RoutesCalls> {
  return {
    name: 'routes',
    title: () => vscode.l10n.t('Network of routes'),
    fileWord: 'routes',
    run: (question, job, token) => {
      const { uri, labels } = question;
      const params = {
        uri,
        job,
        settings: routeSettings(question),
        ...(labels === undefined ? {} : { labels }),
      };
      return server.request(trainRoutes, params, undefined, token);
    },
    saved: savedRoutes,
    asked: question => {
      const labels = question.labels === undefined ? undefined : vscode.Uri.parse(question.labels).fsPath;
      return { kind: 'question', text: settingsText('routes', routeSettings(question), { labels }) };
    },
    handlers: (question, ask, _keep, reveal) => ({
      train: settings =>
        ask({ ...question(), settings: { ...question().settings, ...savedSettings(settings) } }),
      reveal: place => reveal(vscode.Uri.parse(question().uri), place),
      classify: async () => {
        await vscode.commands.executeCommand('flow2vec.classifyRoutes', {
          uri: question().uri,
          network: routeSettings(question()),
        });
      },
    }),
  };
}
