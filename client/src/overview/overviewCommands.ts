import * as vscode from 'vscode';
import { isCaptureLanguage } from '../../../shared/protocol/captureLanguages';
import { activeResource, requireCapture } from '../base/captures';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';
import type { AllJobPanels } from '../panels';
import type { ServerClient } from '../server/serverClient';

/** Opens the overview of a capture, by command and, by a setting, with the capture. */
export function overviewCommands(server: ServerClient, panels: AllJobPanels): vscode.Disposable {
  const opened = new Set<string>();
  const withCapture = ({ uri, languageId }: vscode.TextDocument) => {
    if (!isCaptureLanguage(languageId) || uri.scheme !== 'file' || opened.has(uri.toString())) return;
    if (!vscode.workspace.getConfiguration('flow2vec', uri).get('overview.openWithCapture', false)) return;
    opened.add(uri.toString());
    panels.overview.ask({ uri: uri.toString() });
  };
  // Of what is open, what is shown: documents are opened for other reasons too.
  const shown = (editor: vscode.TextEditor | undefined) => editor && withCapture(editor.document);
  shown(vscode.window.activeTextEditor);
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(shown),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => opened.delete(uri.toString())),
    register(server, 'flow2vec.overview', value => {
      const { uri, where } = readArgument(value);
      const capture =
        uri === undefined
          ? (Object.values(panels)
              .map(panel => panel.activeCapture)
              .find(found => found !== undefined) ?? activeResource())
          : vscode.Uri.parse(uri);
      const asked = { uri: requireCapture(capture).toString() };
      panels.overview.ask(where === undefined ? asked : { ...asked, where });
    }),
  );
}
