import * as vscode from 'vscode';
import { isCaptureLanguage } from '../../../shared/protocol/captureLanguages';
import { readArgument } from './commandArgument';
import { tableEditorOf, tableViewType } from './tableEditors';

/** Names of files that are captures whatever is in them. */
export const captureName = /\.(binetflow|biargus)(\.gz)?$/i;

/** Said to the user when a command is run on something that is no capture. */
export class NoCapture extends Error {
  override name = 'NoCapture';

  constructor(
    message: string,
    /** A file on disk that may be a capture all the same. */
    readonly file?: vscode.Uri,
  ) {
    super(message);
  }
}

/** The last part of a path, for messages. */
export function fileName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** Whether the resource is a flow capture on disk, by its name or by how it is open. */
export function isCapture(uri: vscode.Uri): boolean {
  if (uri.scheme !== 'file') return false;
  return (
    captureName.test(uri.path) ||
    isCaptureLanguage(openDocument(uri)?.languageId) ||
    tableEditorOf(uri) !== undefined
  );
}

/** The open document of a resource; captures above VS Code's limit have none. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments.find(document => document.uri.toString() === wanted);
}

/** The resource of the active tab. Tabs know files that are too large for `activeTextEditor`. */
export function activeResource(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText) return input.uri;
  if (input instanceof vscode.TabInputCustom && input.viewType === tableViewType) return input.uri;
  return vscode.window.activeTextEditor?.document.uri;
}

/** Calls `moved` when another resource may be the active one: where another group is, no tab changes, and maybe no text editor. */
export function onDidChangeActiveResource(moved: () => void): vscode.Disposable {
  const { tabGroups } = vscode.window;
  return vscode.Disposable.from(
    tabGroups.onDidChangeTabs(() => moved()),
    tabGroups.onDidChangeTabGroups(() => moved()),
    vscode.window.onDidChangeActiveTextEditor(() => moved()),
  );
}

/** The resource that a command was handed; else that of the active tab. */
export function askedResource(value: unknown): vscode.Uri | undefined {
  const { uri } = readArgument(value);
  return uri === undefined ? activeResource() : vscode.Uri.parse(uri);
}

/** The resource if it is a capture; throws a message for the user if it is none. */
export function requireCapture(uri: vscode.Uri | undefined): vscode.Uri {
  if (!uri) throw new NoCapture(vscode.l10n.t('Open a flow capture (.binetflow or .biargus) first.'));
  if (isCapture(uri)) return uri;
  const message =
    uri.scheme === 'file'
      ? vscode.l10n.t(
          '{0} is no flow capture: its name does not end in .binetflow or .biargus.',
          fileName(uri),
        )
      : vscode.l10n.t('{0} is not on disk yet: save it as a .binetflow file first.', fileName(uri));
  throw new NoCapture(message, uri.scheme === 'file' ? uri : undefined);
}
