import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { classifyRoutes } from '../../../shared/protocol/messages';
import type { RouteSettings } from '../../../shared/protocol/routes';
import { activeResource, fileName, NoCapture, openDocument } from '../base/captures';
import type { AllJobPanels } from '../panels';
import { routeSettings } from './routesKind';
import { savedSettings } from './routesQuestion';
import type { ServerClient } from '../server/serverClient';
import type { RouteMarks } from './routeMarks';
import { askRoutes } from './askRoutes';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';
import { routesLanguage } from './routeCommands';

/** Trains networks on routes, and has them judge the routes of a file. */
export function routeNetworkCommands(
  server: ServerClient,
  panels: AllJobPanels,
  marks: RouteMarks,
): vscode.Disposable {
  const file = (value: unknown): vscode.Uri => {
    const { uri } = readArgument(value);
    const asked =
      uri === undefined ? (panels.routes.activeCapture ?? activeResource()) : vscode.Uri.parse(uri);
    if (!asked || asked.scheme !== 'file')
      throw new NoCapture(vscode.l10n.t('Open a file of traceroutes that is on disk first.'));
    if (uri === undefined && openDocument(asked) && openDocument(asked)?.languageId !== routesLanguage)
      throw new NoCapture(
        vscode.l10n.t('{0} is not open as traceroutes: run "Open as Traceroutes" first.', fileName(asked)),
      );
    return asked;
  };

  return vscode.Disposable.from(
    register(server, 'flow2vec.trainRoutes', async value => {
      const uri = file(value).toString();
      const settings = await askRoutes(
        vscode.l10n.t('Train on the Routes of {0}', fileName(file(value))),
        'all',
      );
      if (settings) panels.routes.ask({ uri, settings });
    }),
    register(server, 'flow2vec.classifyRoutes', async value => {
      const uri = file(value);
      const given = savedSettings((value as { network?: unknown } | undefined)?.network);
      const own = given.network !== undefined;
      const trainedOn = own ? uri : await askTrainedOn(uri);
      if (!trainedOn) return;
      const title = vscode.l10n.t('Classify the Routes of {0}', fileName(uri));
      const settings = own ? given : await askRoutes(title, 'classifiers');
      if (settings)
        await classify(server, marks, uri, trainedOn, routeSettings({ uri: uri.toString(), settings }));
    }),
  );
}

/** The file whose labelled routes teach: this one, or another. */
async function askTrainedOn(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  const own = { label: vscode.l10n.t('The routes of this file that have labels'), other: false };
  const other = { label: vscode.l10n.t('Another file…'), other: true };
  const title = vscode.l10n.t('Which Routes Shall the Network Learn From?');
  const chosen = await vscode.window.showQuickPick([other, own], { title });
  if (!chosen) return undefined;
  if (!chosen.other) return uri;
  const openLabel = vscode.l10n.t('Choose');
  const [picked] =
    (await vscode.window.showOpenDialog({ title, openLabel, defaultUri: vscode.Uri.joinPath(uri, '..') })) ??
    [];
  return picked;
}

async function classify(
  server: ServerClient,
  marks: RouteMarks,
  uri: vscode.Uri,
  trainedOn: vscode.Uri,
  settings: Partial<RouteSettings>,
): Promise<void> {
  const params = { uri: uri.toString(), trainedOn: trainedOn.toString(), job: randomUUID(), settings };
  const location = vscode.ProgressLocation.Notification;
  const title = vscode.l10n.t('Classifying the routes of {0}…', fileName(uri));
  const report = await vscode.window.withProgress(
    { location, title, cancellable: true },
    async (_, token) => {
      try {
        return await server.request(classifyRoutes, params, undefined, token);
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        throw error;
      }
    },
  );
  if (!report) return;
  marks.show(report);
  const malicious = report.routes.filter(route => route.label === 'malicious').length;
  const count = (n: number) => n.toLocaleString(vscode.env.language);
  const told = vscode.l10n.t(
    '{0} of {1} routes are called malicious by the {2} network. Lenses, hovers and marks say which.',
    count(malicious),
    count(report.routes.length),
    report.network,
  );
  const warned =
    params.uri === params.trainedOn ? ` ${vscode.l10n.t('It has learned from most of them.')}` : '';
  void vscode.window.showInformationMessage([told + warned, ...report.notes].join(' '));
}
