import * as vscode from 'vscode';
import { isServed, type ServerClient } from './serverClient';

/** Starts the server with the first document that it is told of; whoever asks it something starts it, too. */
export function startWithFiles(server: ServerClient): vscode.Disposable {
  const look = (document: vscode.TextDocument) => {
    if (isServed(document)) void server.start();
  };
  vscode.workspace.textDocuments.forEach(look);
  return vscode.workspace.onDidOpenTextDocument(look);
}
