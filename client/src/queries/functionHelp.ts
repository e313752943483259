import * as vscode from 'vscode';
import { queryFunctions, signatureOf, type QueryFunction } from '../../../shared/text/queryFunctions';
import { openCall } from './queryText';

/* What the editor tells of the functions that SQL over a capture can call. */

const named = (name: string): QueryFunction | undefined =>
  queryFunctions().find(each => each.name === name.toLowerCase());

/** Signature, what it does, and a query that calls it. */
function documentation(of: QueryFunction): vscode.MarkdownString {
  return new vscode.MarkdownString()
    .appendCodeblock(`${signatureOf(of)} → ${of.returns}`, 'sql')
    .appendMarkdown(`${of.about}\n`)
    .appendCodeblock(of.example, 'sql');
}

export function functionItems(): vscode.CompletionItem[] {
  return queryFunctions().map(of => {
    const item = new vscode.CompletionItem(
      of.name,
      of.kind === 'table' ? vscode.CompletionItemKind.Struct : vscode.CompletionItemKind.Function,
    );
    const places = of.parameters.map(({ name }, i) => (of.kind === 'table' ? '' : `\${${i + 1}:${name}}`));
    item.insertText = new vscode.SnippetString(
      of.kind === 'table' ? `${of.name}('$1', \${2:10})` : `${of.name}(${places.join(', ')})`,
    );
    item.detail = signatureOf(of);
    item.documentation = documentation(of);
    // Before the functions of the database, which everybody knows.
    item.sortText = ` ${of.name}`;
    if (of.kind === 'table')
      item.command = { command: 'editor.action.triggerSuggest', title: vscode.l10n.t('Suggest') };
    return item;
  });
}

export function functionHover(
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Hover | undefined {
  const range = document.getWordRangeAtPosition(position);
  const found = range && named(document.getText(range));
  return found && new vscode.Hover(documentation(found), range);
}

export function functionSignature(
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.SignatureHelp | undefined {
  const call = callAt(document, position);
  const found = call && named(call.name);
  if (!found) return undefined;
  const help = new vscode.SignatureHelp();
  const signature = new vscode.SignatureInformation(signatureOf(found), documentation(found));
  signature.parameters = found.parameters.map(
    ({ name, type, about }) => new vscode.ParameterInformation(`${name} ${type}`, about),
  );
  help.signatures = [signature];
  help.activeParameter = call.argument;
  return help;
}

/** The call that the cursor stands in. */
const callAt = (document: vscode.TextDocument, position: vscode.Position) =>
  openCall(document.getText(new vscode.Range(new vscode.Position(0, 0), position)));

/** The beginning of a token that is typed as an argument of one of the functions; undefined elsewhere. */
export function typedToken(document: vscode.TextDocument, position: vscode.Position): string | undefined {
  const call = callAt(document, position);
  const parameter = call && named(call.name)?.parameters[call.argument];
  return parameter?.type === 'VARCHAR' ? call?.text : undefined;
}
