import * as l10n from '@vscode/l10n';
import { drawToFront } from '../../base/seededRandom';
import { language } from '../../../../shared/text/language';

export interface Stratum {
  name: string;
  /** Rows of this class, and those of them that were drawn. */
  size: number;
  drawn: number;
}

export interface Sample {
  /** Rising. */
  rows: Uint32Array;
  strata: Stratum[];
  /** Said on screen; undefined when every row is there. */
  note: string | undefined;
}

/** A class has no less than this share of an equal part, so that the rare ones, who are looked for, stay visible. */
const floorShare = 0.5;

/**
 * At most `most` of `classes.length` rows (0: all), drawn without repetition within each class. `classes` has the
 * class of each row, an index into `names` (any other number: no label). Each class gets its share of the rows, but
 * no less than half of an equal part, as far as it has rows.
 */
export function stratifiedSample(
  classes: Uint8Array,
  names: readonly string[],
  most: number,
  random: () => number,
): Sample {
  const n = classes.length;
  const members = Array.from({ length: names.length + 1 }, (): number[] => []);
  for (let row = 0; row < n; row++)
    (members[Math.min(classes[row] as number, names.length)] as number[]).push(row);
  const strata = members
    .map((rows, i) => ({ name: names[i] ?? 'without label', rows }))
    .filter(({ rows }) => rows.length > 0);
  const all = most === 0 || most >= n;
  const quotas = all
    ? strata.map(({ rows }) => rows.length)
    : quotasOf(
        strata.map(({ rows }) => rows.length),
        most,
      );
  const rows = strata.flatMap((stratum, i) => drawn(stratum.rows, quotas[i] as number, random));
  const counts = strata.map((stratum, i) => ({
    name: stratum.name,
    size: stratum.rows.length,
    drawn: quotas[i] as number,
  }));
  return {
    rows: Uint32Array.from(rows).sort(),
    strata: counts,
    note: all ? undefined : noteOf(counts, n),
  };
}

/** How many of each class: shares of `most` by size, after each class has its floor. */
function quotasOf(sizes: readonly number[], most: number): number[] {
  const floor = Math.floor((floorShare * most) / sizes.length);
  const quotas = sizes.map(size => Math.min(size, floor));
  // What remains goes by what is left in each class; largest remainders get the last points.
  const rest = most - sum(quotas);
  const left = sizes.map((size, i) => size - (quotas[i] as number));
  const shares = left.map(rows => (rest * rows) / sum(left));
  for (const [i, share] of shares.entries()) quotas[i] = (quotas[i] as number) + Math.floor(share);
  const order = shares
    .map((share, i) => ({ i, fraction: share % 1 }))
    .sort((a, b) => b.fraction - a.fraction);
  for (const { i } of order) {
    if (sum(quotas) >= most) break;
    if ((quotas[i] as number) < (sizes[i] as number)) quotas[i] = (quotas[i] as number) + 1;
  }
  return quotas;
}

function drawn(rows: number[], count: number, random: () => number): number[] {
  if (count === rows.length) return rows;
  drawToFront(rows, count, random);
  return rows.slice(0, count);
}

function noteOf(strata: readonly Stratum[], n: number): string {
  const each = strata.map(({ name, size, drawn: some }) =>
    l10n.t('{0} {1} of {2}', name, number(some), number(size)),
  );
  const total = sum(strata.map(stratum => stratum.drawn));
  if (strata.length === 1)
    return l10n.t('Shown are {0} of {1} tokens, drawn at random.', number(total), number(n));
  return l10n.t(
    'Shown are {0} of {1} tokens, drawn at random within each class so that rare classes stay visible: {2}.',
    number(total),
    number(n),
    each.join(', '),
  );
}

const number = (value: number) => value.toLocaleString(language());

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
