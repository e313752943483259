import type { Parameter, Parameters } from './parameter';

type Names = Readonly<Record<string, string>>;

/** What an option of a parameter is called where it is not the parameter's own name: on the command line and in cells. */
export const optionNames = {
  training: { tokenColumns: 'columns' },
  map: { neighbours: 'umap-neighbours', epochs: 'map-epochs' },
  networks: {
    testShare: 'test',
    batchSize: 'batch',
    learningRate: 'rate',
    prefix4: 'prefix',
    prefix6: 'prefix6',
  },
} as const;

/** `min-count` of `minCount`. */
export const dashed = (name: string) => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

export const optionName = (field: string, names: Names = {}) => names[field] ?? dashed(field);

/** Parameters by the names of their options. */
export function asOptions(parameters: Parameters, names: Names = {}): Record<string, Parameter> {
  return byOption(parameters, names);
}

/** Values by the names of their options. */
export function byOption<V>(values: Readonly<Record<string, V>>, names: Names = {}): Record<string, V> {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [optionName(field, names), value]),
  );
}

/** Values by the fields of `parameters`, of values by the names of their options; others are left out. */
export function byField<V>(
  values: Readonly<Record<string, V>>,
  parameters: Parameters,
  names: Names = {},
): Record<string, V> {
  const found = Object.keys(parameters).map(field => [field, values[optionName(field, names)]] as const);
  return Object.fromEntries(found.filter((each): each is [string, V] => each[1] !== undefined));
}
