import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';

export const extensionId = 'flow2vec.flow2vec';

/** The capture of the workspace, open in an editor with the extension active. */
export async function openCapture(name = 'campus.binetflow'): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the tests run in a workspace');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(join(folder.uri.fsPath, name)));
  await vscode.window.showTextDocument(document);
  await vscode.extensions.getExtension(extensionId)?.activate();
  return document;
}

/** Asks again until there is an answer; says what it waited for when there is none. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  seconds = 60,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${seconds} s for ${what}.`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

/** What the hovers say at a place, as Markdown; zero-based, as the editor's interface counts. */
export async function hoverAt(
  document: vscode.TextDocument,
  line: number,
  character: number,
): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    new vscode.Position(line, character),
  );
  return hovers
    .flatMap(hover => hover.contents)
    .map(content => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

/** The hover once it says something that matches. */
export function hoverSaying(document: vscode.TextDocument, line: number, expected: RegExp): Promise<string> {
  const character = document.lineAt(line).text.indexOf(',147.') + 2;
  return until(`a hover that matches ${expected}`, async () => {
    const text = await hoverAt(document, line, Math.max(character, 30));
    return expected.test(text) ? text : undefined;
  });
}
