import * as l10n from '@vscode/l10n';
import { accepted, readTyped, refusal, type Parameter } from '../../../shared/parameters/parameter';
import { variedParameters } from '../../../shared/parameters/training';

/** A parameter that a grid search can vary. */
export interface Axis {
  /** `window` of the setting `flow2vec.embedding.window`. */
  name: string;
  parameter: Parameter;
  /** Values to choose from; absent for numbers. */
  choices?: readonly string[];
  /** Values worth trying first. */
  preset: readonly (number | string)[];
}

/** Steps that show whether a parameter matters at all; whoever wants finer ones types them. */
const presets: Readonly<Record<string, readonly number[]>> = {
  size: [50, 100, 200],
  window: [2, 5, 10, 30],
  negative: [5, 10, 20],
  epochs: [5, 10, 20],
  minCount: [1, 2, 5],
  sample: [0, 0.0001, 0.001],
  alpha: [0.025, 0.05],
  noiseExponent: [0.5, 0.75, 1],
  phrases: [0, 1, 2],
  seed: [1, 2, 3],
};

/** One of each way to cut flows into sentences. */
const sentences = ['count:30', 'time:60', 'host', 'service:3600'];

/** The parameters that can be varied: numbers, and names to choose from. */
export function gridAxes(): Axis[] {
  return Object.entries(variedParameters).flatMap(([name, parameter]): Axis[] => {
    const choices = name === 'sentence' ? sentences : choicesOf(parameter);
    if (choices) return [{ name, parameter, choices, preset: choices }];
    if (parameter.kind !== 'integer' && parameter.kind !== 'number') return [];
    return [{ name, parameter, preset: presets[name] ?? [parameter.default] }];
  });
}

function choicesOf(parameter: Parameter): readonly string[] | undefined {
  return parameter.kind === 'choice' ? parameter.choices.map(({ value }) => String(value)) : undefined;
}

/** Reads `5, 10, 30`. Throws with what is accepted. */
export function parseValues(text: string, { name, parameter }: Axis): number[] {
  const values = text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(word => {
      const value = readTyped(parameter, word);
      if (typeof value !== 'number') throw new Error(l10n.t('"{0}" is no number.', word));
      if (refusal(parameter, value) !== undefined)
        throw new Error(l10n.t('{0}: write {1}.', word, accepted(parameter)));
      return value;
    });
  if (values.length === 0)
    throw new Error(l10n.t('Write at least one value of {0}, for example 5, 10.', name));
  return [...new Set(values)];
}

/** How many trainings a grid is. */
export function combinations(axes: Readonly<Record<string, readonly unknown[]>>): number {
  return Object.values(axes).reduce((product, values) => product * values.length, 1);
}
