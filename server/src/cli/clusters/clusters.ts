import type { Engine } from '../../engine/engine';
import type {
  ClusterSettings,
  ClustersReport,
  ClusterSuggestion,
  ClusterSummary,
} from '../../../../shared/protocol/clusters';
import {
  numberOf,
  parseWords,
  pathOf,
  UsageError,
  type Command,
  type Console,
  type OptionTypes,
  type Values,
} from '../command';
import { count, printable } from '../text';
import { configOf, progressBar, trainOptions, trainUsage } from '../training/train';

const clusterOptions: OptionTypes = {
  k: { type: 'string' },
  restarts: { type: 'string' },
  spherical: { type: 'boolean' },
  'mini-batch': { type: 'boolean' },
  suggest: { type: 'boolean' },
  find: { type: 'string' },
  top: { type: 'string' },
  out: { type: 'string' },
};

const clustersWords: OptionTypes = { ...trainOptions, ...clusterOptions };

export const clusters: Command = {
  name: 'clusters',
  usage: `clusters FILE… [--k N | --suggest] [--restarts 1] [--spherical] [--mini-batch] [--find TEXT] [--top 20] [--out F.csv] ${trainUsage} [--json]`,
  about:
    'Groups the tokens by k-means over their vectors (a fifth as many clusters as tokens, unless --k says how many, or --suggest tries and takes the one of the highest silhouette), with names, labels and how well clusters agree with labels; --find TEXT lists those of a label, host or port first.',
  options: clustersWords,
  examples: ['clusters my.binetflow --k 50', 'clusters my.binetflow --suggest --out clusters.csv'],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, clustersWords);
    const config = configOf(values);
    const settings = settingsOf(values);
    const top = numberOf(values, 'top', { least: 1, whole: true }) ?? 20;
    if (values['out'] === '') throw new UsageError('--out names the file to write.');
    const bar = clusterBar(console);
    const fresh = values['no-cache'] === true;
    const suggested =
      values['suggest'] === true
        ? await engine.suggestClusters(files, config, settings, { onProgress: bar.show }).finally(bar.clear)
        : undefined;
    const wanted = suggested ? { ...settings, k: suggested.k } : settings;
    const report = await engine
      .clusters(files, config, wanted, { fresh, onProgress: bar.show })
      .finally(bar.clear);
    const found = await foundBy(values['find'], report, engine);
    const written = await writtenTo(values['out'], report, engine);
    if (values['json']) {
      const { clusters: list, ...facts } = report;
      return console.out(
        `${JSON.stringify({ ...facts, clusters: found ?? list, ...written, ...(suggested ? { suggested } : {}) })}\n`,
      );
    }
    const told = [...(suggested ? [...triedOf(suggested), ''] : []), ...factsOf(report), ''];
    console.out([...told, ...listOf(found ?? report.clusters, top), ''].join('\n'));
    if (written.rows !== undefined) console.out(`${count(written.rows)} rows in ${written.path}\n`);
  },
};

function settingsOf(values: Values): ClusterSettings {
  if (values['suggest'] === true && values['k'] !== undefined)
    throw new UsageError('--suggest finds a number of clusters: leave --k out.');
  return {
    k: numberOf(values, 'k', { least: 1, whole: true }) ?? 0,
    restarts: numberOf(values, 'restarts', { least: 1, whole: true }) ?? 1,
    spherical: values['spherical'] === true,
    method: values['mini-batch'] === true ? 'mini-batch' : 'full',
    seed: numberOf(values, 'seed', { least: 0, whole: true }) ?? 1,
  };
}

async function foundBy(
  text: Values[string],
  report: Omit<ClustersReport, 'uri'>,
  engine: Engine,
): Promise<ClusterSummary[] | undefined> {
  if (typeof text !== 'string') return undefined;
  const numbers = await engine.findClusters(report.clustering, text);
  return numbers?.map(id => report.clusters[id] as ClusterSummary);
}

async function writtenTo(
  out: Values[string],
  { clustering }: Omit<ClustersReport, 'uri'>,
  engine: Engine,
): Promise<{ path?: string; rows?: number }> {
  if (typeof out !== 'string') return {};
  return engine.exportClusters(clustering, pathOf(out));
}

function triedOf({ k, tried, notes }: Omit<ClusterSuggestion, 'uri'>): string[] {
  const rows = tried.map(
    each =>
      `${count(each.k).padStart(8)} ${each.silhouette.toFixed(3).padStart(10)}${each.k === k ? '  taken' : ''}`,
  );
  return ['clusters silhouette', ...rows, ...notes];
}

function factsOf(report: Omit<ClustersReport, 'uri'>): string[] {
  const { k, tokens, iterations, inertia, seconds, silhouette, silhouetteTokens } = report;
  const measured = [
    silhouette === null
      ? []
      : `silhouette ${silhouette.toFixed(3)} of ${count(silhouetteTokens)} tokens${silhouetteTokens < tokens ? ', a sample' : ''}`,
    report.adjustedRandIndex === null
      ? 'no labels'
      : `against labels: adjusted Rand index ${report.adjustedRandIndex.toFixed(3)}, homogeneity ${(report.homogeneity ?? 0).toFixed(3)}, completeness ${(report.completeness ?? 0).toFixed(3)}`,
  ].flat();
  return [
    `${count(tokens)} tokens in ${count(k)} ${k === 1 ? 'cluster' : 'clusters'}; inertia ${inertia.toFixed(3)} after ${iterations} iterations, ${seconds.toFixed(1)} s${report.cached ? ' (from the cache; --no-cache clusters again)' : ''}`,
    ...measured,
    ...report.notes,
  ];
}

function listOf(list: readonly ClusterSummary[], top: number): string[] {
  const rows = list
    .slice(0, top)
    .map(
      ({ id, size, flows, name }) =>
        `${String(id).padStart(6)} ${count(size).padStart(8)} ${count(flows).padStart(9)}  ${printable(name)}`,
    );
  const left = list.length - rows.length;
  return [
    'number   tokens     flows  name',
    ...rows,
    ...(left > 0 ? [`and ${count(left)} more (--top shows more, --json and --out all)`] : []),
  ];
}

type Progress = Parameters<NonNullable<Parameters<Engine['clusters']>[3]['onProgress']>>[0];

/** The bar of a training, then that of the clustering. */
function clusterBar(console: Console): { show(progress: Progress): void; clear(): void } {
  const bar = progressBar(console);
  const stages = { start: 'centre', iterate: 'iteration', report: 'silhouette' };
  return {
    show({ fraction, training, clusters: at }) {
      if (training) bar.show(training);
      if (!at || !console.isTerminal) return;
      const full = Math.round(30 * fraction);
      const what = at.k === undefined ? stages[at.stage] : `trying ${count(at.k)} clusters, number`;
      console.error(
        `\r\u001b[K[${'#'.repeat(full)}${'.'.repeat(30 - full)}] ${what} ${count(at.iteration)} of ${count(at.of)}`,
      );
    },
    clear: bar.clear,
  };
}
