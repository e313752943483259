import type {
  ClassificationReport,
  ProbabilityHistogram,
  ReportRow,
  RouteReport,
} from '../../../shared/protocol/routes';

export type Matrix = readonly (readonly number[])[];

/** Scores of the tested routes when those at `threshold` and above are called malicious. */
export interface AtThreshold {
  /** Rows: the true class (benign, malicious); columns: the predicted one. */
  confusion: Matrix;
  report: ClassificationReport;
}

/** The network's own decision is at one half; of any other threshold the histogram tells, to the width of its bins. */
export function atThreshold(
  { histogram, report, confusion }: Pick<RouteReport, 'histogram' | 'report' | 'confusion'>,
  threshold: number,
): AtThreshold | undefined {
  if (threshold === 0.5 && report && confusion) return { confusion, report };
  if (!histogram) return undefined;
  const counted = countAt(histogram, threshold);
  return { confusion: counted, report: reportOf(counted) };
}

function countAt({ bins, benign, malicious }: ProbabilityHistogram, threshold: number): number[][] {
  const first = Math.round(threshold * bins);
  return [benign, malicious].map(counts => {
    const above = sum(counts.slice(first));
    return [sum(counts) - above, above];
  });
}

/** scikit-learn's report of two classes; where it divides by nought, 0. */
export function reportOf(matrix: Matrix): ClassificationReport {
  const at = (i: number, j: number) => matrix[i]?.[j] ?? 0;
  const rows = [0, 1].map((c): ReportRow => {
    const support = at(c, 0) + at(c, 1);
    const precision = ratio(at(c, c), at(0, c) + at(1, c));
    const recall = ratio(at(c, c), support);
    return { precision, recall, f1: ratio(2 * precision * recall, precision + recall), support };
  }) as [ReportRow, ReportRow];
  const [benign, malicious] = rows;
  const total = benign.support + malicious.support;
  const mean = (share: number): ReportRow => {
    const of = (key: 'precision' | 'recall' | 'f1') => benign[key] * (1 - share) + malicious[key] * share;
    return { precision: of('precision'), recall: of('recall'), f1: of('f1'), support: total };
  };
  return {
    perClass: { benign, malicious },
    accuracy: ratio(at(0, 0) + at(1, 1), total),
    macro: mean(0.5),
    weighted: mean(ratio(malicious.support, total)),
  };
}

export type Normalisation = 'count' | 'true' | 'predicted' | 'all';

/** The matrix as counts, or as shares of its rows, its columns, or all. */
export function normalised(matrix: Matrix, by: Normalisation): number[][] {
  const total = sum(matrix.flat());
  return matrix.map(row =>
    row.map((count, j) => {
      if (by === 'count') return count;
      if (by === 'all') return ratio(count, total);
      return ratio(count, by === 'true' ? sum(row) : sum(matrix.map(other => other[j] ?? 0)));
    }),
  );
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const ratio = (a: number, b: number) => (b > 0 ? a / b : 0);
