import * as l10n from '@vscode/l10n';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver/node';
import type { Problem } from '../../engine/captures/flow';
import type { CaptureIndex } from './captureIndex';
import { counted } from '../../../../shared/text/counted';
import { formatCount } from '../units';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

/** The problems of a capture, at most `limit` of them; when there are more, one more diagnostic says so. */
export function diagnosticsOf(index: CaptureIndex, limit: number): Diagnostic[] {
  const shown = index.problems.slice(0, limit).map(diagnosticOf);
  const next = index.problems[limit];
  if (!next) return shown;
  const more = index.problemCount - limit;
  const message = l10n.t(
    '{0} from here on {1} not shown, after {2}: raise the setting "flow2vec.diagnostics.limit" to see more.',
    counted(more, 'more problem'),
    more === 1 ? 'is' : 'are',
    formatCount(limit),
  );
  return [...shown, diagnosticOf({ ...next, severity: 'information', code: 'limit', message })];
}

function diagnosticOf({ line, start, end, severity, code, message }: Problem): Diagnostic {
  const range = { start: { line: line - 1, character: start }, end: { line: line - 1, character: end } };
  return { range, severity: severities[severity], code, source: 'flow2vec', message };
}
