import type { ClassReport, ClassScores, EvaluationReport } from '../../../../shared/protocol/judging';
import type { Cell } from '../../../../shared/text/tableText';
import { labelShares } from '../../../../shared/palette/classes';
import { round } from '../../base/numbers';

/** One way to predict labels, and how well it does on the same tokens. */
export interface Rival {
  key: 'model' | keyof EvaluationReport['baselines'];
  /** Undefined when the capture has no such field. */
  report: ClassReport | undefined;
}

/** Scores of one class. */
export interface ClassRow extends ClassScores {
  name: string;
  /** Undefined when no asked token is of the class. */
  precisionAt10: number | undefined;
}

/** The model and the baselines, the model first. */
export function rivalsOf(report: EvaluationReport): Rival[] {
  return [
    { key: 'model', report },
    ...baselineKeys.map(key => ({ key, report: report.baselines[key] ?? undefined })),
  ];
}

const baselineKeys = ['portShare', 'sourceMajority', 'protoState', 'protoDport', 'counts'] as const;

/** How a file names them. */
const inFiles: Readonly<Record<Rival['key'], string>> = {
  model: 'neighbours',
  portShare: 'destination port alone',
  sourceMajority: 'source address alone',
  protoState: 'protocol and state',
  protoDport: 'protocol and destination port',
  counts: 'counts of all fields',
};

/** The classes, worst first, as everywhere in panels. */
export function classRows({ perClass, precisionAt10 }: EvaluationReport): ClassRow[] {
  const present = Object.fromEntries(Object.keys(perClass).map(name => [name, 1]));
  return labelShares(present).map(({ name }) => ({
    name,
    ...(perClass[name] as ClassScores),
    precisionAt10: precisionAt10[name],
  }));
}

/** The report as two tables: rivals, then classes. */
export function reportTables(report: EvaluationReport): [Cell[][], Cell[][]] {
  const rivals = rivalsOf(report).flatMap(({ key, report: scores }) =>
    scores ? [[inFiles[key], round(scores.macroF1), round(scores.weightedF1), round(scores.accuracy)]] : [],
  );
  const classes = classRows(report).map(row => [
    row.name,
    round(row.precision),
    round(row.recall),
    round(row.f1),
    row.support,
    row.precisionAt10 === undefined ? '' : round(row.precisionAt10),
  ]);
  return [
    [['predicted by', 'macro-F1', 'weighted F1', 'accuracy'], ...rivals],
    [['class', 'precision', 'recall', 'F1', 'support', 'precision@10'], ...classes],
  ];
}

/** Both tables as one, for a file that holds one: each class of each rival, with their means. */
export function longTable(report: EvaluationReport): Cell[][] {
  const rows = rivalsOf(report).flatMap(({ key, report: scores }): Cell[][] => {
    if (!scores) return [];
    const classes = Object.entries(scores.perClass).map(([name, c]): Cell[] => {
      const near = key === 'model' ? report.precisionAt10[name] : undefined;
      const last = near === undefined ? '' : round(near);
      return [inFiles[key], name, round(c.precision), round(c.recall), round(c.f1), c.support, last];
    });
    const mean = (name: string, f1: number): Cell[] => [
      inFiles[key],
      name,
      '',
      '',
      round(f1),
      report.tokens,
      '',
    ];
    return [...classes, mean('macro average', scores.macroF1), mean('weighted average', scores.weightedF1)];
  });
  return [['predicted by', 'class', 'precision', 'recall', 'F1', 'support', 'precision@10'], ...rows];
}
