import * as vscode from 'vscode';

/** The settings the client itself reads; the server is handed the others. */
export interface ClientSettings {
  /** Neighbours in the panel. */
  similarTop: number;
  /** Columns of the token scheme, to tell the user what to type. */
  tokenColumns: readonly string[];
  /** False: VS Code was told to colour and tokenize files of any size. */
  largeFileOptimizations: boolean;
}

/** One frozen reading of the settings, for one job. */
export function readSettings(resource?: vscode.Uri): Readonly<ClientSettings> {
  const own = vscode.workspace.getConfiguration('flow2vec', resource ?? null);
  const editor = vscode.workspace.getConfiguration('editor', resource ?? null);
  const top = own.get<number>('similar.top', 50);
  return Object.freeze({
    similarTop: Math.min(1000, Math.max(1, Math.round(top))),
    tokenColumns: own.get<string[]>('corpus.tokenColumns', ['Proto', 'SrcAddr', 'DstAddr', 'Dport']),
    largeFileOptimizations: editor.get<boolean>('largeFileOptimizations', true),
  });
}

/** Whether a change makes the answers in an open panel stale. */
export function affectsAnswers(event: vscode.ConfigurationChangeEvent): boolean {
  return ['corpus', 'embedding', 'similar'].some(area => event.affectsConfiguration(`flow2vec.${area}`));
}
