import type { ClusterDetail, DistinguishingField } from '../../../shared/protocol/clusters';

/** A value of a column that tells one or both of two clusters from the rest. */
export interface ComparedField {
  column: string;
  value: string;
  /** In the first and the second cluster; undefined where the value does not stand out. */
  sides: readonly [DistinguishingField | undefined, DistinguishingField | undefined];
}

/** What tells two clusters from the rest, what they have in common first, then by weight. */
export function comparedFields(a: ClusterDetail, b: ClusterDetail): ComparedField[] {
  const key = ({ column, value }: DistinguishingField) => JSON.stringify([column, value]);
  const second = new Map(b.distinguishing.map(field => [key(field), field]));
  const both = a.distinguishing.map((field): ComparedField => {
    const other = second.get(key(field));
    second.delete(key(field));
    return { column: field.column, value: field.value, sides: [field, other] };
  });
  const only = [...second.values()].map((field): ComparedField => {
    return { column: field.column, value: field.value, sides: [undefined, field] };
  });
  const weight = ({ sides }: ComparedField) => Math.max(...sides.map(side => Math.abs(side?.logOdds ?? 0)));
  return [...both, ...only].sort(
    (x, y) => Number(isShared(y)) - Number(isShared(x)) || weight(y) - weight(x),
  );
}

export function isShared({ sides: [a, b] }: ComparedField): boolean {
  return a !== undefined && b !== undefined;
}

/** Distance of the centres, where one of the clusters is among the nearest of the other. */
export function distanceOf(a: ClusterDetail, b: ClusterDetail): number | undefined {
  return (a.nearest.find(({ id }) => id === b.id) ?? b.nearest.find(({ id }) => id === a.id))?.distance;
}

/** Below this share of a cluster's flows a value says little of the cluster. */
const common = 0.05;

/** Fields that many flows of the cluster have, at least one, and those that few have. */
export function byShare(fields: readonly DistinguishingField[]): {
  common: DistinguishingField[];
  rare: DistinguishingField[];
} {
  const isCommon = ({ share }: DistinguishingField) => share >= common;
  if (!fields.some(isCommon)) return { common: [...fields], rare: [] };
  return { common: fields.filter(isCommon), rare: fields.filter(field => !isCommon(field)) };
}
