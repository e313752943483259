import * as vscode from 'vscode';
import { taken } from '../../../shared/parameters/parameter';
import { clientSettings } from '../../../shared/parameters/settings';
import { mebibyte, type LargeFileSettings } from './editorLimits';
import { corpusParameters } from '../../../shared/parameters/training';

const { top } = clientSettings.similar;

/** The settings the client itself reads; the server is handed the others. */
export interface ClientSettings extends LargeFileSettings {
  /** Neighbours in the panel. */
  similarTop: number;
  /** Columns of the token scheme, to tell the user what to type. */
  tokenColumns: readonly string[];
}

/** One frozen reading of the settings, for one job. */
export function readSettings(resource?: vscode.Uri): Readonly<ClientSettings> {
  const own = vscode.workspace.getConfiguration('flow2vec', resource ?? null);
  const editor = vscode.workspace.getConfiguration('editor', resource ?? null);
  const workbench = vscode.workspace.getConfiguration('workbench', resource ?? null);
  return Object.freeze({
    similarTop: taken({ top }, { top: own.get<unknown>('similar.top') }).top ?? top.default,
    tokenColumns: own.get<readonly string[]>('corpus.tokenColumns', corpusParameters.tokenColumns.default),
    largeFileOptimizations: editor.get<boolean>('largeFileOptimizations', true),
    askedAbove: workbench.get<number>('editorLargeFileConfirmation', Infinity) * mebibyte,
  });
}

/** Whether a change makes the answers in an open panel stale. */
export function affectsAnswers(event: vscode.ConfigurationChangeEvent): boolean {
  return ['corpus', 'embedding', 'similar'].some(area => event.affectsConfiguration(`flow2vec.${area}`));
}
