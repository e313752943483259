import * as vscode from 'vscode';
import type { ServerClient } from '../server/serverClient';
import { NoCapture } from './captures';

/** Registers a command whose failures are told to the user, and written to the log when they are more than a refusal. */
export function register(
  server: ServerClient,
  command: string,
  run: (argument: unknown) => Promise<void> | void,
): vscode.Disposable {
  return vscode.commands.registerCommand(command, async (argument: unknown) => {
    try {
      await run(argument);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof NoCapture) return void vscode.window.showWarningMessage(message);
      server.log.error(`${command}: ${message}`);
      const log = vscode.l10n.t('Show Log');
      void vscode.window.showErrorMessage(message, log).then(choice => choice === log && server.log.show());
    }
  });
}
