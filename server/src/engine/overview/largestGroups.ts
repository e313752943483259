/**
 * The groups with most flows, then most bytes, then first by an order of their own, and how many have any. `sums` has
 * flows and bytes of each group side by side.
 */
export function largestGroups(
  sums: Float64Array,
  top: number,
  order: (a: number, b: number) => number,
): { largest: number[]; inAll: number } {
  const largest: number[] = [];
  const before = (a: number, b: number) =>
    (sums[2 * b] as number) - (sums[2 * a] as number) ||
    (sums[2 * b + 1] as number) - (sums[2 * a + 1] as number) ||
    order(a, b);
  let inAll = 0;
  for (let code = 0; 2 * code < sums.length; code++) {
    if (sums[2 * code] === 0) continue;
    inAll++;
    const least = largest[top - 1];
    if (top <= 0 || (least !== undefined && before(code, least) > 0)) continue;
    let [low, high] = [0, largest.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (before(largest[middle] as number, code) < 0) low = middle + 1;
      else high = middle;
    }
    largest.splice(low, 0, code);
    if (largest.length > top) largest.pop();
  }
  return { largest, inAll };
}
