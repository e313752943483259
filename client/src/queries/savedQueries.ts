import * as vscode from 'vscode';
import { fileName } from '../base/captures';
import { filesBelow } from '../base/filesBelow';
import { FileTree } from '../base/fileTree';
import { isThere } from '../base/isThere';

/** What queries are called on disk, where they compare and share as other files do. */
export const queryEnding = '.flowsql';

const named = /\.flowsql$/i;
/** Signs that some system does not take in a file's name, and what nobody sees. */
const refused = /[<>:"/\\|?*]|[\p{Cc}\p{Cf}]/u;

export const queryName = (uri: vscode.Uri): string => fileName(uri).replace(named, '');

/** Why a query cannot be called so; undefined where it can. */
export function refusedName(name: string): string | undefined {
  const wanted = name.trim();
  if (wanted === '') return vscode.l10n.t('Say how the query is called.');
  if (wanted.length > 100) return vscode.l10n.t('At most 100 characters.');
  return refused.test(wanted) || wanted.startsWith('.') || wanted.endsWith('.')
    ? vscode.l10n.t('A file cannot be called so: leave out signs such as / : * ? and points at the ends.')
    : undefined;
}

/** The view of saved queries. */
export const queryTree = (): FileTree =>
  new FileTree({
    view: 'flow2vec.queries',
    glob: `**/*${queryEnding}`,
    name: named,
    more: vscode.l10n.t('More queries are not listed'),
    describe: (item, uri) => {
      item.label = queryName(uri);
      item.contextValue = 'query';
      item.iconPath = new vscode.ThemeIcon('search-view-icon');
      item.command = { title: vscode.l10n.t('Open'), command: 'vscode.open', arguments: [uri] };
    },
  });

export const savedQueryFiles = async (): Promise<vscode.Uri[]> => (await filesBelow(named)).files;

/** Asks for a name, and answers the place in the folder; undefined when the user leaves. */
export async function askName(
  folder: vscode.Uri,
  title: string,
  before = '',
): Promise<vscode.Uri | undefined> {
  const name = await vscode.window.showInputBox({
    title,
    value: before,
    prompt: vscode.l10n.t('The query is kept as a file of this name.'),
    validateInput: refusedName,
  });
  if (name === undefined || refusedName(name) !== undefined) return undefined;
  const place = vscode.Uri.joinPath(folder, `${name.trim()}${queryEnding}`);
  if (name.trim() === before || !(await isThere(place))) return place;
  const replace = vscode.l10n.t('Replace');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('There is a query "{0}" already.', name.trim()),
    { modal: true },
    replace,
  );
  return chosen === replace ? place : undefined;
}
