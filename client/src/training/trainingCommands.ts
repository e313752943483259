import * as vscode from 'vscode';
import { clearCache, openModel } from '../../../shared/protocol/messages';
import type { TrainedModel } from '../../../shared/protocol/training';
import { activeResource, askedResource, fileName, openDocument, requireCapture } from '../base/captures';
import type { SimilarPanels } from '../similar/similarPanels';
import type { ServerClient } from '../server/serverClient';
import { trainingText } from '../captures/statusText';
import type { Trainings } from './trainings';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';

const clearLimitMs = 60_000;

/** Commands that make, cancel and delete models. */
export function trainingCommands(
  server: ServerClient,
  trainings: Trainings,
  panels: SimilarPanels,
): vscode.Disposable {
  const train = async (value: unknown, fresh: boolean) => {
    const { uri } = readArgument(value);
    const capture = requireCapture(
      uri === undefined ? (panels.activeCapture ?? activeResource()) : vscode.Uri.parse(uri),
    );
    const training = trainings.start(capture.toString(), fresh);
    // A capture without a document has no language status item, so its progress needs a place of its own.
    if (!openDocument(capture) && !panels.shows(capture)) showProgress(capture, training, trainings);
    const model = await training;
    // Not waited for: the command is done, whether or not anyone closes the message.
    if (model && !panels.shows(capture)) void tellTrained(capture, model);
  };

  return vscode.Disposable.from(
    register(server, 'flow2vec.train', value => train(value, false)),
    register(server, 'flow2vec.retrain', value => train(value, true)),
    register(server, 'flow2vec.openModel', value => open(server, requireCapture(askedResource(value)))),
    register(server, 'flow2vec.cancelTraining', async value => {
      const uri = readArgument(value).uri ?? trainings.current ?? activeResource()?.toString();
      if (uri !== undefined && (await trainings.cancel(uri))) return;
      void vscode.window.showInformationMessage(vscode.l10n.t('No training is going on.'));
    }),
    register(server, 'flow2vec.clearModelCache', () => clear(server)),
    register(server, 'flow2vec.showLog', () => server.log.show()),
    register(server, 'flow2vec.restartServer', () => server.restart()),
  );
}

function showProgress(capture: vscode.Uri, training: Promise<unknown>, trainings: Trainings): void {
  const uri = capture.toString();
  const location = vscode.ProgressLocation.Notification;
  const title = `Flow2Vec: ${fileName(capture)}`;
  void vscode.window.withProgress({ location, title, cancellable: true }, async (report, token) => {
    let done = 0;
    const watching = vscode.Disposable.from(
      token.onCancellationRequested(() => void trainings.cancel(uri)),
      trainings.onDidChange(() => {
        const progress = trainings.progress(uri);
        if (!progress) return;
        report.report({
          message: trainingText(progress),
          increment: 100 * (progress.fraction - done),
        });
        done = progress.fraction;
      }),
    );
    // Its failure is told by the command that started it.
    await training.then(undefined, () => undefined);
    watching.dispose();
  });
}

async function tellTrained(capture: vscode.Uri, model: TrainedModel): Promise<void> {
  const flows = model.flows.toLocaleString(vscode.env.language);
  const tokens = model.vocabulary.toLocaleString(vscode.env.language);
  const message = model.cached
    ? vscode.l10n.t(
        'The model of {0} was in the cache: {1} flows, {2} tokens.',
        fileName(capture),
        flows,
        tokens,
      )
    : vscode.l10n.t('The model of {0} is ready: {1} flows, {2} tokens.', fileName(capture), flows, tokens);
  const similar = vscode.l10n.t('Show Similar Flows');
  const choice = await vscode.window.showInformationMessage(message, similar);
  if (choice === similar)
    await vscode.commands.executeCommand('flow2vec.showSimilar', { uri: capture.toString() });
}

/** Asks for a model file, and makes it the capture's. */
async function open(server: ServerClient, capture: vscode.Uri): Promise<void> {
  const [model] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Which model answers about {0}?', fileName(capture)),
      openLabel: vscode.l10n.t('Open'),
      defaultUri: vscode.Uri.joinPath(capture, '..'),
      filters: { [vscode.l10n.t('Models of flow2vec')]: ['f2v'] },
    })) ?? [];
  if (!model) return;
  const location = vscode.ProgressLocation.Notification;
  const title = `Flow2Vec: ${fileName(model)}`;
  const params = { uri: capture.toString(), model: model.toString() };
  const opened = await vscode.window.withProgress({ location, title }, () =>
    server.request(openModel, params),
  );
  const number = (n: number) => n.toLocaleString(vscode.env.language);
  const { clusters } = opened;
  const show = vscode.l10n.t('Show Its Clusters');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0} answers about {1} now: {2} flows, {3} tokens. "Train Model Again" trains on the capture itself.',
      fileName(model),
      fileName(capture),
      number(opened.flows),
      number(opened.vocabulary),
    ),
    ...(clusters ? [show] : []),
  );
  if (choice === show)
    await vscode.commands.executeCommand('flow2vec.clusterFlows', { uri: capture.toString(), clusters });
}

async function clear(server: ServerClient): Promise<void> {
  const clearAll = vscode.l10n.t('Clear');
  const question = vscode.l10n.t('Delete every cached model and capture store?');
  const detail = vscode.l10n.t(
    'Captures themselves stay. Asking about one again means reading and training anew.',
  );
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, clearAll)) !== clearAll)
    return;
  const cleared = await server.request(clearCache, undefined, clearLimitMs);
  const { models, clusterings, maps, captures, bytes } = cleared;
  const size = `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  const message = vscode.l10n.t(
    'Deleted {0} models, {1} clusterings, {2} maps and {3} capture stores, {4}.',
    models,
    clusterings,
    maps,
    captures,
    size,
  );
  void vscode.window.showInformationMessage(message);
}
