import * as l10n from '@vscode/l10n';
import type { KmeansDeps, KmeansSettings } from './kmeans';
import { kmeans } from './kmeans';
import { seededRandom, shuffled } from '../../base/seededRandom';
import { silhouette } from './silhouette';
import { language } from '../../../../shared/text/language';

export interface TriedK {
  /** Asked for. */
  k: number;
  /** Mean silhouette of the sample. */
  silhouette: number;
  inertia: number;
  seconds: number;
}

export interface SuggestedK {
  /** Of the highest mean silhouette; of equal ones the smallest. */
  k: number;
  tried: TriedK[];
  /** Vectors whose silhouettes were taken. */
  sample: number;
  /** Vectors that were clustered for it. */
  vectors: number;
}

export interface SuggestProgress {
  /** Zero-based place in the ladder. */
  step: number;
  of: number;
  k: number;
  /** 0 to 1 of this step. */
  fraction: number;
}

export type SuggestSettings = Omit<KmeansSettings, 'k'> & {
  /** Numbers of clusters to try; by default from a few to half as many as vectors. */
  ladder?: readonly number[];
  /** Vectors whose silhouettes are taken, always the same ones. */
  sample?: number;
  /** Vectors that are clustered at most: of more, so many are drawn. */
  most?: number;
};

/** Shares of the vectors, the post's fifth among them. */
const shares = [1 / 1000, 1 / 300, 1 / 100, 1 / 50, 1 / 20, 1 / 10, 1 / 5, 1 / 3, 1 / 2];
const defaultSample = 1000;
/** Numbers up to half of these are tried in seconds; groups that stand apart are seen among them as well. */
const defaultMost = 4000;

/** Numbers of clusters worth trying for `n` vectors, ascending, from 2 on and below `n`. */
export function ladderOf(n: number): number[] {
  const steps = shares.map(share => Math.round(n * share)).filter(k => k >= 2 && k < n);
  return [...new Set(n > 2 ? [Math.min(8, n - 1), ...steps] : steps)].sort((a, b) => a - b);
}

/**
 * Clusters `n` row-major vectors of `d` numbers, or a sample of them, with each number of clusters of a ladder, and takes
 * the mean silhouette of the same sample each time (Rousseeuw 1987). Rejects with `Cancelled` soon after `signal` aborts,
 * and when no number of the ladder is from 2 to `n - 1`: the silhouette of others means nothing.
 */
export async function suggestK(
  all: Float32Array,
  count: number,
  d: number,
  { most = defaultMost, ladder, sample = defaultSample, ...settings }: SuggestSettings,
  {
    signal,
    onProgress,
  }: Pick<KmeansDeps, 'signal'> & { onProgress?: (progress: SuggestProgress) => void } = {},
): Promise<SuggestedK> {
  const n = Math.min(count, most);
  const vectors = n < count ? drawn(all, count, d, n, settings.seed) : all;
  const steps = (ladder ?? ladderOf(n)).filter(k => k >= 2 && k < n);
  if (steps.length === 0)
    throw new Error(
      l10n.t(
        'Of {0} vectors no number of clusters can be suggested: give numbers from 2 to {1}.',
        n.toLocaleString(language()),
        n - 1,
      ),
    );
  const tried: TriedK[] = [];
  for (const [step, k] of steps.entries()) {
    const report = (fraction: number) => onProgress?.({ step, of: steps.length, k, fraction });
    report(0);
    const found = await kmeans(
      vectors,
      n,
      d,
      { ...settings, k },
      {
        signal,
        // Choosing the centres takes as long as moving them, or longer; the end of the latter is not known.
        onProgress: ({ stage, iteration, of }) => report(stage === 'start' ? (0.5 * iteration) / of : 0.5),
      },
    );
    const { spherical, seed, threads } = settings;
    const { mean } = await silhouette(
      vectors,
      n,
      d,
      found.assignments,
      { sample, spherical, seed, threads },
      { signal, onProgress: (done, of) => report(0.75 + (0.25 * done) / of) },
    );
    // All vectors equal: one cluster, whatever was asked for.
    tried.push({ k, silhouette: mean ?? 0, inertia: found.inertia, seconds: found.seconds });
  }
  const best = tried.reduce((a, b) => (b.silhouette > a.silhouette ? b : a));
  return { k: best.k, tried, sample: Math.min(n, sample), vectors: n };
}

/** Some of the vectors, the same ones for the same seed. */
function drawn(all: Float32Array, count: number, d: number, n: number, seed: number): Float32Array {
  const rows = shuffled(count, seededRandom(seed)).subarray(0, n).sort();
  const some = new Float32Array(n * d);
  for (const [i, row] of rows.entries()) some.set(all.subarray(row * d, (row + 1) * d), i * d);
  return some;
}
