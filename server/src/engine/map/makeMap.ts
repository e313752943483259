import * as l10n from '@vscode/l10n';
import { numericColumns, type NumericColumn } from '../training/corpus/tokenMeans';
import type { Vocabulary } from '../training/corpus/corpus';
import { seededRandom } from '../../base/seededRandom';
import { layOut, type LayoutProgress } from './layout';
import type { LayoutSettings, MapArrays, MapHeader } from '../../../../shared/protocol/mapColumns';
import type { MapFile } from './mapFile';
import { clusterColumn, type PointClusters } from './pointClusters';
import { pointColumns, pointKeys, pointLabels } from './pointColumns';
import { mapQuality } from './quality';
import { stratifiedSample } from './sample';
import { snapshotOf } from './snapshot';
import { language } from '../../../../shared/text/language';

/** A model as a map sees it. */
export interface MapInput {
  model: string;
  trainedAt: string;
  files: readonly string[];
  vocabulary: Vocabulary;
  columns: readonly string[];
  /** Numbers of a vector, and the vector of a row, of length one. */
  size: number;
  vector(row: number): Float32Array;
}

export interface MapJobProgress {
  /** 0 to 1. */
  fraction: number;
  stage: 'neighbours' | 'layout' | 'quality';
  iteration: number;
  of: number;
  snapshot?: string;
}

export interface MapOptions {
  signal: AbortSignal;
  clusters: PointClusters | undefined;
  /** Means over the flows of the tokens that `places` knows. */
  means(places: ReadonlyMap<string, number>, size: number): Promise<Record<NumericColumn, Float32Array>>;
  onProgress(progress: MapJobProgress): void;
}

const units = { duration: 's', bytes: 'B', packets: '' } as const;
const snapshotEveryMs = 500;
/** Where each step begins, as a share of the whole. */
const begins = { neighbours: 0, layout: 0.3, quality: 0.9, end: 1 };

/** Draws the points, lays them out, measures the layout and gathers what is known of each point. */
export async function makeMap(
  input: MapInput,
  settings: LayoutSettings,
  { signal, clusters, means, onProgress }: MapOptions,
): Promise<MapFile> {
  const started = performance.now();
  const { vocabulary, size } = input;
  const random = seededRandom(settings.seed);
  const labels = pointLabels(vocabulary);
  const sample = stratifiedSample(labels.classes, labels.names, settings.points, random);
  const n = sample.rows.length;
  const vectors = new Float32Array(n * size);
  for (const [i, row] of sample.rows.entries()) vectors.set(input.vector(row), i * size);
  const { layout, explained, notes } = await layOut(vectors, n, size, settings, {
    signal,
    onProgress: reporter(settings.dimensions, onProgress),
  });
  const report = (done: number, of: number) =>
    onProgress({ fraction: between('quality', 'end', done / of), stage: 'quality', iteration: done, of });
  report(0, 1);
  const quality = await mapQuality(vectors, n, size, layout, settings.dimensions, {
    random,
    signal,
    onProgress: report,
  });
  const known = pointColumns(vocabulary, labels, sample.rows, input.columns);
  const numbers = await numberColumns(input, sample.rows, means);
  const cluster = clusterColumn(sample.rows, clusters);
  return {
    header: {
      model: input.model,
      trainedAt: input.trainedAt,
      settings,
      points: n,
      of: vocabulary.size,
      seconds: (performance.now() - started) / 1000,
      trustworthiness: quality.trustworthiness,
      preservation: quality.preservation,
      qualityPoints: quality.points,
      ...(explained ? { explained } : {}),
      notes: [...(sample.note === undefined ? [] : [sample.note]), ...notes, ...qualityNote(quality, n)],
      labels: labels.names,
      files: input.files,
      columns: known.columns,
      numbers: numbers.header,
      clusters: cluster.header,
    },
    arrays: {
      ...axesOf(layout, n, settings.dimensions),
      ...known.arrays,
      cluster: cluster.column,
      ...numbers.arrays,
    },
  };
}

/** Reports of the layout with its picture, at most twice a second. */
function reporter(dimensions: number, onProgress: MapOptions['onProgress']) {
  let last = -Infinity;
  return ({ stage, iteration, of, layout }: LayoutProgress) => {
    const fraction = between(stage, stage === 'layout' ? 'quality' : 'layout', iteration / Math.max(1, of));
    const now = performance.now();
    const due = layout !== undefined && now - last >= snapshotEveryMs;
    if (layout !== undefined && !due) return;
    if (due) last = now;
    onProgress({
      fraction,
      stage,
      iteration,
      of,
      ...(due ? { snapshot: snapshotOf(layout, dimensions) } : {}),
    });
  };
}

function between(from: keyof typeof begins, to: keyof typeof begins, share: number): number {
  return begins[from] + (begins[to] - begins[from]) * Math.min(1, share);
}

function axesOf(layout: Float32Array, n: number, dimensions: number): Pick<MapArrays, 'x' | 'y' | 'z'> {
  const axis = (a: number) =>
    Float32Array.from({ length: n }, (_, i) => layout[i * dimensions + a] as number);
  return { x: axis(0), y: axis(1), ...(dimensions === 3 ? { z: axis(2) } : {}) };
}

async function numberColumns(
  { vocabulary, columns }: MapInput,
  rows: Uint32Array,
  means: MapOptions['means'],
) {
  const { places, placeOf } = pointKeys(vocabulary.tokens, rows, columns.length);
  const byToken = await means(places, places.size);
  const arrays = numericColumns.map((name, i) => [
    `number${i}`,
    Float32Array.from(placeOf, place => byToken[name][place] as number),
  ]);
  return {
    header: numericColumns.map(name => ({ name, unit: units[name] })) satisfies MapHeader['numbers'],
    arrays: Object.fromEntries(arrays) as Pick<MapArrays, `number${number}`>,
  };
}

function qualityNote({ points }: { points: number }, n: number): string[] {
  if (points === n) return [];
  return [
    l10n.t(
      'Trustworthiness and preservation are of {0} points drawn at random, each compared with all {1}.',
      points.toLocaleString(language()),
      n.toLocaleString(language()),
    ),
  ];
}
