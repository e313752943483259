import * as l10n from '@vscode/l10n';
import { readTyped, refusal } from '../../../../shared/parameters/parameter';
import {
  configParameters,
  defaultConfig,
  parseSentenceScheme,
  parseTokenColumns,
  type EmbeddingConfig,
} from '../training/embedding/config';
import { language } from '../../../../shared/text/language';

/** Values to try of each field of the configuration, as they are written. */
export type Axes = Partial<Record<keyof EmbeddingConfig, readonly (number | string)[]>>;

/** One value of each axis. */
export type Params = Record<string, number | string>;

/** Combinations at most: beyond it somebody has mistyped a list. */
const mostCombinations = 10_000;

/** Captures of at most so many flows train on one thread each, as many side by side as there are cores. */
const smallCapture = 50_000;

/** Every combination of the axes' values, the last axis changing fastest. Throws when there is none, or far too many. */
export function combinationsOf(axes: Axes): Params[] {
  let combinations: Params[] = [{}];
  for (const [name, given] of Object.entries(axes)) {
    const values = [...new Set(given)];
    if (values.length === 0) throw new Error(l10n.t('{0}: name at least one value to try.', name));
    if (combinations.length * values.length > mostCombinations)
      throw new Error(
        l10n.t(
          'The grid has more than {0} combinations. Name fewer values.',
          mostCombinations.toLocaleString(language()),
        ),
      );
    combinations = combinations.flatMap(params => values.map(value => ({ ...params, [name]: value })));
  }
  return combinations;
}

/** The configuration with a combination's values in it. Throws, naming the axis, for a value it cannot have. */
export function configWith(base: EmbeddingConfig, params: Params): EmbeddingConfig {
  const columns = params['tokenColumns'];
  const tokenColumns = columns === undefined ? base.tokenColumns : String(columns).split(',');
  const values = Object.entries(params).map(([name, value]) => {
    if (!Object.hasOwn(defaultConfig, name))
      throw new Error(
        l10n.t('"{0}" is no parameter: choose from {1}.', name, Object.keys(defaultConfig).join(', ')),
      );
    try {
      return [name, valueOf(name as keyof EmbeddingConfig, value, tokenColumns)];
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
    }
  });
  return { ...base, ...(Object.fromEntries(values) as Partial<EmbeddingConfig>) };
}

function valueOf(
  name: keyof EmbeddingConfig,
  value: number | string,
  tokenColumns: readonly string[],
): unknown {
  if (name === 'sentence') return parseSentenceScheme(String(value), tokenColumns);
  if (name === 'tokenColumns') return parseTokenColumns(tokenColumns);
  const parameter = configParameters[name];
  if (!parameter) throw new Error(l10n.t('it cannot be varied.'));
  const read = typeof value === 'string' ? readTyped(parameter, value) : value;
  const refused = refusal(parameter, read);
  if (refused !== undefined) throw new Error(l10n.t('it {0}.', refused));
  return read;
}

/** How the trainings of a grid share the cores. */
export interface GridOrder {
  /** Trainings at once. */
  atOnce: number;
  /** Threads of each; undefined: as its configuration says. */
  workers: number | undefined;
  /** In words. */
  said: string;
}

/**
 * Small captures train on one thread each, side by side: a thread more would spend its time on starting. Large ones
 * take all cores one after the other, for two would compete for cache and memory. So do grids over `workers`.
 */
export function orderOf(flows: number, cores: number, combinations: number, axes: Axes): GridOrder {
  const oneByOne = { atOnce: 1, workers: undefined };
  if (axes.workers) return { ...oneByOne, said: l10n.t('one after the other, because workers are compared') };
  const atOnce = Math.min(cores, combinations);
  if (flows > smallCapture)
    return { ...oneByOne, said: l10n.t('one after the other on all cores, for there are {0} flows', flows) };
  if (atOnce < 2) return { ...oneByOne, said: l10n.t('one after the other') };
  return {
    atOnce,
    workers: 1,
    said: l10n.t('{0} side by side on one thread each, for there are {1} flows', atOnce, flows),
  };
}
