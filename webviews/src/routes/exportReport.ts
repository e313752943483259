import type { ReportRow, RouteReport } from '../../../shared/protocol/routes';
import { csvText, markdownText, type Cell } from '../../../shared/text/tableText';
import { round } from '../base/numbers';

/** The report as scikit-learn's table, at a threshold of one half. */
export function scoreRows({ report }: RouteReport): Cell[][] {
  const head: Cell[] = ['class', 'precision', 'recall', 'F1', 'support'];
  if (!report) return [head];
  const row = (name: string, r: ReportRow): Cell[] => [
    name,
    round(r.precision),
    round(r.recall),
    round(r.f1),
    r.support,
  ];
  return [
    head,
    ...Object.entries(report.perClass).map(([name, r]) => row(name, r)),
    ['accuracy', '', '', round(report.accuracy), report.macro.support],
    row('macro avg', report.macro),
    row('weighted avg', report.weighted),
  ];
}

export function subnetRows({ telling }: RouteReport): Cell[][] {
  return [
    ['subnet', 'effect on the probability', 'routes asked', 'of them malicious'],
    ...telling.map((s): Cell[] => [s.subnet, round(s.effect), s.routes, s.malicious]),
  ];
}

export function misclassifiedRows({ misclassified }: RouteReport): Cell[][] {
  return [
    ['line', 'destination', 'probability of malicious', 'true class'],
    ...misclassified.map((m): Cell[] => [m.line, m.destination, round(m.probability), m.label]),
  ];
}

export function reportMarkdown(report: RouteReport): string {
  const { network, backend, seconds, counts, parameters, rocAuc, confusion, baseline, notes } = report;
  const facts: Cell[][] = [
    ['what', 'value'],
    ['network', network],
    ['trainable parameters', parameters],
    ['backend', backend],
    ['seconds', round(seconds)],
    ['routes trained on, tested', `${counts.trained}, ${counts.tested}`],
    ...(rocAuc === undefined || rocAuc === null ? [] : [['ROC AUC', round(rocAuc)]]),
    ...(baseline ? [['accuracy of counting alone', round(baseline.report.accuracy)]] : []),
  ];
  const matrix: Cell[][] = [
    ['true \\ predicted', 'benign', 'malicious'],
    ...(confusion ?? []).map((row, i): Cell[] => [i === 0 ? 'benign' : 'malicious', ...row]),
  ];
  const tables = [facts, ...(report.report ? [scoreRows(report), matrix, subnetRows(report)] : [])];
  const sentences = [...(baseline ? [baseline.verdict] : []), ...notes];
  const said: Cell[][] = [['notes'], ...sentences.map((note): Cell[] => [note])];
  return [...tables, ...(sentences.length > 0 ? [said] : [])].map(markdownText).join('\n');
}

export function reportCsv(report: RouteReport): string {
  return csvText(
    report.report
      ? scoreRows(report)
      : [
          ['epoch', 'loss', 'validation loss'],
          ...report.epochs.map((e, i) => [i + 1, round(e.loss), round(e.valLoss)]),
        ],
  );
}
