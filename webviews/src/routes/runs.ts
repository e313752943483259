import * as l10n from '@vscode/l10n';
import type { RouteReport } from '../../../shared/protocol/routes';
import type { Cell } from '../../../shared/text/tableText';

/** What is remembered of a run, to be set beside others. */
export interface RunRow {
  model: string;
  network: string;
  /** Settings that the networks of a file differ in. */
  settings: string;
  accuracy: number | null;
  macroF1: number | null;
  maliciousF1: number | null;
  rocAuc: number | null;
  parameters: number;
  seconds: number;
  backend: string;
}

/** Runs remembered at most, the latest. */
const most = 12;

export function rowOf(report: RouteReport): RunRow {
  const { settings: s, epochs } = report;
  const words = [
    l10n.t('{0} epochs', epochs.length),
    l10n.t('{0} split', s.split),
    s.balance,
    ...(s.agglomerate > 0 ? [l10n.t('{0} groups', s.agglomerate)] : []),
    ...(s.schedule === 'constant' ? [] : [l10n.t('{0} rate', s.schedule)]),
    ...(s.destination === 'counts' ? [l10n.t('told the destination')] : []),
    ...(s.align === 'end' ? [l10n.t('aligned at the end')] : []),
    l10n.t('seed {0}', s.seed),
  ];
  return {
    model: report.model,
    network: report.network,
    settings: words.join(', '),
    accuracy: report.report?.accuracy ?? null,
    macroF1: report.report?.macro.f1 ?? null,
    maliciousF1: report.report?.perClass['malicious']?.f1 ?? null,
    rocAuc: report.rocAuc ?? null,
    parameters: report.parameters,
    seconds: report.seconds,
    backend: report.backend,
  };
}

/** The rows with this run among them, once. */
export function withRun(rows: readonly RunRow[], run: RunRow): RunRow[] {
  return [...rows.filter(row => row.model !== run.model), run].slice(-most);
}

/** Rows from a page's saved state; what is no row is left out. */
export function readRuns(saved: unknown): RunRow[] {
  if (!Array.isArray(saved)) return [];
  const texts = ['model', 'network', 'settings', 'backend'];
  const numbers = ['accuracy', 'macroF1', 'maliciousF1', 'rocAuc', 'parameters', 'seconds'];
  return saved.filter((row): row is RunRow => {
    if (typeof row !== 'object' || row === null) return false;
    const values = row as Record<string, unknown>;
    return (
      texts.every(key => typeof values[key] === 'string') &&
      numbers.every(key => values[key] === null || typeof values[key] === 'number')
    );
  });
}

export function runTable(rows: readonly RunRow[]): Cell[][] {
  const cell = (value: number | null) => (value === null ? '' : Number(value.toFixed(4)));
  return [
    [
      'network',
      'settings',
      'accuracy',
      'macro F1',
      'malicious F1',
      'ROC AUC',
      'parameters',
      'seconds',
      'backend',
    ],
    ...rows.map((row): Cell[] => [
      row.network,
      row.settings,
      cell(row.accuracy),
      cell(row.macroF1),
      cell(row.maliciousF1),
      cell(row.rocAuc),
      row.parameters,
      Number(row.seconds.toFixed(1)),
      row.backend,
    ]),
  ];
}
