import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { shortText } from '../../../shared/text/visibleText';
import { activeResource, fileName, NoCapture, requireCapture } from '../base/captures';
import type { Clusterings } from './clusterings';
import type { AllJobPanels } from '../panels';
import type { ServerClient } from '../server/serverClient';
import { colourSetting, writeColourSetting } from './clusterColours';
import type { ClusterTree } from './clusterTree';
import { askClusters } from './askClusters';
import { readClusterSettings } from './clustersQuestion';
import { clusteringOf, saveClusters } from './clusterSteps';
import { activeLine } from '../base/activeLine';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';

/** Shows clusters of a capture in the panel, which asks the server nothing that it has answered. */
export type ShowClusters = (uri: string, what: { ids?: readonly number[]; text?: string }) => void;

/** Commands on the clusters of a capture or of a flow. Those on what the tree shows are in a file of their own. */
export function clusterCommands(
  server: ServerClient,
  clusterings: Clusterings,
  panels: AllJobPanels,
  tree: ClusterTree,
): vscode.Disposable {
  const show = showIn(panels, clusterings);
  const capture = (value: unknown): vscode.Uri => {
    const { uri } = readArgument(value);
    if (uri !== undefined) return requireCapture(vscode.Uri.parse(uri));
    const shown = Object.values(panels).map(panel => panel.activeCapture);
    const inTree = tree.report && vscode.Uri.parse(tree.report.uri);
    const active = activeResource();
    return requireCapture(shown.find(found => found !== undefined) ?? active ?? inTree);
  };

  return vscode.Disposable.from(
    register(server, 'flow2vec.clusterFlows', async value => {
      const asked = capture(value);
      const { clusters } = readArgument(value);
      const settings = clusters ? readClusterSettings(clusters) : await askClusters(clusterings, asked);
      if (settings) panels.clusters.ask({ uri: asked.toString(), settings });
    }),
    register(server, 'flow2vec.findClusters', value => find(clusterings, tree, capture(value), show)),
    register(server, 'flow2vec.showClusterOfFlow', async value => {
      const asked = capture(value);
      const line = readArgument(value).line ?? activeLine(asked);
      if (line === undefined)
        throw new NoCapture(vscode.l10n.t('Put the cursor on a flow of {0} first.', fileName(asked)));
      await showClusterOf(clusterings, tree, { uri: asked, line }, show);
    }),
    register(server, 'flow2vec.colourFlows', value => toggleColours(clusterings, capture(value))),
    register(server, 'flow2vec.exportClusters', async value => {
      const asked = capture(value);
      const report = await clusteringOf(clusterings, asked);
      const name = report && (await saveClusters(clusterings, asked, report.clustering));
      if (name) void vscode.window.showInformationMessage(vscode.l10n.t('Saved as {0}', name));
    }),
  );
}

export function showIn(panels: AllJobPanels, clusterings: Clusterings): ShowClusters {
  return (uri, what) => {
    const settings = clusterings.settingsOf(uri);
    panels.clusters.ask({ uri, settings, show: { ...what, ask: randomUUID() } });
  };
}

async function find(
  clusterings: Clusterings,
  tree: ClusterTree,
  capture: vscode.Uri,
  show: ShowClusters,
): Promise<void> {
  const report = await clusteringOf(clusterings, capture);
  if (!report) return;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Find Clusters of {0}', fileName(capture)),
    prompt: vscode.l10n.t('A label, a host, a port, or any part of a token'),
    placeHolder: 'botnet',
    ...(tree.found === undefined ? {} : { value: tree.found }),
  });
  const text = typed?.trim();
  if (text === undefined) return;
  if (text === '') return tree.showFound('', undefined);
  const ids = await clusterings.find(report.uri, report.clustering, text);
  if (ids.length === 0) {
    const none = vscode.l10n.t('No cluster of {0} has “{1}”.', fileName(capture), shortText(text));
    return void vscode.window.showInformationMessage(none);
  }
  tree.show(report, { text, ids });
  await vscode.commands.executeCommand('flow2vec.clusters.focus');
  const open = vscode.l10n.t('Show in Panel');
  const found = vscode.l10n.t('{0} clusters have “{1}”.', ids.length, shortText(text));
  void vscode.window.showInformationMessage(found, open).then(choice => {
    if (choice === open) show(report.uri, { text });
  });
}

async function showClusterOf(
  clusterings: Clusterings,
  tree: ClusterTree,
  { uri, line }: { uri: vscode.Uri; line: number },
  show: ShowClusters,
): Promise<void> {
  const report = await clusteringOf(clusterings, uri);
  if (!report) return;
  const [id] = await clusterings.lines(report.uri, [line, line]);
  if (id === undefined || id === null)
    throw new NoCapture(vscode.l10n.t('Line {0} holds no flow that was clustered.', line + 1));
  show(report.uri, { ids: [id] });
  tree.show(report);
  await tree.reveal(id);
}

/** Off, or in the gutter; a background is chosen in the settings. */
async function toggleColours(clusterings: Clusterings, capture: vscode.Uri): Promise<void> {
  if (colourSetting(capture) !== 'off') return writeColourSetting(capture, 'off');
  if (!(await clusteringOf(clusterings, capture))) return;
  await writeColourSetting(capture, 'gutter');
}
