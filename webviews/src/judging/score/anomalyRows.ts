import * as l10n from '@vscode/l10n';
import type { Anomaly } from '../../../../shared/protocol/judging';
import { scoreText } from '../../../../shared/text/scoreText';
import { shortText, titleText } from '../../../../shared/text/visibleText';
import { bar, button, el } from '../../base/dom';
import { formatCount } from '../../base/numbers';
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

/** The columns of a table of flows; labels only where there are some. */
export function anomalyColumns(
  anomalies: readonly Anomaly[],
  reveal: (row: AnomalyRow) => void,
): Column<AnomalyRow>[] {
  const label: Column<AnomalyRow> = {
    key: 'label',
    title: l10n.t('Label'),
    value: ({ anomaly }) => anomaly.label,
  };
  return [
    { key: 'rank', title: '#', kind: 'number', value: ({ rank }) => rank, texts: () => [] },
    {
      key: 'score',
      title: l10n.t('Score'),
      kind: 'share',
      hover: l10n.t(
        'How unexpected the flow is: 0.99 where one in a hundred of what it was judged by is as unexpected.',
      ),
      value: ({ anomaly }) => anomaly.score,
      cell: ({ anomaly }) => bar(anomaly.score, scoreText(anomaly.score)),
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
    {
      key: 'token',
      title: l10n.t('Token'),
      className: 'code',
      least: 260,
      value: ({ anomaly }) => anomaly.token,
    },
    ...(anomalies.some(hasLabel) ? [label] : []),
    {
      key: 'incident',
      title: l10n.t('Incident'),
      kind: 'number',
      hover: l10n.t('The incident that the flow belongs to.'),
      value: ({ anomaly }) => anomaly.incident ?? undefined,
      cell: ({ anomaly }) => (anomaly.incident === null ? '' : `#${anomaly.incident}`),
      texts: ({ anomaly }) => (anomaly.incident === null ? [] : [`#${anomaly.incident}`]),
    },
    {
      key: 'reasons',
      title: l10n.t('Why'),
      hover: l10n.t('Reasons, the strongest first; those that do not fit are told on hover.'),
      value: ({ anomaly }) => anomaly.reasons.join('; '),
      cell: ({ anomaly }) => reasonList(anomaly.reasons),
      compare: false,
      least: 220,
      texts: ({ anomaly }) => anomaly.reasons,
    },
  ];
}

export const hasLabel = ({ label }: Anomaly) => label !== '';

function lineLink(row: AnomalyRow, reveal: (row: AnomalyRow) => void): HTMLElement {
  const line = formatCount(row.anomaly.line);
  const title = l10n.t('Show line {0} in the editor', line);
  return button('score-reveal', line, () => reveal(row), { class: 'link', title, 'aria-label': title });
}

/** The first reason stands first; what does not fit is in the title. */
export function reasonList(all: readonly string[]): HTMLElement {
  const parts = all.map(reason => el('bdi', {}, shortText(reason, 400)));
  const joined = parts.flatMap((part, i) => (i === 0 ? [part] : [' · ', part]));
  return el('span', { class: 'clamped', title: titleText(all.join('\n')) }, ...joined);
}
