import * as vscode from 'vscode';
import { activeResource, openDocument, requireCapture } from '../base/captures';
import type { AllJobPanels } from '../panels';
import { sameMap, type MapQuestion } from './mapQuestion';
import type { SimilarPanels } from '../similar/similarPanels';
import type { ServerClient } from '../server/serverClient';
import { askMap, mapSettings } from './askMap';
import { activeLine } from '../base/activeLine';
import { readArgument, type CommandArgument } from '../base/commandArgument';
import { register } from '../base/register';

/** Commands that lay the flows of a capture out as a map, with one of them marked. */
export function mapCommands(
  server: ServerClient,
  similar: SimilarPanels,
  panels: AllJobPanels,
  memory: vscode.Memento,
): vscode.Disposable {
  const capture = ({ uri }: CommandArgument): vscode.Uri => {
    if (uri !== undefined) return requireCapture(vscode.Uri.parse(uri));
    const shown = [similar, ...Object.values(panels)].map(panel => panel.activeCapture);
    return requireCapture(shown.find(found => found !== undefined) ?? activeResource());
  };

  return vscode.Disposable.from(
    register(server, 'flow2vec.map', async value => {
      const argument = readArgument(value);
      const found = capture(argument);
      const settings = await askMap(found, memory);
      if (settings) panels.map.ask({ uri: found.toString(), settings, ...markOf(found, argument) });
    }),
    register(server, 'flow2vec.showOnMap', async value => {
      const argument = readArgument(value);
      const found = capture(argument);
      const question: MapQuestion = {
        uri: found.toString(),
        settings: mapSettings(found, memory),
        ...markOf(found, argument),
      };
      // A map that is on screen only gets its mark moved; any other one begins with its parameters.
      const open = panels.map.question;
      if (open && open.uri === question.uri)
        return panels.map.ask({
          ...question,
          settings: sameMap(open, question) ? question.settings : open.settings,
        });
      const settings = await askMap(found, memory);
      if (settings) panels.map.ask({ ...question, settings });
    }),
  );
}

/** The flow that is to be marked: what a link names, else the row of the cursor. */
function markOf(capture: vscode.Uri, { line, token }: CommandArgument): Pick<MapQuestion, 'mark'> {
  if (token !== undefined) return { mark: { token } };
  const row = line ?? activeLine(capture);
  if (row === undefined) return {};
  const document = openDocument(capture);
  const text = document && row < document.lineCount ? document.lineAt(row).text : undefined;
  return { mark: { line: row, ...(text === undefined ? {} : { text }) } };
}
