import type * as vscode from 'vscode';
import type { ServerClient } from './serverClient';

/** Runs whenever a server begins to answer, which knows nothing of what was said to the one before. */
export function onServerStart(server: ServerClient, run: () => void): vscode.Disposable {
  let running = server.condition.state === 'running';
  return server.onDidChange(({ state }) => {
    const started = !running && state === 'running';
    running = state === 'running';
    if (started) run();
  });
}
