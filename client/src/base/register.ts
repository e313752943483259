import * as vscode from 'vscode';
import type { ServerClient } from '../server/serverClient';
import { noFormatOf } from '../server/serverAnswers';
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
      if (error instanceof NoCapture) return offer('warning', message, remediesOf(error));
      server.log.error(`${command}: ${message}`);
      offer('error', message, [
        ...remediesOf(error),
        { title: vscode.l10n.t('Show Log'), run: () => server.log.show() },
      ]);
    }
  });
}

const tableName = /\.(?:csv|tsv|txt|parquet|arrow|arrows|feather)(?:\.(?:gz|zst|bz2|xz))?$/i;

interface Remedy extends vscode.MessageItem {
  run: () => unknown;
}

/** What a user can do about a file that is read as no format. */
function remediesOf(error: unknown): Remedy[] {
  const found =
    error instanceof NoCapture && error.file
      ? { uri: error.file.toString(), isTable: tableName.test(error.file.path) }
      : noFormatOf(error);
  if (!found) return [];
  const { uri, isTable } = found;
  if (error instanceof NoCapture && !isTable) return [];
  const remedy = (title: string, command: string): Remedy => ({
    title,
    run: () => vscode.commands.executeCommand(command, { uri }),
  });
  return [
    ...(isTable ? [remedy(vscode.l10n.t('Map Columns…'), 'flow2vec.mapColumns')] : []),
    remedy(vscode.l10n.t('Choose Format…'), 'flow2vec.chooseFormat'),
  ];
}

/** Shows a message that is not waited for, with what can be done about it. */
function offer(kind: 'error' | 'warning', message: string, remedies: readonly Remedy[]): void {
  const show = kind === 'error' ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
  void show(message, ...remedies).then(choice => choice?.run());
}
