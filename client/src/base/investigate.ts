import * as vscode from 'vscode';
import type { CellKind } from '../../../shared/investigation/case';
import type { Pinned } from '../../../webviews/src/base/jobContract';

/** What a panel was asked, as a cell of an investigation asks it. */
export interface AskedCell {
  kind: Exclude<CellKind, 'markdown'>;
  text: string;
  /** The capture that the cell and its flows are of, where it is not the one that was asked. */
  uri?: string;
}

/** The one way from a panel into an investigation: the flows, by which question, of which content. */
export async function addToInvestigation(
  capture: vscode.Uri,
  pinned: Pinned & { question?: string; digest?: string },
): Promise<void> {
  const { about, ...rest } = pinned;
  await vscode.commands.executeCommand('flow2vec.addToInvestigation', {
    uri: capture.toString(),
    ...about,
    ...rest,
  });
}

/** Adds the question itself, to be answered in the investigation. */
export async function addQuestion(capture: vscode.Uri, { kind, text }: AskedCell): Promise<void> {
  await vscode.commands.executeCommand('flow2vec.addToInvestigation', {
    uri: capture.toString(),
    cell: { kind, text },
  });
}
