import type { MapSettings } from '../../../shared/protocol/map';

type Name = keyof MapSettings;

/** A parameter of a map, as it is asked for. */
export interface MapParameter {
  name: Name;
  /** In English. */
  title: string;
  /** In English: what it does. */
  detail: string;
  /** The methods it shapes. */
  methods: readonly MapSettings['method'][];
  /** Values to choose from; absent for numbers. */
  choices?: readonly (string | number)[];
  /** Why a value cannot be taken, in words; undefined when it can. */
  refuses(value: unknown): string | undefined;
}

const all = ['tsne', 'umap', 'pca'] as const;

export const mapParameters: readonly MapParameter[] = [
  choice(
    'method',
    'Method',
    't-SNE keeps neighbours, UMAP also some of the whole, PCA the longest axes',
    all,
  ),
  choice('dimensions', 'Dimensions', 'Maps of three dimensions turn', [2, 3]),
  number('points', 'Points at most', 'A sample stratified by label; 0: all tokens', all, {
    least: 0,
    whole: true,
  }),
  number('perplexity', 'Perplexity', 'About how many neighbours count as near', ['tsne'], {
    least: 1,
    most: 1000,
  }),
  number('earlyExaggeration', 'Early exaggeration', 'Pulls groups together at first', ['tsne'], {
    least: 1,
    most: 100,
  }),
  number('learningRate', 'Learning rate', '0: chosen by the number of points', ['tsne'], {
    least: 0,
    most: 1_000_000,
  }),
  number('iterations', 'Iterations', 'Steps of the layout', ['tsne'], {
    least: 50,
    most: 100_000,
    whole: true,
  }),
  number('neighbours', 'Neighbours', 'Few show detail, many the whole', ['umap'], {
    least: 2,
    most: 500,
    whole: true,
  }),
  number('minDist', 'Least distance', 'How close points may come, 0 to 1', ['umap'], { least: 0, most: 1 }),
  number('epochs', 'Epochs', 'Passes over the neighbours; 0: chosen by the number of points', ['umap'], {
    least: 0,
    most: 100_000,
    whole: true,
  }),
  number('seed', 'Seed', 'The same seed gives the same map', all, { least: 0, whole: true }),
];

/** The parameters that matter to a method, in the order they are asked. */
export function parametersOf(method: MapSettings['method']): readonly MapParameter[] {
  return mapParameters.filter(({ methods }) => methods.includes(method));
}

/** A number as it was typed; the text itself when it is none, for `refuses` to say so. */
export function readTyped(text: string): number | string {
  const value = Number(text.trim().replace(/[\s_']/g, ''));
  return text.trim() !== '' && Number.isFinite(value) ? value : text.trim();
}

/** `t-SNE, 2 dimensions, perplexity 30`. */
export function methodTitle(method: MapSettings['method']): string {
  return { tsne: 't-SNE', umap: 'UMAP', pca: 'PCA' }[method];
}

function choice(
  name: Name,
  title: string,
  detail: string,
  choices: readonly (string | number)[],
): MapParameter {
  const refuses = (value: unknown) =>
    choices.includes(value as never) ? undefined : `Choose from ${choices.join(', ')}.`;
  return { name, title, detail, methods: all, choices, refuses };
}

function number(
  name: Name,
  title: string,
  detail: string,
  methods: readonly MapSettings['method'][],
  { least, most = 1e9, whole = false }: { least: number; most?: number; whole?: boolean },
): MapParameter {
  const refuses = (value: unknown) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return `"${String(value)}" is no number.`;
    if (whole && !Number.isInteger(value)) return `${value} is no whole number.`;
    return value < least || value > most ? `${value} is out of range: ${least} to ${most}.` : undefined;
  };
  return { name, title, detail, methods, refuses };
}
