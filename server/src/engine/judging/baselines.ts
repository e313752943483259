import type { Vocabulary } from '../training/corpus/corpus';

/** Labels met with a value of one field: flows, or tokens, of each class. */
export interface Witness {
  value: string;
  counts: readonly number[];
}

/** What is known of a token that is asked about: its values of the field, with flows and labels of its own. */
export type Asked = readonly { value: string; weight: number; own: readonly number[] }[];

/**
 * Each asked token's class from one field alone: the commonest class of the others with the same value, and where
 * a token has several values, the one with most of their shares. Who shares its value with nobody gets the
 * commonest class of all. `own` is what a token itself testified, which does not count.
 */
export function predictByValue(
  witnesses: readonly Witness[],
  asked: readonly Asked[],
  classes: number,
): number[] {
  const zeros = (): number[] => Array.from({ length: classes }, () => 0);
  const byValue = new Map<string, number[]>();
  const all = zeros();
  for (const { value, counts } of witnesses) {
    let sums = byValue.get(value);
    if (!sums) byValue.set(value, (sums = zeros()));
    for (let c = 0; c < classes; c++) {
      sums[c] = (sums[c] as number) + (counts[c] ?? 0);
      all[c] = (all[c] as number) + (counts[c] ?? 0);
    }
  }
  const overall = indexOfLargest(all);
  return asked.map(values => {
    const shares = zeros();
    for (const { value, weight, own } of values) {
      const others = (byValue.get(value) ?? zeros()).map((n, c) => n - (own[c] ?? 0));
      const sum = others.reduce((a, b) => a + b, 0);
      if (sum > 0) others.forEach((n, c) => (shares[c] = (shares[c] as number) + (weight * n) / sum));
    }
    return shares.some(n => n > 0) ? indexOfLargest(shares) : overall;
  });
}

/** Of tokens that have the field, counted from the end if it is negative: every token testifies its own class once. */
export function byTokens(
  tokens: readonly string[],
  classes: ArrayLike<number>,
  field: number,
  count: number,
): { witnesses: Witness[]; asked: Asked[] } {
  const witnesses = tokens.map((token, row) => ({
    value: token.split(' ').at(field) as string,
    counts: Array.from({ length: count }, (_, c) => (classes[row] === c ? 1 : 0)),
  }));
  return { witnesses, asked: witnesses.map(({ value, counts }) => [{ value, weight: 1, own: counts }]) };
}

/**
 * Of tokens that lack the field: flows testify. `extended` counts the same capture with the field as one more part
 * at the end; `rows` are the tokens without it, `names` the classes that counts are told in.
 */
export function byFlows(
  extended: Vocabulary,
  rows: ReadonlyMap<string, number>,
  names: readonly string[],
): { witnesses: Witness[]; asked: Asked[] } {
  const n = extended.labelClasses.length;
  const place = names.map(name => extended.labelClasses.findIndex(c => c === name));
  const asked: { value: string; weight: number; own: readonly number[] }[][] = Array.from(
    { length: rows.size },
    () => [],
  );
  const witnesses = extended.tokens.map((token, e) => {
    const end = token.lastIndexOf(' ');
    const value = token.slice(end + 1);
    const counts = place.map(c => (c < 0 ? 0 : (extended.labelCounts[e * n + c] as number)));
    const row = rows.get(token.slice(0, end));
    // Below the minimum count, or merged into another, a token is not asked about; its flows testify.
    if (row !== undefined)
      (asked[row] ??= []).push({ value, weight: extended.counts[e] as number, own: counts });
    return { value, counts };
  });
  return { witnesses, asked };
}

export function indexOfLargest(counts: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < counts.length; i++) if ((counts[i] as number) > (counts[best] as number)) best = i;
  return best;
}
