import type { Anomaly } from '../../../../shared/protocol/judging';
import type { Cell } from '../../../../shared/text/tableText';

/** A flow with its place in the ranking, least expected first. */
export interface AnomalyRow {
  /** One-based. */
  rank: number;
  anomaly: Anomaly;
}

// Digits are compared as numbers: 10.0.0.2 stands before 10.0.0.10.
const collator = new Intl.Collator('en', { numeric: true });

export const comparisons = {
  rank: (a: AnomalyRow, b: AnomalyRow) => a.rank - b.rank,
  score: (a: AnomalyRow, b: AnomalyRow) => a.anomaly.score - b.anomaly.score,
  line: (a: AnomalyRow, b: AnomalyRow) => a.anomaly.line - b.anomaly.line,
  token: (a: AnomalyRow, b: AnomalyRow) => collator.compare(a.anomaly.token, b.anomaly.token),
  label: (a: AnomalyRow, b: AnomalyRow) => collator.compare(a.anomaly.label, b.anomaly.label),
};

export function anomalyRows(anomalies: readonly Anomaly[]): AnomalyRow[] {
  return anomalies.map((anomaly, i) => ({ rank: i + 1, anomaly }));
}

/** What the filter looks into. */
export function searchedTexts({ anomaly }: AnomalyRow): string[] {
  return [anomaly.token, anomaly.label, ...anomaly.reasons, String(anomaly.line)];
}

/** The rows as a table, its header first. */
export function anomalyTable(rows: readonly AnomalyRow[]): Cell[][] {
  const cells = rows.map(({ rank, anomaly }): Cell[] => [
    rank,
    Number(anomaly.score.toFixed(6)),
    anomaly.line,
    anomaly.token,
    anomaly.label,
    anomaly.reasons.join('; '),
  ]);
  return [['rank', 'score', 'line', 'token', 'label', 'reasons'], ...cells];
}
