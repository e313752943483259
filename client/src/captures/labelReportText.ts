import * as l10n from '@vscode/l10n';
import type { LabelReport } from '../../../shared/protocol/reading';
import { language } from '../../../shared/text/language';
import { visibleText } from '../../../shared/text/visibleText';

/** What the rules of labels did, as plain text: every rule, what conflicts, and what was passed over. */
export function labelReportText(capture: string, report: LabelReport): string {
  const shown = (text: string) => visibleText(text, 120);
  const n = (count: number) => count.toLocaleString(language());
  const rules = [...report.rules].sort((a, b) => b.caught - a.caught);
  const lines = [
    l10n.t('Labels beside {0}', shown(capture)),
    '',
    l10n.t(
      '{0} flows are labelled; {1} of them have another label in the file.',
      n(report.flows),
      n(report.relabelled),
    ),
    '',
    ...rules.map(({ file, line, label, text, caught, labelled }) => {
      const place = file === '' ? l10n.t('by hand') : `${shown(file)}:${line}`;
      const over =
        caught > labelled ? ` ${l10n.t('({0} labelled by a later rule)', n(caught - labelled))}` : '';
      return `${n(caught).padStart(11)}  ${shown(label)}  ${shown(text)}  ${place}${over}`;
    }),
    ...(report.conflicts.length > 0 ? ['', l10n.t('Conflicts: the later label stands')] : []),
    ...report.conflicts.map(
      ({ labels: [a, b], flows }) => `${n(flows).padStart(11)}  ${shown(a)} → ${shown(b)}`,
    ),
    ...(report.notes.length > 0 ? ['', l10n.t('Passed over')] : []),
    ...report.notes.map(shown),
  ];
  return `${lines.join('\n')}\n`;
}
