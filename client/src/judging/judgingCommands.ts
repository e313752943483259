import * as vscode from 'vscode';
import { exportVectors } from '../../../shared/protocol/messages';
import type { Itself } from '../../../shared/protocol/judging';
import type { VectorFormat } from '../../../shared/protocol/training';
import { askCapture } from '../base/askCapture';
import { activeResource, fileName, requireCapture } from '../base/captures';
import type { AllJobPanels } from '../panels';
import type { SimilarPanels } from '../similar/similarPanels';
import type { ServerClient } from '../server/serverClient';
import { askAxes } from './askAxes';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';
import type { ScoreQuestion } from './jobQuestions';

/** Commands that run long jobs on a model: evaluate, grid search, score another capture, export. */
export function jobCommands(
  server: ServerClient,
  similar: SimilarPanels,
  panels: AllJobPanels,
): vscode.Disposable {
  const capture = (value: unknown): vscode.Uri => {
    const { uri } = readArgument(value);
    if (uri !== undefined) return requireCapture(vscode.Uri.parse(uri));
    const shown = [similar, ...Object.values(panels)].map(panel => panel.activeCapture);
    return requireCapture(shown.find(found => found !== undefined) ?? activeResource());
  };

  return vscode.Disposable.from(
    register(server, 'flow2vec.evaluate', value => panels.report.ask({ uri: capture(value).toString() })),
    register(server, 'flow2vec.evaluateOnAnother', async value => {
      const model = capture(value);
      const test = await askCapture(
        vscode.l10n.t('Evaluate the Model of {0} on Another Capture', fileName(model)),
        model,
      );
      if (test) panels.report.ask({ uri: model.toString(), test: test.toString() });
    }),
    register(server, 'flow2vec.carryLabels', async value => {
      const labelled = capture(value);
      const test = await askCapture(
        vscode.l10n.t('Carry Labels of {0} to a Capture of Another Network', fileName(labelled)),
        labelled,
      );
      if (test) panels.carried.ask({ uri: labelled.toString(), test: test.toString() });
    }),
    register(server, 'flow2vec.gridSearch', async value => {
      const uri = capture(value).toString();
      const axes = await askAxes();
      if (axes) panels.grid.ask({ uri, axes });
    }),
    register(server, 'flow2vec.score', async value => {
      const suspect = capture(value);
      const baseline = await askBaselineCapture(suspect);
      if (baseline) panels.score.ask(scoreQuestion(suspect, baseline));
    }),
    register(server, 'flow2vec.findAnomalies', async value => {
      const judged = capture(value);
      const by = await askBaseline(judged);
      if (by)
        panels.score.ask(typeof by === 'string' ? { uri: judged.toString(), by } : scoreQuestion(judged, by));
    }),
    register(server, 'flow2vec.exportVectors', value => exportTo(server, capture(value))),
  );
}

/** What a capture is judged by: itself, or another capture of the network; undefined when the user leaves. */
async function askBaseline(judged: vscode.Uri): Promise<vscode.Uri | Itself | undefined> {
  const past = {
    label: vscode.l10n.t('By Its Own Past'),
    detail: vscode.l10n.t('The later half of the capture, judged by the earlier one'),
    by: 'past' as const,
  };
  const hosts = {
    label: vscode.l10n.t('Hosts Against Each Other'),
    detail: vscode.l10n.t(
      'Each host judged by what the others do, and those most like it: no past is needed',
    ),
    by: 'hosts' as const,
  };
  const another = {
    label: vscode.l10n.t('By Another Capture…'),
    detail: vscode.l10n.t('One of the same network that is known to be harmless, of a time just before'),
    by: 'another' as const,
  };
  const title = vscode.l10n.t('Find Anomalies in {0}', fileName(judged));
  const placeHolder = vscode.l10n.t('What is usual here?');
  const chosen = await vscode.window.showQuickPick([past, hosts, another], { title, placeHolder });
  return chosen?.by === 'another' ? askBaselineCapture(judged) : chosen?.by;
}

const askBaselineCapture = (suspect: vscode.Uri) =>
  askCapture(vscode.l10n.t('A Harmless Capture to Judge {0} By', fileName(suspect)), suspect);

/** What is judged, and by what; a capture that is its own baseline is judged by its past. */
function scoreQuestion(suspect: vscode.Uri, baseline: vscode.Uri): ScoreQuestion {
  const question = { uri: baseline.toString(), by: 'past' as const };
  return question.uri === suspect.toString() ? question : { ...question, unseen: suspect.toString() };
}

interface Format extends vscode.QuickPickItem {
  format: VectorFormat;
  ending: string;
}

function formats(): Format[] {
  return [
    {
      format: 'word2vec',
      ending: 'txt',
      label: vscode.l10n.t('word2vec text'),
      detail: vscode.l10n.t('Read by gensim (load_word2vec_format) and most other tools'),
    },
    {
      format: 'word2vec-binary',
      ending: 'bin',
      label: vscode.l10n.t('word2vec binary'),
      detail: vscode.l10n.t('The same, smaller and faster to load'),
    },
    {
      format: 'projector',
      ending: 'tsv',
      label: vscode.l10n.t('TensorBoard projector'),
      detail: vscode.l10n.t('Vectors as TSV, with a file of tokens and labels beside them'),
    },
    {
      format: 'csv',
      ending: 'csv',
      label: vscode.l10n.t('Comma-separated values'),
      detail: vscode.l10n.t('A row for each token'),
    },
  ];
}

async function exportTo(server: ServerClient, capture: vscode.Uri): Promise<void> {
  const title = vscode.l10n.t('Export Vectors');
  const chosen = await vscode.window.showQuickPick(formats(), { title });
  if (!chosen) return;
  const name = fileName(capture).replace(/\.[^.]+$/, '');
  const out = await vscode.window.showSaveDialog({
    title,
    defaultUri: vscode.Uri.joinPath(capture, '..', `${name}.vectors.${chosen.ending}`),
    filters: { [chosen.label]: [chosen.ending] },
  });
  if (!out) return;
  const params = { uri: capture.toString(), format: chosen.format, out: out.toString() };
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Writing vectors to {0}…', fileName(out)),
    cancellable: true,
  };
  const written = await vscode.window.withProgress(progress, async (_, token) => {
    try {
      return await server.request(exportVectors, params, undefined, token);
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  });
  if (!written) return;
  const rows = written.rows.toLocaleString(vscode.env.language);
  const file = fileName(vscode.Uri.file(written.path));
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Wrote the vectors of {0} tokens to {1}.', rows, file),
  );
}
