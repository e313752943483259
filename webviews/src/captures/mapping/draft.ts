import type { ColumnMapping, ColumnUse } from '../../../../shared/protocol/reading';

/** The target that a column is taken for; undefined where it is none. */
export function targetOf(mapping: ColumnMapping, column: string): string | undefined {
  return Object.keys(mapping).find(target => mapping[target]?.column === column);
}

/**
 * The mapping in which `column` is `target`, none where that is empty; `from` is the column that was it before, and is none
 * now: two columns cannot be one thing.
 */
export function withTarget(
  mapping: ColumnMapping,
  column: string,
  target: string,
): { mapping: ColumnMapping; from?: string } {
  const now = targetOf(mapping, column);
  const kept = Object.fromEntries(
    Object.entries(mapping).filter(([name]) => name !== now && name !== target),
  );
  if (target === '') return { mapping: kept };
  const before = mapping[target];
  const next = { ...kept, [target]: { column } };
  return before && before.column !== column ? { mapping: next, from: before.column } : { mapping: next };
}

/** The mapping in which a target is read in another unit; in its usual one where that is empty. */
export function withUnit(mapping: ColumnMapping, target: string, unit: string): ColumnMapping {
  const { column, values } = mapping[target] as ColumnUse;
  return {
    ...mapping,
    [target]: { column, ...(unit === '' ? {} : { as: unit }), ...(values ? { values } : {}) },
  };
}

/** The mapping in which texts of a target stand for others. */
export function withValues(mapping: ColumnMapping, target: string, text: string): ColumnMapping {
  const { column, as } = mapping[target] as ColumnUse;
  const values = readValues(text);
  const named = Object.keys(values).length > 0 ? { values } : {};
  return { ...mapping, [target]: { column, ...(as === undefined ? {} : { as }), ...named } };
}

/** Names of values from `0 = normal, 1 = attack`. */
export function readValues(text: string): Record<string, string> {
  const pairs = text
    .split(',')
    .filter(part => part.includes('='))
    // Labels may hold the sign themselves: `1 = flow=From-Botnet`.
    .map((part): [string, string] => {
      const at = part.indexOf('=');
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    })
    .filter(([from, to]) => from !== '' && to !== '');
  return Object.fromEntries(pairs);
}

export const valuesText = (values: ColumnUse['values'] = {}) =>
  Object.entries(values)
    .map(([from, to]) => `${from} = ${to}`)
    .join(', ');

/** A mapping as a file that the command line takes. */
export const mappingFile = (mapping: ColumnMapping) => `${JSON.stringify(mapping, null, 2)}\n`;
