import type { Samples } from './networks/samples';

/**
 * What the numbers of a route say by themselves: an intercept, then a weight for each of the `numbers`, of the logit
 * of being malicious. By logistic regression (Newton's method: iteratively reweighted least squares, McCullagh and
 * Nelder 1989), with a ridge that keeps numbers apart that say the same. A network that begins there has only the
 * rest to learn (Cheng et al. 2016: wide and deep).
 */
export function linearStart(
  { size, statistics, labels }: Samples,
  numbers: number,
  classWeights: readonly [number, number],
): number[] {
  const width = numbers + 1;
  let weights = new Array<number>(width).fill(0);
  for (let pass = 0; pass < passes; pass++) {
    const system = Array.from({ length: width }, (_, i) => {
      const row = new Array<number>(width + 1).fill(0);
      row[i] = ridge;
      row[width] = -ridge * (weights[i] as number);
      return row;
    });
    for (let r = 0; r < size; r++) {
      const x = (i: number) => (i === 0 ? 1 : (statistics[r * numbers + i - 1] as number));
      const p = 1 / (1 + Math.exp(-weights.reduce((sum, w, i) => sum + w * x(i), 0)));
      const label = labels[r] as 0 | 1;
      const weight = classWeights[label];
      system.forEach((row, i) => {
        const along = weight * x(i);
        for (let j = 0; j < width; j++) row[j] = (row[j] as number) + along * p * (1 - p) * x(j);
        row[width] = (row[width] as number) + along * (label - p);
      });
    }
    const step = solved(system);
    weights = weights.map((w, i) => w + (step[i] as number));
    if (step.every(each => Math.abs(each) < settled)) break;
  }
  return weights;
}

const passes = 25;
/** Of weights that stand beside scaled numbers. */
const settled = 1e-6;
const ridge = 1;

/** Gauss and Jordan; the ridge keeps every pivot above nought. */
function solved(system: number[][]): number[] {
  system.forEach((row, i) => {
    const pivot = row[i] as number;
    for (let j = i; j < row.length; j++) row[j] = (row[j] as number) / pivot;
    for (const other of system) {
      const along = other[i] as number;
      if (other === row || along === 0) continue;
      for (let j = i; j < row.length; j++) other[j] = (other[j] as number) - along * (row[j] as number);
    }
  });
  return system.map(row => row[row.length - 1] as number);
}
