import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { marksChanged } from './base/tableEditors';
import { Clusterings } from './clusters/clusterings';
import { clusterCommands, showIn } from './clusters/clusterCommands';
import { clusterTreeCommands } from './clusters/clusterTreeCommands';
import { flowCommands } from './captures/flowCommands';
import { jobCommands } from './judging/judgingCommands';
import { hostCommands } from './hosts/hostCommands';
import { investigationCommands } from './investigation/investigationCommands';
import { mapCommands } from './map/mapCommands';
import { overviewCommands } from './overview/overviewCommands';
import { queryCommands } from './queries/queryCommands';
import { routeCommands } from './routes/routeCommands';
import { routeNetworkCommands } from './routes/routeNetworkCommands';
import { similarCommands } from './similar/similarCommands';
import { summaryCommand } from './captures/summaryCommand';
import { trainingCommands } from './training/trainingCommands';
import { importCommand } from './captures/importCommand';
import { labelCommands } from './captures/labelCommands';
import { Labelling } from './captures/labelling';
import { FlowEditors } from './captures/flowEditors';
import { LargeFiles } from './captures/largeFiles';
import { jobPanels } from './panels';
import { SimilarPanels } from './similar/similarPanels';
import { ServerClient } from './server/serverClient';
import { startWithFiles } from './server/startWithFiles';
import { formatCommands } from './captures/formatCommands';
import { FormatStatus } from './captures/formatStatus';
import { Readings } from './captures/readings';
import { StatusItems } from './captures/status';
import { Trainings } from './training/trainings';
import { ClusterColours } from './clusters/clusterColours';
import { ClusterTree } from './clusters/clusterTree';
import { AnomalyMarks } from './judging/anomalyMarks';
import { AnomalyTree } from './judging/anomalyTree';
import { CaptureLanguages } from './captures/captureLanguages';
import { captureTree } from './captures/captureTree';
import { caseTree } from './investigation/caseTree';
import { ModelTree } from './training/modelTree';
import { RouteStatus } from './routes/routeStatus';
import { sampleCommands } from './captures/sample';
import { RouteMarks } from './routes/routeMarks';

let server: ServerClient | undefined;

/** Makes everything that asks the server. VS Code calls this in every window, so the server waits for a file of ours. */
export function activate(context: vscode.ExtensionContext): void {
  const { extension, extensionUri, workspaceState, subscriptions } = context;
  const { version } = extension.packageJSON as { version: string };
  // For what does not ask VS Code: the code that all processes share, and what is tested without an editor.
  l10n.config({ contents: (vscode.l10n.bundle ?? {}) as Record<string, string> });
  const log = vscode.window.createOutputChannel('Flow2Vec', { log: true });
  server = new ServerClient(extensionUri, log);
  const trainings = new Trainings(server);
  const labelling = new Labelling(server, workspaceState);
  const readings = new Readings(server, workspaceState);
  const panels = new SimilarPanels(extensionUri, server, trainings);
  const clusterings = new Clusterings(server, workspaceState);
  const anomalies = new AnomalyMarks();
  const suspects = new AnomalyTree(server);
  const jobs = jobPanels(extensionUri, server, clusterings, readings, (report, content) => {
    anomalies.show(report);
    suspects.show(report, content);
    marksChanged(report.unseen);
  });
  const clusters = new ClusterTree(clusterings);
  const marks = new RouteMarks();
  subscriptions.push(
    log,
    server,
    trainings,
    panels,
    ...Object.values(jobs),
    clusterings,
    clusters,
    new ClusterColours(server, clusterings),
    new StatusItems(server),
    readings,
    new FormatStatus(server, readings),
    new CaptureLanguages(extension.packageJSON, server, readings),
    formatCommands(server, readings, jobs),
    new FlowEditors(extensionUri, server, readings, { clusterings, labelling }),
    new LargeFiles(context, server),
    similarCommands(extensionUri, server, panels),
    trainingCommands(server, trainings, panels),
    flowCommands(server),
    summaryCommand(server),
    labelling,
    labelCommands(server, labelling),
    importCommand(server),
    marks,
    anomalies,
    suspects,
    captureTree(server),
    new ModelTree(server, trainings),
    caseTree(),
    new RouteStatus(),
    sampleCommands(context, server),
    routeCommands(server),
    routeNetworkCommands(server, jobs, marks),
    overviewCommands(server, jobs),
    hostCommands(server, panels, jobs),
    investigationCommands(extensionUri, server, version, labelling),
    queryCommands(server, jobs),
    jobCommands(server, panels, jobs),
    mapCommands(server, panels, jobs, workspaceState),
    clusterCommands(server, clusterings, jobs, clusters),
    clusterTreeCommands(server, clusterings, clusters, showIn(jobs, clusterings)),
    startWithFiles(server),
  );
}

/** VS Code waits for this, so that no server outlives its window. */
export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
