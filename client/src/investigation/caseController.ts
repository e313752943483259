import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { askCell } from '../../../shared/protocol/messages';
import type { ServerClient } from '../server/serverClient';
import { chosenCapture, folderOf } from './caseCapture';
import { kindOf, metadataOf, notebookType, outputOf } from './caseNotebook';

/** Runs cells of investigations by asking the engine. */
export class CaseController implements vscode.Disposable {
  private readonly controller = vscode.notebooks.createNotebookController(
    'flow2vec.engine',
    notebookType,
    'Flow2Vec',
  );
  /** Notebooks that VS Code lets this run cells of. */
  private readonly selectedFor = new WeakSet<vscode.NotebookDocument>();
  private readonly selection: vscode.Disposable;
  private runs = 0;

  constructor(
    private readonly server: ServerClient,
    private readonly version: string,
  ) {
    this.controller.supportedLanguages = ['flow2vec-question', 'sql'];
    this.controller.supportsExecutionOrder = true;
    this.controller.executeHandler = (cells, notebook) => this.askAll(cells, notebook);
    this.selection = this.controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
      if (selected) this.selectedFor.add(notebook);
      else this.selectedFor.delete(notebook);
    });
  }

  /** Runs cells of a notebook that is shown; one that was just opened has none yet who may run them. */
  async run(cells: readonly vscode.NotebookCell[], notebook: vscode.NotebookDocument): Promise<void> {
    if (this.selectedFor.has(notebook)) return this.askAll(cells, notebook);
    const ranges = cells.map(({ index }) => ({ start: index, end: index + 1 }));
    await vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri });
  }

  private async askAll(
    cells: readonly vscode.NotebookCell[],
    notebook: vscode.NotebookDocument,
  ): Promise<void> {
    const capture = await chosenCapture(notebook);
    if (!capture) return;
    for (const cell of cells) if (!(await this.ask(cell, notebook, capture))) return;
  }

  /** False where the analyst stopped it: the cells after it are not asked then. */
  private async ask(
    cell: vscode.NotebookCell,
    notebook: vscode.NotebookDocument,
    capture: vscode.Uri,
  ): Promise<boolean> {
    const execution = this.controller.createNotebookCellExecution(cell);
    execution.executionOrder = ++this.runs;
    execution.start(Date.now());
    const { token } = execution;
    try {
      const answer = await this.server.request(
        askCell,
        {
          uri: capture.toString(),
          job: randomUUID(),
          cell: {
            kind: kindOf({ kind: cell.kind, languageId: cell.document.languageId }),
            text: cell.document.getText(),
          },
          folder: folderOf(notebook).toString(),
          embedding: metadataOf(notebook).embedding,
          version: this.version,
        },
        undefined,
        token,
      );
      await execution.replaceOutput(answer ? [outputOf(answer)] : []);
      execution.end(answer?.error === undefined, Date.now());
    } catch (error) {
      if (token.isCancellationRequested) {
        execution.end(undefined, Date.now());
        return false;
      }
      const failure = error instanceof Error ? error : new Error(String(error));
      await execution.replaceOutput([
        new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.error(failure)]),
      ]);
      execution.end(false, Date.now());
    }
    return true;
  }

  dispose(): void {
    this.selection.dispose();
    this.controller.dispose();
  }
}
