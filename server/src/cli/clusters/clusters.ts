import { answerParameters } from '../../../../shared/parameters/answers';
import { clusterParameters } from '../../../../shared/parameters/clusters';
import { defaultsOf } from '../../../../shared/parameters/parameter';
import type {
  ClusterSettings,
  ClustersReport,
  ClusterSuggestion,
  ClusterSummary,
} from '../../../../shared/protocol/clusters';
import type { Engine } from '../../engine/engine';
import { ruled, ruledAll, type Call, type Command } from '../command';
import { count, type Console } from '../console';
import { readingOptions } from '../captures/reading';
import { configOf, trainOptions } from '../training/config';
import { askingAs, showTraining } from '../training/train';

// No number is the suggested one, here without being said.
const options = ruledAll({
  k: { ...clusterParameters.k, least: 1 },
  restarts: clusterParameters.restarts,
});

export const clusters: Command = {
  name: 'clusters',
  takes: 'FILE…',
  about:
    'Groups the tokens by k-means over their vectors, with names, labels and how well clusters agree with labels.',
  options: [
    {
      ...options.k,
      words:
        'Clusters to make of the tokens; without it, the number whose clusters are told apart best (silhouette).',
      withoutDefault: true,
      excludes: ['suggest'],
    },
    options.restarts,
    { name: 'spherical', words: clusterParameters.spherical.words },
    { name: 'mini-batch', words: 'Samples of the tokens: faster for the largest vocabularies, less tight.' },
    {
      name: 'suggest',
      words: 'List the numbers of clusters that are tried where none is given, each with its silhouette.',
    },
    {
      name: 'find',
      value: 'TEXT',
      words: 'List the clusters of a label, host, port or part of a token alone.',
    },
    ruled(answerParameters.clusters, 'top'),
    { name: 'out', value: 'FILE', path: 'written', words: 'Write every token with its cluster as CSV.' },
    ...trainOptions,
    ...readingOptions,
  ],
  examples: [
    'clusters my.binetflow --k 50',
    'clusters my.binetflow --find botnet',
    'clusters my.binetflow --suggest --out clusters.csv',
  ],
  async run(call, console, open) {
    const { files } = call;
    const config = configOf(call);
    const settings = settingsOf(call);
    const top = call.number('top') ?? answerParameters.clusters.default;
    const engine = await open();
    const asking = { ...askingAs(call, console), onProgress: (at: Progress) => showClustering(console, at) };
    const report = await engine.clusters(files, config, settings, asking);
    console.clear();
    const found = await foundBy(call.text('find'), report, engine);
    const written = await writtenTo(call.text('out'), report, engine);
    if (call.has('json')) {
      const { clusters: list, ...facts } = report;
      return console.json({ ...facts, clusters: found ?? list, ...written });
    }
    if (call.has('suggest') && report.suggested) console.lines(...triedOf(report.suggested), '');
    console.lines(...factsOf(report), '', ...listOf(found ?? report.clusters, top));
    if (written.rows !== undefined) console.lines(`${count(written.rows)} rows in ${written.path}`);
  },
};

function settingsOf(call: Call): ClusterSettings {
  return {
    ...defaultsOf(clusterParameters),
    ...(call.parameters(options) as Partial<ClusterSettings>),
    spherical: call.has('spherical'),
    method: call.has('mini-batch') ? 'mini-batch' : 'full',
    seed: configOf(call).seed,
  };
}

async function foundBy(
  text: string | undefined,
  report: Omit<ClustersReport, 'uri'>,
  engine: Engine,
): Promise<ClusterSummary[] | undefined> {
  if (text === undefined) return undefined;
  const numbers = await engine.findClusters(report.clustering, text);
  return numbers?.map(id => report.clusters[id] as ClusterSummary);
}

async function writtenTo(
  out: string | undefined,
  { clustering }: Omit<ClustersReport, 'uri'>,
  engine: Engine,
): Promise<{ path?: string; rows?: number }> {
  return out === undefined ? {} : engine.exportClusters(clustering, out);
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
    ...(report.suggested ? [suggestedWords(report.suggested)] : []),
    `${count(tokens)} tokens in ${count(k)} ${k === 1 ? 'cluster' : 'clusters'}; inertia ${inertia.toFixed(3)} after ${iterations} iterations, ${seconds.toFixed(1)} s${report.cached ? ' (from the cache; --no-cache clusters again)' : ''}`,
    ...measured,
    ...report.notes,
  ];
}

function suggestedWords({ k, tried, notes }: Omit<ClusterSuggestion, 'uri'>): string {
  const best = tried.find(each => each.k === k)?.silhouette ?? 0;
  return [
    `${count(k)} clusters, of ${count(tried.length)} numbers tried the one whose clusters are told apart best (silhouette ${best.toFixed(3)}).`,
    ...notes,
  ].join(' ');
}

function listOf(list: readonly ClusterSummary[], top: number): string[] {
  const rows = list
    .slice(0, top)
    .map(
      ({ id, size, flows, name }) =>
        `${String(id).padStart(6)} ${count(size).padStart(8)} ${count(flows).padStart(9)}  ${name}`,
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
function showClustering(console: Console, { fraction, training, clusters: at }: Progress): void {
  if (training) showTraining(console, training);
  if (!at) return;
  const stages = { start: 'centre', iterate: 'iteration', report: 'silhouette' };
  const what = at.k === undefined ? stages[at.stage] : `trying ${count(at.k)} clusters, number`;
  console.progress(`${what} ${count(at.iteration)} of ${count(at.of)}`, fraction);
}
