import * as vscode from 'vscode';
import { queryColumnNamed } from '../../../shared/text/queryColumns';

/* What the editor tells of the columns that SQL over a capture can name. */

/** One item for a column; its other spelling finds it too. */
export function columnItem({ name, type }: { name: string; type: string }): vscode.CompletionItem {
  const known = queryColumnNamed(name);
  const item = new vscode.CompletionItem(
    known?.stored === undefined ? name : { label: name, description: known.stored },
    vscode.CompletionItemKind.Field,
  );
  item.detail = type;
  item.insertText = name;
  if (known) item.documentation = known.about;
  if (known?.stored !== undefined) item.filterText = `${name} ${known.stored}`;
  return item;
}

/** What a column means, with its type where that is known. */
export function columnHover(
  document: vscode.TextDocument,
  position: vscode.Position,
  columns: readonly { name: string; type: string }[],
): vscode.Hover | undefined {
  const range = document.getWordRangeAtPosition(position);
  const found = range && queryColumnNamed(document.getText(range));
  if (!found || document.lineAt(position.line).text.trimStart().startsWith('--')) return undefined;
  const type = columns.find(each => each.name === found.name)?.type;
  const names = found.stored === undefined ? found.name : `${found.name} (${found.stored})`;
  const told = new vscode.MarkdownString()
    .appendCodeblock([names, ...(type === undefined ? [] : [type])].join(' '), 'sql')
    .appendText(found.about);
  return new vscode.Hover(told, range);
}
