import * as l10n from '@vscode/l10n';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver/node';
import { visibleText } from '../../../../shared/text/visibleText';
import type { Lines } from '../lines';
import type { RoutesIndex } from './routesIndex';
import { counted } from '../../../../shared/text/counted';
import { formatCount } from '../units';

/** The problems of a document of routes, at most `limit`; when there are more, one more diagnostic says so. */
export function routeDiagnostics(lines: Lines, index: RoutesIndex, limit: number): Diagnostic[] {
  const shown = index.problems.slice(0, limit).map(({ line, message, code }): Diagnostic => {
    const at = Math.min(line, lines.lineCount) - 1;
    return {
      range: { start: { line: at, character: 0 }, end: { line: at, character: lines.line(at).length } },
      severity: DiagnosticSeverity.Warning,
      source: 'flow2vec',
      message: visibleText(message, 500),
      ...(code === undefined ? {} : { code }),
    };
  });
  const more = index.problemCount - shown.length;
  const next = index.problems[shown.length - 1];
  if (more === 0 || !next) return shown;
  const line = next.line - 1;
  const message = l10n.t(
    '{0} from here on not shown, after {1}.',
    counted(more, 'more problem'),
    formatCount(shown.length),
  );
  const range = { start: { line, character: 0 }, end: { line, character: 0 } };
  return [
    ...shown,
    { range, severity: DiagnosticSeverity.Information, source: 'flow2vec', code: 'limit', message },
  ];
}
