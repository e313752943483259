import * as vscode from 'vscode';
import { readCase } from '../../../shared/investigation/readCase';
import { caseText } from '../../../shared/investigation/writeCase';
import { caseOf, metadataOf, notebookOf } from './caseNotebook';

/** Opens and saves `*.flowcase` without the server. What cannot be read is not opened, so that nothing is lost. */
export class CaseSerializer implements vscode.NotebookSerializer {
  deserializeNotebook(content: Uint8Array): vscode.NotebookData {
    return notebookOf(readCase(new TextDecoder().decode(content)));
  }

  serializeNotebook(data: vscode.NotebookData): Uint8Array {
    return new TextEncoder().encode(caseText(caseOf(metadataOf(data), data.cells)));
  }
}
