import * as vscode from 'vscode';
import { flowCommands } from './commands/flowCommands';
import { jobCommands } from './commands/jobCommands';
import { settingsOf } from './commands/gridAxes';
import { similarCommands } from './commands/similarCommands';
import { summaryCommand } from './commands/summaryCommand';
import { trainingCommands } from './commands/trainingCommands';
import { LargeFileNotices } from './largeFiles';
import { jobPanels } from './panels/jobKinds';
import { SimilarPanels } from './panels/similarPanels';
import { ServerClient } from './serverClient';
import { StatusItems } from './status';
import { Trainings } from './trainings';

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
  const jobs = jobPanels(extensionUri, server);
  const settings = settingsOf(extension.packageJSON);
  subscriptions.push(
    log,
    server,
    trainings,
    panels,
    ...Object.values(jobs),
    new StatusItems(server),
    new LargeFileNotices(workspaceState, log),
    similarCommands(extensionUri, server, panels),
    trainingCommands(server, trainings, panels),
    flowCommands(server),
    summaryCommand(server),
    jobCommands(server, panels, jobs, settings),
  );
  void server.start();
}

/** VS Code waits for this, so that no server outlives its window. */
export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
