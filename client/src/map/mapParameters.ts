import { mapParameters as table } from '../../../shared/parameters/map';
import { readTyped as readAs, type Parameter } from '../../../shared/parameters/parameter';
import { embeddingParameters } from '../../../shared/parameters/training';
import type { MapSettings } from '../../../shared/protocol/map';

type Method = MapSettings['method'];

/** All that shapes a map, in the order in which it is asked for. */
export const mapParameters: { readonly [Name in keyof MapSettings]: Parameter } = {
  ...table,
  seed: embeddingParameters.seed,
};

/** What one method alone uses; the others are of all. */
const ofOne: { readonly [Name in keyof MapSettings]?: Method } = {
  perplexity: 'tsne',
  earlyExaggeration: 'tsne',
  learningRate: 'tsne',
  iterations: 'tsne',
  neighbours: 'umap',
  minDist: 'umap',
  epochs: 'umap',
};

/** Names of the parameters that matter to a method, in the order they are asked. */
export function parametersOf(method: Method): readonly (keyof MapSettings)[] {
  const names = Object.keys(mapParameters) as (keyof MapSettings)[];
  return names.filter(name => (ofOne[name] ?? method) === method);
}

/** A value as it was typed, digits grouped as people write them. */
export function readTyped(parameter: Parameter, typed: string): unknown {
  return readAs(parameter, typed.trim().replace(/(?<=\d)[\s_'](?=\d)/g, ''));
}

/** `t-SNE`. */
export function methodTitle(method: Method): string {
  return { tsne: 't-SNE', umap: 'UMAP', pca: 'PCA' }[method];
}
