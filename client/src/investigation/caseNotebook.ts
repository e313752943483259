import * as vscode from 'vscode';
import type { Answer, Case, CaseCellBlock, CellKind, Pin, Unknown } from '../../../shared/investigation/case';
import { answerOf } from '../../../shared/investigation/readCase';

export const notebookType = 'flow2vec.case';
export const answerType = 'application/vnd.flow2vec.answer+json';
const languages: Readonly<Record<CellKind, string>> = {
  markdown: 'markdown',
  sql: 'sql',
  question: 'flow2vec-question',
};

/** What a case holds beside its cells, as the notebook's metadata. */
export interface CaseMetadata {
  title: string;
  embedding: Unknown;
  evidence: readonly Pin[];
  more: Unknown;
}

/** The capture that the case was asked of last, relative to the case, among what else the case holds. */
export const captureField = 'capture';

export function metadataOf(notebook: { metadata?: Unknown | undefined }): CaseMetadata {
  const { title, embedding, evidence, more } = (notebook.metadata ?? {}) as Partial<CaseMetadata>;
  return { title: title ?? '', embedding: embedding ?? {}, evidence: evidence ?? [], more: more ?? {} };
}

export function notebookOf({ cells, more, ...about }: Case): vscode.NotebookData {
  const data = new vscode.NotebookData(cells.map(cellData));
  data.metadata = { ...about, more: more ?? {} };
  return data;
}

function cellData({ kind, text, answer, more }: CaseCellBlock): vscode.NotebookCellData {
  const isMarkup = kind === 'markdown';
  const cell = new vscode.NotebookCellData(
    isMarkup ? vscode.NotebookCellKind.Markup : vscode.NotebookCellKind.Code,
    text,
    languages[kind],
  );
  cell.metadata = { more: more ?? {} };
  if (answer) cell.outputs = [outputOf(answer)];
  return cell;
}

/** The answer as it is, which the page of answers draws, and its sentences for whoever cannot. */
export function outputOf(answer: Answer): vscode.NotebookCellOutput {
  return new vscode.NotebookCellOutput([
    vscode.NotebookCellOutputItem.json(answer, answerType),
    vscode.NotebookCellOutputItem.text(answer.error ?? answer.says.join('\n')),
  ]);
}

/** The case of a notebook, as it is on the screen or as it is to be saved. */
export function caseOf(metadata: CaseMetadata, cells: readonly vscode.NotebookCellData[]): Case {
  const { more, ...about } = metadata;
  return { ...about, cells: cells.map(blockOf), ...(Object.keys(more).length > 0 ? { more } : {}) };
}

function blockOf(cell: vscode.NotebookCellData): CaseCellBlock {
  const answer = answerIn(cell.outputs ?? []);
  const more = (cell.metadata?.['more'] ?? {}) as Unknown;
  return {
    kind: kindOf(cell),
    text: cell.value.replaceAll('\r\n', '\n'),
    ...(answer ? { answer } : {}),
    ...(Object.keys(more).length > 0 ? { more } : {}),
  };
}

export function kindOf({
  kind,
  languageId,
}: {
  kind: vscode.NotebookCellKind;
  languageId: string;
}): CellKind {
  if (kind === vscode.NotebookCellKind.Markup) return 'markdown';
  return languageId === languages.sql ? 'sql' : 'question';
}

function answerIn(outputs: readonly vscode.NotebookCellOutput[]): Answer | undefined {
  const item = outputs.flatMap(({ items }) => items).find(({ mime }) => mime === answerType);
  return item && answerOf(JSON.parse(new TextDecoder().decode(item.data)), 'answer');
}

/** The case of an open notebook. */
export function openCase(notebook: vscode.NotebookDocument): Case {
  const cells = notebook.getCells().map(cell => {
    const data = new vscode.NotebookCellData(cell.kind, cell.document.getText(), cell.document.languageId);
    data.metadata = cell.metadata;
    data.outputs = [...cell.outputs];
    return data;
  });
  return caseOf(metadataOf(notebook), cells);
}

/** Changes what the notebook holds beside its cells; it is then to be saved. */
export async function changeMetadata(
  notebook: vscode.NotebookDocument,
  change: (metadata: CaseMetadata) => CaseMetadata,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [
    vscode.NotebookEdit.updateNotebookMetadata({ ...change(metadataOf(notebook)) } as Record<
      string,
      unknown
    >),
  ]);
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new Error(vscode.l10n.t('The investigation could not be changed.'));
}
