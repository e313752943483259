import * as vscode from 'vscode';
import type { TextFormat } from '../../../webviews/src/base/jobContract';
import { fileName } from './captures';

export interface TextExport {
  text: string;
  as: TextFormat;
  /** Stands between the capture's name and the ending of the proposed file name. */
  what: string;
  title: string;
}

/** Asks where to, writes the text there, and says which file it was; null when the user chose none. */
export function exportText(
  capture: vscode.Uri,
  { text, as, what, title }: TextExport,
): Promise<string | null> {
  const [ending, kind] = {
    csv: ['csv', vscode.l10n.t('Comma-separated values')],
    markdown: ['md', 'Markdown'],
    json: ['json', 'JSON'],
    svg: ['svg', 'SVG'],
  }[as] as [string, string];
  return exportBytes(capture, { bytes: new TextEncoder().encode(text), ending, kind, what, title });
}

/** Asks where to, beside the capture, and writes a file there; null when the user chose none. */
export async function exportBytes(
  capture: vscode.Uri,
  file: { bytes: Uint8Array; ending: string; kind: string; what: string; title: string },
): Promise<string | null> {
  const name = fileName(capture).replace(/\.[^.]+$/, '');
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(capture, '..', `${name}.${file.what}.${file.ending}`),
    filters: { [file.kind]: [file.ending] },
    title: file.title,
  });
  if (!target) return null;
  await vscode.workspace.fs.writeFile(target, file.bytes);
  return fileName(target);
}
