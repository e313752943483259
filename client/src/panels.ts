import * as vscode from 'vscode';
import { questionText } from '../../shared/investigation/questions';
import { evaluateModel, gridSearch } from '../../shared/protocol/messages';
import type { ClustersReport } from '../../shared/protocol/clusters';
import type { GridReport, ScoreReport } from '../../shared/protocol/judging';
import type { ClustersCalls, ClustersQuestion } from '../../webviews/src/clusters/contract';
import type { GridCalls } from '../../webviews/src/judging/grid/contract';
import type { HostCalls, HostQuestion } from '../../webviews/src/hosts/contract';
import type { OverviewCalls, OverviewQuestion } from '../../webviews/src/overview/contract';
import type { QueriesCalls, QueriesQuestion } from '../../webviews/src/queries/contract';
import type { QueryResult } from '../../shared/protocol/queries';
import { queriesKind } from './queries/queriesKind';
import type { HostPage } from '../../shared/protocol/hosts';
import type { Overview } from '../../shared/protocol/overview';
import { hostKind } from './hosts/hostKind';
import { overviewKind } from './overview/overviewKind';
import type { MapCalls, MapResult } from '../../webviews/src/map/contract';
import type { ReportCalls, ReportResult } from '../../webviews/src/judging/report/contract';
import type { RoutesCalls, RoutesQuestion } from '../../webviews/src/routes/contract';
import type { RouteReport } from '../../shared/protocol/routes';
import type { ScoreCalls, ScoreResult } from '../../webviews/src/judging/score/contract';
import { fileName } from './base/captures';
import type { Clusterings } from './clusters/clusterings';
import type { ServerClient } from './server/serverClient';
import { writeEmbeddingSettings } from './judging/embeddingSettings';
import { clustersKind } from './clusters/clustersKind';
import type { JobKind } from './base/jobPanel';
import { JobPanels } from './base/jobPanels';
import {
  savedGrid,
  savedReport,
  type GridQuestion,
  type ReportQuestion,
  type ScoreQuestion,
} from './judging/jobQuestions';
import { scoreKind } from './judging/scoreKind';
import { mapKind } from './map/mapKind';
import type { MapQuestion } from './map/mapQuestion';
import { routesKind } from './routes/routesKind';

/** Nearest tokens that vote in an evaluation. */
const neighbours = 7;

export interface AllJobPanels {
  overview: JobPanels<OverviewQuestion, Overview, OverviewCalls>;
  queries: JobPanels<QueriesQuestion, QueryResult, QueriesCalls>;
  hosts: JobPanels<HostQuestion, HostPage, HostCalls>;
  report: JobPanels<ReportQuestion, ReportResult, ReportCalls>;
  grid: JobPanels<GridQuestion, GridReport, GridCalls>;
  score: JobPanels<ScoreQuestion, ScoreResult, ScoreCalls>;
  clusters: JobPanels<ClustersQuestion, ClustersReport, ClustersCalls>;
  map: JobPanels<MapQuestion, MapResult, MapCalls>;
  routes: JobPanels<RoutesQuestion, RouteReport, RoutesCalls>;
}

/** The panels of long jobs, none of them open yet. */
export function jobPanels(
  extensionUri: vscode.Uri,
  server: ServerClient,
  clusterings: Clusterings,
  judged: (report: ScoreReport, content: string | undefined) => void,
): AllJobPanels {
  return {
    overview: new JobPanels(extensionUri, server, overviewKind(server)),
    queries: new JobPanels(extensionUri, server, queriesKind(server)),
    hosts: new JobPanels(extensionUri, server, hostKind(server)),
    report: new JobPanels(extensionUri, server, reportKind(server)),
    grid: new JobPanels(extensionUri, server, gridKind(server)),
    score: new JobPanels(extensionUri, server, scoreKind(server, judged)),
    clusters: new JobPanels(extensionUri, server, clustersKind(clusterings)),
    map: new JobPanels(extensionUri, server, mapKind(server)),
    routes: new JobPanels(extensionUri, server, routesKind(server)),
  };
}

function reportKind(server: ServerClient): JobKind<ReportQuestion, ReportResult, ReportCalls> {
  return {
    name: 'report',
    title: () => vscode.l10n.t('Evaluation'),
    fileWord: 'evaluation',
    run: async ({ uri, test }, job, token) => {
      const params = { uri, job, neighbours, ...(test === undefined ? {} : { test }) };
      const report = await server.request(evaluateModel, params, undefined, token);
      return test === undefined ? report : { ...report, testName: fileName(vscode.Uri.parse(test)) };
    },
    files: ({ uri, test }) => (test === undefined ? [uri] : [uri, test]),
    saved: savedReport,
    // Cells evaluate a capture by itself.
    asked: ({ test }) =>
      test === undefined ? { kind: 'question', text: questionText('evaluate', { neighbours }) } : undefined,
    handlers: () => ({}),
  };
}

function gridKind(server: ServerClient): JobKind<GridQuestion, GridReport, GridCalls> {
  return {
    name: 'grid',
    title: () => vscode.l10n.t('Grid search'),
    fileWord: 'grid',
    run: ({ uri, axes }, job, token) =>
      server.request(gridSearch, { uri, job, axes, neighbours }, undefined, token),
    saved: savedGrid,
    handlers: question => ({
      useSettings: ({ params }) => writeEmbeddingSettings(vscode.Uri.parse(question().uri), params),
    }),
  };
}
