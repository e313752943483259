/** Logarithmic bins of an amount: bin i holds the values from `edges[i]` to below the next edge. */
export interface Bins {
  edges: readonly number[];
  names: readonly string[];
  /** Name of what lies below the first edge. */
  below: string;
}

/** What an amount that is not given reads as; a token then has its mark for an empty part. */
const notGiven = '';

/** A bin for each doubling: `0`, `1`, `2-4`, … `512-1k`, `1k-2k`, … with k, M, G, T as powers of 1,024. */
export const doublings: Bins = (() => {
  const powers = Array.from({ length: 51 }, (_, i) => 2 ** i);
  const name = (from: number) => (from === 1 ? '1' : `${amount(from)}-${amount(2 * from)}`);
  return { below: '<0', edges: [0, ...powers], names: ['0', ...powers.map(name)] };
})();

/** A bin for each tenfold of seconds, from `<1ms` to `>=10000s`; `0` is a flow of one packet. */
export const tenfoldSeconds: Bins = (() => {
  const edges = [1e-3, 1e-2, 0.1, 1, 10, 100, 1000, 10_000];
  const texts = ['1ms', '10ms', '100ms', '1s', '10s', '100s', '1000s', '10000s'];
  const names = texts.map((text, i) => (i + 1 < texts.length ? `${text}-${texts[i + 1]}` : `>=${text}`));
  // The least number above 0 begins the bin of what is shorter than a millisecond.
  return { below: '<0', edges: [0, Number.MIN_VALUE, ...edges], names: ['0', '<1ms', ...names] };
})();

function amount(power: number): string {
  const steps = Math.floor(Math.log2(power) / 10);
  return `${power / 1024 ** steps}${['', 'k', 'M', 'G', 'T', 'P'][steps] ?? ''}`;
}

/** The name of a value's bin; empty when the value is not given. */
export function binOf(value: number | undefined, { edges, names, below }: Bins): string {
  if (value === undefined) return notGiven;
  const above = edges.findIndex(edge => value < edge);
  if (above === 0) return below;
  return names[(above < 0 ? edges.length : above) - 1] as string;
}

/** `binOf` in SQL, for a numeric expression. */
export function binSql(expression: string, { edges, names, below }: Bins): string {
  const literal = (edge: number) => `${edge}::DOUBLE`;
  const cases = edges.map(
    (edge, i) => `WHEN ${expression} < ${literal(edge)} THEN '${names[i - 1] ?? below}'`,
  );
  return `CASE WHEN ${expression} IS NULL THEN '${notGiven}' ${cases.join(' ')} ELSE '${names.at(-1)}' END`;
}
