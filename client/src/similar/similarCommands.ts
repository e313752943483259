import * as vscode from 'vscode';
import type { Question } from '../../../webviews/src/similar/contract';
import { activeResource, openDocument, requireCapture } from '../base/captures';
import type { SimilarPanels } from './similarPanels';
import type { ServerClient } from '../server/serverClient';
import { readSettings } from '../base/settings';
import { askTokens } from './askTokens';
import { readArgument } from '../base/commandArgument';
import { similarCommandLine } from './commandLine';
import { register } from '../base/register';
import { activeLine } from '../base/activeLine';
import { questionOf } from './typedTokens';

/** Commands that ask for similar flows: of a row, of a typed token, and on the command line. */
export function similarCommands(
  extensionUri: vscode.Uri,
  server: ServerClient,
  panels: SimilarPanels,
): vscode.Disposable {
  const resource = (uri: string | undefined) =>
    requireCapture(uri === undefined ? (panels.activeCapture ?? activeResource()) : vscode.Uri.parse(uri));

  return vscode.Disposable.from(
    register(server, 'flow2vec.showSimilar', async value => {
      const { uri, line, token } = readArgument(value);
      const capture = resource(uri);
      if (token !== undefined) return panels.ask({ uri: capture.toString(), token });
      const row = line ?? activeLine(capture);
      if (row !== undefined) return panels.ask(questionOfRow(capture, row));
      await askForToken(server, capture, panels);
    }),
    register(server, 'flow2vec.similarToToken', async value => {
      const { uri, token } = readArgument(value);
      const capture = resource(uri);
      if (token !== undefined) return panels.ask({ uri: capture.toString(), token });
      await askForToken(server, capture, panels);
    }),
    register(server, 'flow2vec.copyCommandLine', async value => {
      const capture = resource(readArgument(value).uri);
      await vscode.env.clipboard.writeText(
        similarCommandLine(extensionUri.fsPath, capture.fsPath, process.platform),
      );
      vscode.window.setStatusBarMessage(
        vscode.l10n.t('Command line copied: put in the token you look for.'),
        5000,
      );
    }),
  );
}

/** The row as it is in the editor, so that an unsaved edit is answered as it reads. */
function questionOfRow(capture: vscode.Uri, line: number): Question {
  const question: Question = { uri: capture.toString(), line };
  const document = openDocument(capture);
  return document && line < document.lineCount ? { ...question, text: document.lineAt(line).text } : question;
}

async function askForToken(server: ServerClient, capture: vscode.Uri, panels: SimilarPanels): Promise<void> {
  const typed = await askTokens(server, capture, readSettings(capture).tokenColumns);
  if (typed) panels.ask(questionOf(capture.toString(), typed));
}
