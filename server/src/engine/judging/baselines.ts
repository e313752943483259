import type { Vocabulary } from '../training/corpus/corpus';

/** The columns that each baseline looks at, and at nothing else. */
export const baselineColumns = {
  portShare: ['Dport'],
  sourceMajority: ['SrcAddr'],
  protoState: ['Proto', 'State'],
  protoDport: ['Proto', 'Dport'],
} as const;

export type BaselineName = keyof typeof baselineColumns;
export const baselineNames = Object.keys(baselineColumns) as BaselineName[];

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

/** Of tokens that have the fields, counted from the end: every token testifies its own class once. */
export function byTokens(
  tokens: readonly string[],
  classes: ArrayLike<number>,
  fields: readonly number[],
  count: number,
): { witnesses: Witness[]; asked: Asked[] } {
  const witnesses = tokens.map((token, row) => ({
    value: valueOf(token.split(' '), fields),
    counts: Array.from({ length: count }, (_, c) => (classes[row] === c ? 1 : 0)),
  }));
  return { witnesses, asked: witnesses.map(({ value, counts }) => [{ value, weight: 1, own: counts }]) };
}

export const valueOf = (parts: readonly string[], fields: readonly number[]) =>
  fields.map(field => parts.at(field)).join(' ');

/**
 * Where the columns stand in tokens, counted from the end, for of a phrase the last token counts; undefined where one
 * is lacking.
 */
export function fieldsOf(
  columns: readonly string[],
  tokenColumns: readonly string[],
): readonly number[] | undefined {
  const places = columns.map(column => tokenColumns.indexOf(column));
  return places.every(place => place >= 0) ? places.map(place => place - tokenColumns.length) : undefined;
}

/**
 * Of tokens that lack a field: flows testify. `extended` counts the same capture with `fields` more parts at the end;
 * `rows` are the tokens without them, `names` the classes that counts are told in.
 */
export function byFlows(
  extended: Vocabulary,
  fields: number,
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
    const parts = token.split(' ');
    const value = parts.slice(-fields).join(' ');
    const counts = place.map(c => (c < 0 ? 0 : (extended.labelCounts[e * n + c] as number)));
    const row = rows.get(parts.slice(0, -fields).join(' '));
    // Below the minimum count, or merged into another, a token is not asked about; its flows testify.
    if (row !== undefined)
      (asked[row] ??= []).push({ value, weight: extended.counts[e] as number, own: counts });
    return { value, counts };
  });
  return { witnesses, asked };
}

/**
 * Each asked token's class from counts of all its fields, taken to be independent (naive Bayes; what was counted is
 * smoothed by one): every token of `tokens` testifies its own class once, and `own` rows do not hear themselves.
 */
export function predictByCounts(
  tokens: readonly string[],
  classes: ArrayLike<number>,
  fields: number,
  asked: readonly { token: string; own?: number }[],
  count: number,
): number[] {
  const parts = (token: string) => token.split(' ').slice(-fields);
  const zeros = () => Array.from({ length: count }, () => 0);
  const met = Array.from({ length: fields }, () => new Map<string, number[]>());
  const all = zeros();
  for (const [row, token] of tokens.entries()) {
    const c = classes[row] as number;
    if (!(c >= 0)) continue;
    all[c] = (all[c] as number) + 1;
    for (const [f, value] of parts(token).entries()) {
      const values = met[f] as Map<string, number[]>;
      let sums = values.get(value);
      if (!sums) values.set(value, (sums = zeros()));
      sums[c] = (sums[c] as number) + 1;
    }
  }
  return asked.map(({ token, own }) => {
    const itself = own === undefined ? -1 : (classes[own] as number);
    const odds = all.map((tokensOf, c) => {
      const others = tokensOf - (c === itself ? 1 : 0);
      // A class that nobody else has cannot be told.
      if (others <= 0) return -Infinity;
      return parts(token).reduce((sum, value, f) => {
        const values = met[f] as Map<string, number[]>;
        const same = (values.get(value)?.[c] ?? 0) - (c === itself ? 1 : 0);
        return sum + Math.log((same + 1) / (others + values.size + 1));
      }, Math.log(others));
    });
    return indexOfLargest(odds);
  });
}

export function indexOfLargest(counts: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < counts.length; i++) if ((counts[i] as number) > (counts[best] as number)) best = i;
  return best;
}
