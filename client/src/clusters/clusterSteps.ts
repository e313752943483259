import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { ClusterSettings, ClustersReport, ClusterSuggestion } from '../../../shared/protocol/clusters';
import { fileName } from '../base/captures';
import type { Clusterings } from './clusterings';
import { isCancelled } from '../server/serverAnswers';

/** Tries numbers of clusters, with a notification that cancels; undefined when it was cancelled. */
export function suggestNumber(
  clusterings: Clusterings,
  capture: vscode.Uri,
  settings: Partial<ClusterSettings>,
): Promise<ClusterSuggestion | undefined> {
  const title = vscode.l10n.t('Trying numbers of clusters for {0}…', fileName(capture));
  return cancellable(title, token => clusterings.suggest(capture.toString(), settings, token));
}

/** The clustering of a capture, made as last time when this window knows none; undefined when it was cancelled. */
export function clusteringOf(
  clusterings: Clusterings,
  capture: vscode.Uri,
): Promise<ClustersReport | undefined> {
  const uri = capture.toString();
  const known = clusterings.of(uri);
  if (known) return Promise.resolve(known);
  const title = vscode.l10n.t('Clustering the flows of {0}…', fileName(capture));
  const settings = clusterings.settingsOf(uri);
  return cancellable(title, token => clusterings.run(uri, settings, randomUUID(), token));
}

/** Writes each token with its cluster to a file that the user chooses; its name, or null when none was chosen. */
export async function saveClusters(
  clusterings: Clusterings,
  capture: vscode.Uri,
  clustering: string,
): Promise<string | null> {
  const name = fileName(capture).replace(/\.[^.]+$/, '');
  const out = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export All Tokens with Their Clusters'),
    defaultUri: vscode.Uri.joinPath(capture, '..', `${name}.tokens.csv`),
    filters: { [vscode.l10n.t('Comma-separated values')]: ['csv'] },
  });
  if (!out) return null;
  await clusterings.exportTo(capture.toString(), clustering, out);
  return fileName(out);
}

async function cancellable<R>(
  title: string,
  run: (token: vscode.CancellationToken) => Promise<R>,
): Promise<R | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return await vscode.window.withProgress(options, async (_, token) => {
    try {
      return await run(token);
    } catch (error) {
      if (token.isCancellationRequested || isCancelled(error)) return undefined;
      throw error;
    }
  });
}
