import * as l10n from '@vscode/l10n';
import type { LayoutSettings } from '../../../../shared/protocol/mapColumns';
import { pca } from './pca';
import { tsne } from './tsne';
import { umap } from './umap';

export interface LayoutProgress {
  stage: 'neighbours' | 'layout';
  iteration: number;
  of: number;
  /** n × dimensions, as it is now; not to be kept. */
  layout?: Float32Array;
}

export interface LayoutOptions {
  signal: AbortSignal;
  onProgress: (progress: LayoutProgress) => void;
}

export interface Layout {
  /** n × dimensions, row-major. */
  layout: Float32Array;
  /** Share of the variance along each axis, of principal components. */
  explained?: readonly number[];
  /** Said on screen. */
  notes: string[];
}

/** Fewer points than this have too few neighbours for a map by neighbours. */
const fewest = 5;

/** Lays n vectors of d numbers out as the settings say. Rejects with `Cancelled` soon after the signal. */
export async function layOut(
  vectors: Float32Array,
  n: number,
  d: number,
  settings: LayoutSettings,
  options: LayoutOptions,
): Promise<Layout> {
  const { method, perplexity, neighbours } = settings;
  if (method === 'pca') return principal(vectors, n, d, settings, options);
  if (n < fewest) {
    const { notes, ...flat } = await principal(vectors, n, d, settings, options);
    return {
      ...flat,
      notes: [l10n.t('{0} points are too few for {1}: shown are principal components.', n, method), ...notes],
    };
  }
  if (method === 'umap') {
    const { layout } = await umap(vectors, n, d, settings, options);
    const notes =
      neighbours > n
        ? [l10n.t('There are {0} points, so that UMAP looks at {1} neighbours, not {2}.', n, n, neighbours)]
        : [];
    return { layout, notes };
  }
  const { layout } = await tsne(vectors, n, d, settings, options);
  const most = (n - 1) / 3;
  const notes =
    perplexity > most
      ? [
          l10n.t(
            'There are {0} points, so that the perplexity is {1}, not {2}.',
            n,
            most.toFixed(1),
            perplexity,
          ),
        ]
      : [];
  return { layout, notes };
}

async function principal(
  vectors: Float32Array,
  n: number,
  d: number,
  { dimensions }: LayoutSettings,
  { signal, onProgress }: LayoutOptions,
): Promise<Layout> {
  onProgress({ stage: 'layout', iteration: 0, of: 1 });
  const { layout, explained } = pca(vectors, n, d, dimensions);
  signal.throwIfAborted();
  const shares = explained.map(share => `${(100 * share).toFixed(1)} %`).join(', ');
  return {
    layout,
    explained,
    notes: [
      l10n.t('The axes are principal components; along them lies so much of the variance: {0}.', shares),
    ],
  };
}
