import * as vscode from 'vscode';
import { captureFormat } from '../../../shared/protocol/messages';
import { isCaptureLanguage, languageOfFormat } from '../../../shared/protocol/captureLanguages';
import { openDocument } from '../base/captures';
import type { ServerClient } from '../server/serverClient';
import type { Readings } from './readings';

/** Lines in which a header is looked for. */
const headLines = 20;

/**
 * Gives texts the language of the format that their content is of: once, where VS Code knows them by another name, and
 * whenever somebody says how they are read.
 */
export class CaptureLanguages implements vscode.Disposable {
  readonly #beginnings: readonly RegExp[];
  /** Found already: whoever chooses another language keeps it. */
  readonly #seen = new Set<string>();
  readonly #subscriptions: vscode.Disposable;

  constructor(
    manifest: unknown,
    private readonly server: ServerClient,
    readings: Readings,
  ) {
    this.#beginnings = beginnings(manifest);
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(document => this.#opened(document)),
      readings.onDidChange(uri => this.#match(uri)),
    );
    vscode.workspace.textDocuments.forEach(document => this.#opened(document));
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #opened(document: vscode.TextDocument): void {
    const { uri, languageId } = document;
    if (uri.scheme !== 'file' || this.#seen.has(uri.toString())) return;
    if (!isCaptureLanguage(languageId) && !this.#beginsLikeOne(document)) return;
    this.#seen.add(uri.toString());
    this.#match(uri);
  }

  /** Cheap, for every text that is opened; what it really is the server says. */
  #beginsLikeOne(document: vscode.TextDocument): boolean {
    for (let line = 0; line < Math.min(headLines, document.lineCount); line++) {
      const { text } = document.lineAt(line);
      if (this.#beginnings.some(beginning => beginning.test(text))) return true;
    }
    return false;
  }

  #match(uri: vscode.Uri): void {
    this.server
      .request(captureFormat, { uri: uri.toString() })
      .then(async ({ format }) => {
        const document = openDocument(uri);
        const language = languageOfFormat[format];
        if (!document || language === undefined || document.languageId === language) return;
        await vscode.languages.setTextDocumentLanguage(document, language);
      })
      .catch((error: unknown) => this.server.log.warn(`No language of ${uri.fsPath}: ${String(error)}`));
  }
}

/** How lines of captures begin, as the manifest tells VS Code. */
function beginnings(manifest: unknown): RegExp[] {
  const { contributes } = manifest as { contributes: { languages: { id: string; firstLine?: string }[] } };
  return contributes.languages.flatMap(({ id, firstLine }) =>
    isCaptureLanguage(id) && firstLine !== undefined ? [new RegExp(firstLine)] : [],
  );
}
