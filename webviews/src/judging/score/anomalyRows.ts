import * as l10n from '@vscode/l10n';
import type { Anomaly } from '../../../../shared/protocol/judging';
import { shortText, titleText } from '../../../../shared/text/visibleText';
import { bar, button, el } from '../../base/dom';
import { formatCosine, formatCount } from '../../base/numbers';
import type { Column } from '../../base/table/columns';

/** A flow with its place in the ranking, least expected first. */
export interface AnomalyRow {
  /** One-based. */
  rank: number;
  anomaly: Anomaly;
}

export const leastExpectedFirst = { key: 'rank', descending: false };

export function anomalyRows(anomalies: readonly Anomaly[]): AnomalyRow[] {
  return anomalies.map((anomaly, i) => ({ rank: i + 1, anomaly }));
}

export function anomalyColumns(reveal: (row: AnomalyRow) => void): Column<AnomalyRow>[] {
  return [
    { key: 'rank', title: '#', kind: 'number', value: ({ rank }) => rank, texts: () => [] },
    {
      key: 'score',
      title: l10n.t('Score'),
      kind: 'share',
      hover: l10n.t(
        'How unexpected the flow is: its rank among the flows that were trained on, 1 for the least expected.',
      ),
      value: ({ anomaly }) => Number(anomaly.score.toFixed(6)),
      cell: ({ anomaly }) => bar(anomaly.score, formatCosine(anomaly.score)),
      compare: (a, b) => a.anomaly.score - b.anomaly.score,
      texts: () => [],
    },
    {
      key: 'line',
      title: l10n.t('Line'),
      kind: 'number',
      value: ({ anomaly }) => anomaly.line,
      cell: row => lineLink(row, reveal),
    },
    { key: 'token', title: l10n.t('Token'), className: 'code', value: ({ anomaly }) => anomaly.token },
    { key: 'label', title: l10n.t('Label'), value: ({ anomaly }) => anomaly.label },
    {
      key: 'reasons',
      title: l10n.t('Why'),
      value: ({ anomaly }) => anomaly.reasons.join('; '),
      cell: ({ anomaly }) => reasons(anomaly.reasons),
      compare: false,
      texts: ({ anomaly }) => anomaly.reasons,
    },
  ];
}

function lineLink(row: AnomalyRow, reveal: (row: AnomalyRow) => void): HTMLElement {
  const line = formatCount(row.anomaly.line);
  const title = l10n.t('Show line {0} in the editor', line);
  return button('score-reveal', line, () => reveal(row), { class: 'link', title, 'aria-label': title });
}

/** The first reason stands first; what does not fit is in the title. */
function reasons(all: readonly string[]): HTMLElement {
  const parts = all.map(reason => el('bdi', {}, shortText(reason, 400)));
  const joined = parts.flatMap((part, i) => (i === 0 ? [part] : [' · ', part]));
  return el('span', { class: 'clamped', title: titleText(all.join('\n')) }, ...joined);
}
