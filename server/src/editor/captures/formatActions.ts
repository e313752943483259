import * as l10n from '@vscode/l10n';
import { CodeActionKind, type CodeAction, type Diagnostic } from 'vscode-languageserver/node';
import { layoutCode } from './captureIndex';

/** What can be done about a text that is read as no format, as quick fixes of the problem that says so. */
export function formatActions(
  uri: string,
  diagnostics: readonly Diagnostic[],
  { isTable }: { isTable: boolean },
): CodeAction[] {
  const said = diagnostics.filter(({ code }) => code === layoutCode);
  if (said.length === 0) return [];
  const fix = (title: string, command: string): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: said,
    command: { title, command, arguments: [{ uri }] },
  });
  return [
    ...(isTable ? [fix(l10n.t('Map Columns…'), 'flow2vec.mapColumns')] : []),
    fix(l10n.t('Choose Format…'), 'flow2vec.chooseFormat'),
  ];
}
