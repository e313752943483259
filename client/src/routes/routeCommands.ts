import * as vscode from 'vscode';
import { diffRoutes, listRoutes } from '../../../shared/protocol/messages';
import type { RoutePlace } from '../../../shared/protocol/routeDocuments';
import { askedResource, fileName, NoCapture, openDocument } from '../base/captures';
import type { ServerClient } from '../server/serverClient';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';
import { routeChoices, type RouteChoice } from './routeChoices';

/** Of documents in this language the server reads routes. */
export const routesLanguage = 'traceroute';
const scheme = 'flow2vec-route';
/** A document of a hundred thousand routes is read in seconds. */
const limitMs = 60_000;
/** Routes of each document to choose from. */
const mostChoices = 2000;

/** Opens a file as traceroutes whatever its name is, and compares two routes. */
export function routeCommands(server: ServerClient): vscode.Disposable {
  const texts = new Map<string, string>();
  const shown = new vscode.EventEmitter<vscode.Uri>();
  return vscode.Disposable.from(
    shown,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: shown.event,
      provideTextDocumentContent: uri => texts.get(uri.toString()) ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument(
      ({ uri }) => uri.scheme === scheme && texts.delete(uri.toString()),
    ),
    register(server, 'flow2vec.openAsTraceroutes', async value => {
      const uri = askedResource(value);
      if (!uri) throw new NoCapture(vscode.l10n.t('Open a file of traceroutes first.'));
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.languages.setTextDocumentLanguage(document, routesLanguage);
      await vscode.window.showTextDocument(document);
    }),
    register(server, 'flow2vec.compareRoutes', async value => {
      const left = placeOf(value);
      const right = await choose(server, left);
      if (!right) return;
      const diff = await server.request(diffRoutes, { left, right }, limitMs);
      const pages = [pageOf(left), pageOf(right)] as const;
      texts.set(pages[0].toString(), diff.left);
      texts.set(pages[1].toString(), diff.right);
      for (const page of pages) shown.fire(page);
      const title = vscode.l10n.t('Route on line {0} ↔ line {1}', left.line + 1, right.line + 1);
      await vscode.commands.executeCommand('vscode.diff', ...pages, title, { preview: true });
    }),
  );
}

/** The route asked about, else that of the cursor. */
function placeOf(value: unknown): RoutePlace {
  const { uri, line } = readArgument(value);
  const editor = vscode.window.activeTextEditor;
  if (uri !== undefined && line !== undefined) return { uri, line };
  if (editor?.document.languageId !== routesLanguage)
    throw new NoCapture(vscode.l10n.t('Put the cursor on a route of a file that is open as traceroutes.'));
  return { uri: editor.document.uri.toString(), line: editor.selection.start.line };
}

async function choose(server: ServerClient, left: RoutePlace): Promise<RoutePlace | undefined> {
  const document = openDocument(vscode.Uri.parse(left.uri));
  const others = vscode.workspace.textDocuments.filter(
    each => each.languageId === routesLanguage && each !== document && each.uri.scheme !== scheme,
  );
  const choices: (RouteChoice & vscode.QuickPickItem)[] = [];
  for (const each of [...(document ? [document] : []), ...others]) {
    const uri = each.uri.toString();
    const list = await server.request(listRoutes, { uri, most: mostChoices }, limitMs);
    const named = { uri, file: fileName(each.uri) };
    choices.push(
      ...routeChoices(named, list, left, {
        line: (line: number, file: string) => vscode.l10n.t('line {0} of {1}', line, file),
        more: (left: number) => vscode.l10n.t('{0} more routes of this file are not listed', left),
      }),
    );
  }
  // Routes to the same destination first: these are compared most.
  choices.sort((a, b) => Number(b.sameDestination) - Number(a.sameDestination));
  const picked = await vscode.window.showQuickPick(choices, {
    placeHolder: vscode.l10n.t('Compare the route on line {0} with …', left.line + 1),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.place;
}

/** Each route has a page of its own; the path names it in the title of the diff. */
function pageOf({ uri, line }: RoutePlace): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `${vscode.Uri.parse(uri).path}, line ${line + 1}` });
}
