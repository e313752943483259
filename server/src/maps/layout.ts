import type { LayoutSettings } from './mapColumns';
import { pca } from './pca';

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

/** Lays n vectors of d numbers out as the settings say. Rejects with `Cancelled` soon after the signal. */
export async function layOut(
  vectors: Float32Array,
  n: number,
  d: number,
  settings: LayoutSettings,
  { signal, onProgress }: LayoutOptions,
): Promise<Layout> {
  const { dimensions } = settings;
  onProgress({ stage: 'layout', iteration: 0, of: 1 });
  const { layout, explained } = pca(vectors, n, d, dimensions);
  signal.throwIfAborted();
  const shown = explained.map(share => `${(100 * share).toFixed(1)} %`).join(', ');
  return {
    layout,
    explained,
    notes: [`The axes are principal components; they have ${shown} of the variance.`],
  };
}
