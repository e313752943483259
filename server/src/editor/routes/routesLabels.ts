import * as l10n from '@vscode/l10n';
import {
  CodeActionKind,
  CompletionItemKind,
  type CodeAction,
  type CompletionItem,
  type Diagnostic,
  type Range,
  type TextEdit,
} from 'vscode-languageserver/node';
import leven from 'leven';
import { routeLabels } from '../../engine/routes/labelLine';
import type { Lines } from '../lines';
import type { RouteEntry } from './routesIndex';

const about = () => ({
  benign: l10n.t('The next route ends at a destination known to be good.'),
  malicious: l10n.t('The next route ends at a destination known to be bad.'),
});

/** Label lines, offered on a line that begins one. */
export function labelCompletions(text: string, line: number): CompletionItem[] {
  if (text.length > 80 || !/^\s*#\s*[a-z]*\s*[:=]?\s*[a-z]*\s*$/i.test(text)) return [];
  const range = { start: { line, character: 0 }, end: { line, character: text.length } };
  return routeLabels.map(label => ({
    label: `# label: ${label}`,
    kind: CompletionItemKind.EnumMember,
    detail: about()[label],
    filterText: `${text}# label: ${label}`,
    textEdit: { range, newText: `# label: ${label}` },
  }));
}

/** Mends words that are no label, and labels the route that the selection is in. */
export function labelActions(
  lines: Lines,
  diagnostics: readonly Diagnostic[],
  route: RouteEntry | undefined,
): CodeAction[] {
  const mends = diagnostics
    .filter(diagnostic => diagnostic.code === 'label')
    .flatMap(diagnostic =>
      byLikeness(lines.line(diagnostic.range.start.line)).map(label => ({
        ...action(lines.uri, l10n.t('Write "# label: {0}"', label), CodeActionKind.QuickFix, {
          range: lineRange(lines, diagnostic.range.start.line),
          newText: `# label: ${label}`,
        }),
        diagnostics: [diagnostic],
      })),
    );
  if (!route || insideJson(lines, route)) return mends;
  const before = labelLineOf(lines, route);
  const labels = routeLabels.filter(label => label !== route.label);
  return [
    ...mends,
    ...labels.map(label =>
      action(
        lines.uri,
        l10n.t('Label this route {0}', label),
        CodeActionKind.Refactor,
        before === undefined
          ? { range: emptyRange(route.line - 1), newText: `# label: ${label}\n` }
          : { range: lineRange(lines, before), newText: `# label: ${label}` },
      ),
    ),
  ];
}

/** Labels, the one first whose spelling is nearest to what a line says. */
function byLikeness(line: string): (typeof routeLabels)[number][] {
  const said = (/label\s*[:=]?\s*(\S*)/i.exec(line)?.[1] ?? '').slice(0, 40).toLowerCase();
  return [...routeLabels].sort((a, b) => leven(said, a) - leven(said, b));
}

/** Where an array or an outer object surrounds the route, a line with `#` would break its JSON. */
function insideJson(lines: Lines, { line }: RouteEntry): boolean {
  for (let i = 0; i < line; i++) {
    const text = lines.line(i).trim();
    if (text !== '' && !text.startsWith('#')) return text.startsWith('[');
  }
  return false;
}

/** The zero-based line of the route's own label, with blank lines between at most. */
function labelLineOf(lines: Lines, { line }: RouteEntry): number | undefined {
  for (let i = line - 2; i >= 0; i--) {
    const text = lines.line(i);
    if (/^\s*#\s*label/i.test(text)) return i;
    if (text.trim() !== '') return undefined;
  }
  return undefined;
}

function action(uri: string, title: string, kind: string, edit: TextEdit): CodeAction {
  return { title, kind, edit: { changes: { [uri]: [edit] } } };
}

function lineRange(lines: Lines, line: number): Range {
  return { start: { line, character: 0 }, end: { line, character: lines.line(line).length } };
}

function emptyRange(line: number): Range {
  return { start: { line, character: 0 }, end: { line, character: 0 } };
}
