/** Scores of one class, as scikit-learn's classification report defines them. */
export interface ClassScores {
  precision: number;
  recall: number;
  f1: number;
  /** Cases whose true class this is. */
  support: number;
}

export interface ClassReport {
  perClass: Record<string, ClassScores>;
  /** Unweighted mean of the classes' F1: the honest figure where one class dwarfs the rest. */
  macroF1: number;
  /** Mean of the classes' F1 weighted by support. */
  weightedF1: number;
  accuracy: number;
}

/** Compares predicted with true classes (numbers into `names`); classes that do not occur are left out. */
export function classReport(
  names: readonly string[],
  truth: readonly number[],
  predicted: readonly number[],
): ClassReport {
  const perClass: Record<string, ClassScores> = {};
  let right = 0;
  for (const [c, name] of names.entries()) {
    let hit = 0;
    let said = 0;
    let support = 0;
    for (let i = 0; i < truth.length; i++) {
      if (truth[i] === c) support++;
      if (predicted[i] === c) said++;
      if (truth[i] === c && predicted[i] === c) hit++;
    }
    right += hit;
    if (support === 0 && said === 0) continue;
    const precision = said > 0 ? hit / said : 0;
    const recall = support > 0 ? hit / support : 0;
    perClass[name] = {
      precision,
      recall,
      f1: hit > 0 ? (2 * precision * recall) / (precision + recall) : 0,
      support,
    };
  }
  const classes = Object.values(perClass);
  const total = Math.max(1, truth.length);
  return {
    perClass,
    macroF1: classes.reduce((sum, c) => sum + c.f1, 0) / Math.max(1, classes.length),
    weightedF1: classes.reduce((sum, c) => sum + c.f1 * c.support, 0) / total,
    accuracy: right / total,
  };
}
