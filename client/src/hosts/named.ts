import * as vscode from 'vscode';
import { asShown } from '../../../shared/protocol/messages';
import type { ServerClient } from '../server/serverClient';

const limitMs = 10_000;

/**
 * Plain data whose texts name hosts as they are named on screen. The server has the pseudonyms, and is asked only where
 * they are wanted; rejects when it does not answer.
 */
export async function named<T>(server: ServerClient, value: T): Promise<T> {
  return pseudonymsWanted() ? ((await server.request(asShown, { value }, limitMs)) as T) : value;
}

export function pseudonymsWanted(): boolean {
  return vscode.workspace.getConfiguration('flow2vec').get('hosts.pseudonyms', false);
}

/** Calls when hosts get other names on screen. */
export function onOtherNames(then: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration('flow2vec.hosts.pseudonyms')) then();
  });
}
