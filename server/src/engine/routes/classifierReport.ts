import {
  routeClasses,
  type Calibration,
  type ClassificationReport,
  type Curve,
  type ProbabilityHistogram,
  type ReportRow,
} from '../../../../shared/protocol/routeReport';

/** True classes (0 benign, 1 malicious) and the probabilities of being malicious. */
export interface Answers {
  labels: Uint8Array;
  probabilities: Float32Array;
}

/** Rows: the true class; columns: the predicted one. Above the threshold a route is malicious, as Keras rounds. */
export function confusionMatrix({ labels, probabilities }: Answers, threshold = 0.5): number[][] {
  const matrix = [
    [0, 0],
    [0, 0],
  ];
  labels.forEach((label, i) => {
    const row = matrix[label] as number[];
    const said = Number((probabilities[i] as number) > threshold);
    row[said] = (row[said] as number) + 1;
  });
  return matrix;
}

/** scikit-learn's classification report from a confusion matrix; where it divides by nought, 0. */
export function classificationReport(matrix: readonly (readonly number[])[]): ClassificationReport {
  const at = (i: number, j: number) => matrix[i]?.[j] ?? 0;
  const ratio = (a: number, b: number) => (b > 0 ? a / b : 0);
  const rows = routeClasses.map((_, c): ReportRow => {
    const hit = at(c, c);
    const support = at(c, 0) + at(c, 1);
    const precision = ratio(hit, at(0, c) + at(1, c));
    const recall = ratio(hit, support);
    return { precision, recall, f1: ratio(2 * precision * recall, precision + recall), support };
  });
  const support = rows.reduce((sum, row) => sum + row.support, 0);
  const mean = (weight: (row: ReportRow) => number): ReportRow => {
    const of = (value: (row: ReportRow) => number) =>
      rows.reduce((sum, row) => sum + weight(row) * value(row), 0);
    return { precision: of(r => r.precision), recall: of(r => r.recall), f1: of(r => r.f1), support };
  };
  return {
    perClass: Object.fromEntries(routeClasses.map((name, c) => [name, rows[c] as ReportRow])),
    accuracy: ratio(at(0, 0) + at(1, 1), support),
    macro: mean(() => 1 / rows.length),
    weighted: mean(row => ratio(row.support, support)),
  };
}

interface Step {
  threshold: number;
  /** Malicious and benign routes at or above the threshold. */
  hits: number;
  alarms: number;
}

/**
 * ROC curve with its area by trapezoids, and precision-recall curve with average precision, as scikit-learn's
 * `roc_curve`, `roc_auc_score`, `precision_recall_curve` and `average_precision_score` define them. One sort.
 */
export function curves(answers: Answers): { roc: Curve; precisionRecall: Curve } {
  const steps = stepsOf(answers);
  const last = steps.at(-1) ?? { threshold: 0, hits: 0, alarms: 0 };
  const [positives, negatives] = [last.hits, last.alarms];
  const both = positives > 0 && negatives > 0;
  let [rocArea, average] = [0, 0];
  let before: Step = { threshold: Infinity, hits: 0, alarms: 0 };
  for (const step of steps) {
    rocArea += ((step.alarms - before.alarms) * (step.hits + before.hits)) / 2;
    average += ((step.hits - before.hits) * step.hits) / (step.hits + step.alarms);
    before = step;
  }
  const shown = thinned(steps);
  const share = (n: number, of: number) => (of > 0 ? n / of : 0);
  return {
    roc: {
      // The first point: nothing is called malicious.
      thresholds: [1, ...shown.map(s => s.threshold)],
      x: [0, ...shown.map(s => share(s.alarms, negatives))],
      y: [0, ...shown.map(s => share(s.hits, positives))],
      area: both ? rocArea / (positives * negatives) : null,
    },
    precisionRecall: {
      thresholds: [1, ...shown.map(s => s.threshold)],
      x: [0, ...shown.map(s => share(s.hits, positives))],
      y: [1, ...shown.map(s => share(s.hits, s.hits + s.alarms))],
      area: positives > 0 ? average / positives : null,
    },
  };
}

/** One step for each distinct probability, falling. */
function stepsOf({ labels, probabilities }: Answers): Step[] {
  const order = Uint32Array.from(probabilities.keys()).sort(
    (a, b) => (probabilities[b] as number) - (probabilities[a] as number),
  );
  const steps: Step[] = [];
  let [hits, alarms] = [0, 0];
  order.forEach((r, i) => {
    if (labels[r] === 1) hits++;
    else alarms++;
    const threshold = probabilities[r] as number;
    const next = order[i + 1];
    if (next === undefined || probabilities[next] !== threshold) steps.push({ threshold, hits, alarms });
  });
  return steps;
}

const shownPoints = 511;

function thinned(steps: readonly Step[]): readonly Step[] {
  if (steps.length <= shownPoints) return steps;
  const every = (steps.length - 1) / (shownPoints - 1);
  return Array.from({ length: shownPoints }, (_, i) => steps[Math.round(i * every)] as Step);
}

export function histogram({ labels, probabilities }: Answers, bins = 1000): ProbabilityHistogram {
  const counts = [new Array<number>(bins).fill(0), new Array<number>(bins).fill(0)] as const;
  labels.forEach((label, i) => {
    const bin = Math.min(bins - 1, Math.floor((probabilities[i] as number) * bins));
    const own = counts[label as 0 | 1];
    own[bin] = (own[bin] as number) + 1;
  });
  return { bins, benign: counts[0], malicious: counts[1] };
}

export function calibration({ labels, probabilities }: Answers, tenths = 10): Calibration {
  const sums = Array.from({ length: tenths }, () => ({ predicted: 0, observed: 0, routes: 0 }));
  let squares = 0;
  labels.forEach((label, i) => {
    const p = probabilities[i] as number;
    squares += (p - label) ** 2;
    const bin = sums[Math.min(tenths - 1, Math.floor(p * tenths))] as (typeof sums)[number];
    bin.predicted += p;
    bin.observed += label;
    bin.routes++;
  });
  const total = Math.max(1, labels.length);
  return {
    bins: sums.map(({ predicted, observed, routes }, b) => ({
      from: b / tenths,
      to: (b + 1) / tenths,
      predicted: routes > 0 ? predicted / routes : null,
      observed: routes > 0 ? observed / routes : null,
      routes,
    })),
    brier: squares / total,
    error: sums.reduce((sum, b) => sum + Math.abs(b.predicted - b.observed), 0) / total,
  };
}
