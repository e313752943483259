import * as vscode from 'vscode';
import { gridText, questionText } from '../../shared/investigation/questions';
import { evaluateModel, gridSearch } from '../../shared/protocol/messages';
import type { ClustersReport } from '../../shared/protocol/clusters';
import type { GridReport, ScoreReport } from '../../shared/protocol/judging';
import type { ClustersCalls, ClustersQuestion } from '../../webviews/src/clusters/contract';
import type { CarriedCalls, CarriedResult } from '../../webviews/src/judging/carried/contract';
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
  type CarriedQuestion,
  type GridQuestion,
  type ReportQuestion,
  type ScoreQuestion,
} from './judging/jobQuestions';
import { carriedKind } from './judging/carriedKind';
import { scoreKind } from './judging/scoreKind';
import { mapKind } from './map/mapKind';
import type { MapQuestion } from './map/mapQuestion';
import { mappingKind } from './captures/mappingKind';
import type { Readings } from './captures/readings';
import type { MappedColumns } from '../../shared/protocol/reading';
import type { MappingCalls, MappingQuestion } from '../../webviews/src/captures/mapping/contract';
import { routesKind } from './routes/routesKind';

/** Nearest tokens that vote in an evaluation. */
const neighbours = 7;

export interface AllJobPanels {
  mapping: JobPanels<MappingQuestion, MappedColumns, MappingCalls>;
  overview: JobPanels<OverviewQuestion, Overview, OverviewCalls>;
  queries: JobPanels<QueriesQuestion, QueryResult, QueriesCalls>;
  hosts: JobPanels<HostQuestion, HostPage, HostCalls>;
  report: JobPanels<ReportQuestion, ReportResult, ReportCalls>;
  carried: JobPanels<CarriedQuestion, CarriedResult, CarriedCalls>;
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
  readings: Readings,
  judged: (report: ScoreReport, content: string | undefined) => void,
): AllJobPanels {
  return {
    mapping: new JobPanels(extensionUri, server, mappingKind(server, readings)),
    overview: new JobPanels(extensionUri, server, overviewKind(server)),
    queries: new JobPanels(extensionUri, server, queriesKind(server)),
    hosts: new JobPanels(extensionUri, server, hostKind(server)),
    report: new JobPanels(extensionUri, server, reportKind(server)),
    carried: new JobPanels(extensionUri, server, carriedKind(server)),
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
    // The case asks the capture that was asked about; whose labels vote is named.
    asked: ({ uri, test }) => ({
      kind: 'question',
      text: questionText('evaluate', {
        neighbours,
        ...(test === undefined ? {} : { 'trained-on': vscode.Uri.parse(uri).fsPath }),
      }),
      ...(test === undefined ? {} : { uri: test }),
    }),
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
    asked: ({ axes }) => ({ kind: 'question', text: gridText(axes, neighbours) }),
    handlers: question => ({
      useSettings: ({ params }) => writeEmbeddingSettings(vscode.Uri.parse(question().uri), params),
    }),
  };
}
