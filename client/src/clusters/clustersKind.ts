import * as vscode from 'vscode';
import { settingsText } from '../../../shared/investigation/questions';
import type { ClustersReport } from '../../../shared/protocol/clusters';
import type { ClustersCalls, ClustersQuestion } from '../../../webviews/src/clusters/contract';
import { saveClusters, suggestNumber } from './clusterSteps';
import { clusterSettings, type Clusterings } from './clusterings';
import type { JobKind } from '../base/jobPanel';
import { sameClustering, savedClusters } from './clustersQuestion';

/** The panel that clusters a capture's flows and shows the clusters. */
export function clustersKind(
  clusterings: Clusterings,
): JobKind<ClustersQuestion, ClustersReport, ClustersCalls> {
  return {
    name: 'clusters',
    title: () => vscode.l10n.t('Clusters'),
    fileWord: 'clusters',
    run: ({ uri, settings }, job, token) => clusterings.run(uri, settings, job, token),
    saved: savedClusters,
    sameJob: sameClustering,
    // What the panel left to the settings of the editor is said, for the case may be asked elsewhere.
    asked: ({ uri, settings }) => ({
      kind: 'question',
      text: settingsText('clusters', { ...clusterSettings(vscode.Uri.parse(uri)), ...settings }),
    }),
    handlers: (question, ask, _keep, reveal) => {
      const capture = () => vscode.Uri.parse(question().uri);
      return {
        detail: asked => clusterings.detail(question().uri, asked),
        find: ({ clustering, text }) => clusterings.find(question().uri, clustering, text),
        recluster: settings => ask({ uri: question().uri, settings }),
        suggest: async settings => (await suggestNumber(clusterings, capture(), settings)) ?? null,
        reveal: place => reveal(capture(), place),
        similar: async ({ token }) => {
          await vscode.commands.executeCommand('flow2vec.similarToToken', { uri: question().uri, token });
        },
        exportTokens: ({ clustering }) => saveClusters(clusterings, capture(), clustering),
        colour: async () => {
          await vscode.commands.executeCommand('flow2vec.colourFlows', { uri: question().uri });
        },
      };
    },
  };
}
