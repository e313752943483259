import * as vscode from 'vscode';
import { Clusterings } from './clusterings';
import { clusterCommands, showIn } from './commands/clusterCommands';
import { clusterTreeCommands } from './commands/clusterTreeCommands';
import { flowCommands } from './commands/flowCommands';
import { jobCommands } from './commands/jobCommands';
import { settingsOf } from './commands/gridAxes';
import { mapCommands } from './commands/mapCommands';
import { routeCommands } from './commands/routeCommands';
import { routeNetworkCommands } from './commands/routeNetworkCommands';
import { similarCommands } from './commands/similarCommands';
import { summaryCommand } from './commands/summaryCommand';
import { trainingCommands } from './commands/trainingCommands';
import { LargeFileNotices } from './largeFiles';
import { jobPanels } from './panels/jobKinds';
import { SimilarPanels } from './panels/similarPanels';
import { ServerClient } from './serverClient';
import { StatusItems } from './status';
import { Trainings } from './trainings';
import { ClusterColours } from './views/clusterColours';
import { ClusterTree } from './views/clusterTree';
import { RouteMarks } from './views/routeMarks';

let server: ServerClient | undefined;

/** Starts the server and everything that asks it. */
export function activate({
  extension,
  extensionUri,
  workspaceState,
  subscriptions,
}: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Flow2Vec', { log: true });
  server = new ServerClient(extensionUri, log);
  const trainings = new Trainings(server);
  const panels = new SimilarPanels(extensionUri, server, trainings);
  const clusterings = new Clusterings(server, workspaceState);
  const jobs = jobPanels(extensionUri, server, clusterings);
  const clusters = new ClusterTree(clusterings);
  const marks = new RouteMarks();
  const settings = settingsOf(extension.packageJSON);
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
    new LargeFileNotices(workspaceState, log),
    similarCommands(extensionUri, server, panels),
    trainingCommands(server, trainings, panels),
    flowCommands(server),
    summaryCommand(server),
    marks,
    routeCommands(server),
    routeNetworkCommands(server, jobs, marks),
    jobCommands(server, panels, jobs, settings),
    mapCommands(server, panels, jobs, workspaceState),
    clusterCommands(server, clusterings, jobs, clusters),
    clusterTreeCommands(server, clusterings, clusters, showIn(jobs, clusterings)),
  );
  void server.start();
}

/** VS Code waits for this, so that no server outlives its window. */
export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
