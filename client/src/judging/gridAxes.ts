/** A setting as `package.json` declares it. */
export interface SettingDeclaration {
  type?: unknown;
  default?: unknown;
  enum?: readonly string[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  markdownDescription?: string;
}

/** A parameter that a grid search can vary. */
export interface Axis {
  /** `window` of the setting `flow2vec.embedding.window`. */
  name: string;
  description: string;
  declaration: SettingDeclaration;
  /** Values to choose from; absent for numbers. */
  choices?: readonly string[];
  /** Values worth trying first. */
  preset: readonly (number | string)[];
}

const prefix = /^flow2vec\.(?:embedding|corpus)\./;
// How a model is computed, not what it is.
const left = ['workers', 'deterministic'];

/** Steps that show whether a parameter matters at all; whoever wants finer ones types them. */
const presets: Readonly<Record<string, readonly number[]>> = {
  size: [50, 100, 200],
  window: [2, 5, 10, 30],
  negative: [5, 10, 20],
  epochs: [5, 10, 20],
  minCount: [1, 2, 5],
  sample: [0, 0.0001, 0.001],
  alpha: [0.025, 0.05],
  minAlpha: [0.0001, 0.001],
  noiseExponent: [0.5, 0.75, 1],
  phrases: [0, 1, 2],
  seed: [1, 2, 3],
};

/** One of each way to cut flows into sentences. */
const sentences = ['count:30', 'time:60', 'host', 'service:3600'];

/** The settings that the manifest of an extension declares, by name. */
export function settingsOf(manifest: unknown): Readonly<Record<string, SettingDeclaration>> {
  const found = (manifest as { contributes?: { configuration?: { properties?: unknown } } }).contributes
    ?.configuration?.properties;
  return (found ?? {}) as Record<string, SettingDeclaration>;
}

/** The parameters among the settings that can be varied: numbers, and names to choose from. */
export function axesOf(settings: Readonly<Record<string, SettingDeclaration>>): Axis[] {
  return Object.entries(settings).flatMap(([key, declaration]): Axis[] => {
    const name = key.replace(prefix, '');
    if (!prefix.test(key) || left.includes(name)) return [];
    const description = declaration.markdownDescription ?? '';
    const { type, default: usual } = declaration;
    const choices = name === 'sentence' ? sentences : declaration.enum;
    if (choices) return [{ name, description, declaration, choices, preset: choices }];
    if (type !== 'integer' && type !== 'number') return [];
    return [{ name, description, declaration, preset: presets[name] ?? [Number(usual)] }];
  });
}

/** Reads `5, 10, 30`. Throws with what is accepted. */
export function parseValues(text: string, { name, declaration }: Axis): number[] {
  const { type, minimum = -Infinity, exclusiveMinimum = -Infinity, maximum = Infinity } = declaration;
  const values = text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(word => {
      const value = Number(word);
      if (!Number.isFinite(value)) throw new Error(`"${word}" is no number.`);
      if (type === 'integer' && !Number.isInteger(value)) throw new Error(`${word} is no whole number.`);
      if (value < minimum || value <= exclusiveMinimum || value > maximum)
        throw new Error(`${word} is out of range: ${rangeOf(declaration)}.`);
      return value;
    });
  if (values.length === 0) throw new Error(`Write at least one value of ${name}, for example 5, 10.`);
  return [...new Set(values)];
}

/** How many trainings a grid is. */
export function combinations(axes: Readonly<Record<string, readonly unknown[]>>): number {
  return Object.values(axes).reduce((product, values) => product * values.length, 1);
}

function rangeOf({ minimum, exclusiveMinimum, maximum }: SettingDeclaration): string {
  const parts = [
    ...(minimum === undefined ? [] : [`${minimum} or more`]),
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(maximum === undefined ? [] : [`${maximum} or less`]),
  ];
  return parts.join(', ');
}
