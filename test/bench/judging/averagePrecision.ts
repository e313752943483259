/** The mean, over all that is sought, of the precision at its rank (scikit-learn's average_precision_score). */
export function averagePrecision(scores: readonly number[], sought: readonly boolean[]): number {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  let [found, sum, at] = [0, 0, 0];
  while (at < order.length) {
    // What is equal comes at once.
    const score = scores[order[at] as number];
    let here = 0;
    for (; at < order.length && scores[order[at] as number] === score; at++)
      if (sought[order[at] as number]) here++;
    found += here;
    sum += here * (found / at);
  }
  return sum / found;
}
