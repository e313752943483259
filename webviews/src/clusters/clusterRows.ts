import * as l10n from '@vscode/l10n';
import type { ClusterSummary } from '../../../shared/protocol/clusters';
import { bar, button, captureText } from '../base/dom';
import { labelBar } from '../base/labelBar';
import { isLabelled, labelShares, majorityCounts, suspiciousShare } from '../../../shared/palette/classes';
import { formatShare } from '../base/numbers';
import { termWords } from '../base/terms';
import type { Column } from '../base/table/columns';

export interface ListActions {
  open(cluster: ClusterSummary): void;
  compare(cluster: ClusterSummary): void;
}

/** The columns of a list of clusters; purity only where something is labelled. */
export function clusterColumns(
  clusters: readonly ClusterSummary[],
  actions: ListActions,
): Column<ClusterSummary>[] {
  const total: Record<string, number> = {};
  for (const { labels } of clusters)
    for (const { name, count } of labelShares(labels)) total[name] = (total[name] ?? 0) + count;
  const classes = labelShares(total).map(({ name }) => name);
  const purity: Column<ClusterSummary> = {
    key: 'purity',
    ...termWords('purity'),
    kind: 'share',
    value: cluster => cluster.purity ?? undefined,
    cell: cluster => (cluster.purity === null ? '–' : bar(cluster.purity, formatShare(cluster.purity))),
    texts: () => [],
    exports: [],
  };
  const labelled: Column<ClusterSummary> = {
    key: 'labels',
    title: l10n.t('Labels'),
    hover: l10n.t('Ordered by the share of flows that are labelled botnet or malicious.'),
    className: 'labelled',
    cell: ({ labels }) => labelBar(labels, 'clusters-label-bar', 'brief'),
    compare: (a, b) => suspiciousShare(a.labels) - suspiciousShare(b.labels),
    largestFirst: true,
    texts: ({ labels }) => Object.keys(labels),
    exports: [
      ...classes.map(name => ({
        name,
        value: ({ labels }: ClusterSummary) => (Object.hasOwn(labels, name) ? labels[name] : 0),
      })),
      { name: 'nearest to the centre', value: ({ top }) => top.join('; ') },
    ],
  };
  return [
    {
      key: 'id',
      title: '#',
      kind: 'number',
      value: ({ id }) => id,
      cell: ({ id }) => String(id),
      texts: ({ id }) => [`#${id}`],
      exports: [{ name: 'cluster', value: ({ id }) => id }],
    },
    {
      key: 'name',
      title: l10n.t('Cluster'),
      value: ({ name }) => name,
      cell: cluster => nameLink(cluster, actions.open),
      // What stands nearest to the centre is looked into as well.
      texts: ({ name, top }) => [name, ...top],
    },
    {
      key: 'size',
      title: l10n.t('Tokens'),
      kind: 'number',
      hover: l10n.t('Distinct tokens in the cluster.'),
      value: ({ size }) => size,
      texts: () => [],
      largestFirst: true,
      exports: [{ name: 'tokens', value: ({ size }) => size }],
    },
    {
      key: 'flows',
      title: l10n.t('Flows'),
      kind: 'number',
      value: ({ flows }) => flows,
      texts: () => [],
      largestFirst: true,
      exports: [
        { name: 'flows', value: ({ flows }) => flows },
        {
          name: 'purity',
          value: cluster => (cluster.purity === null ? undefined : Number(cluster.purity.toFixed(6))),
        },
      ],
    },
    ...(isLabelled(total) ? [labelled] : []),
    ...(clusters.some(cluster => cluster.purity !== null) ? [purity] : []),
    {
      key: 'actions',
      title: l10n.t('Actions'),
      kind: 'actions',
      cell: cluster => compareButton(cluster, actions.compare),
    },
  ];
}

function nameLink(cluster: ClusterSummary, open: ListActions['open']): HTMLElement {
  const link = button('clusters-open', '', () => open(cluster), { class: 'link' });
  link.append(captureText(cluster.name));
  return link;
}

function compareButton(cluster: ClusterSummary, compare: ListActions['compare']): HTMLElement {
  const label = l10n.t('Compare #{0} with the open cluster', cluster.id);
  return button('clusters-compare', l10n.t('Compare'), () => compare(cluster), {
    class: 'secondary small',
    'aria-label': label,
    title: label,
  });
}

/** The class most of a cluster's flows have, the worse one of a tie; undefined without flows. */
export function majority(cluster: Pick<ClusterSummary, 'labels'>): string | undefined {
  return Object.keys(majorityCounts([cluster]))[0];
}

/** A choice of clusters by label: all, those mostly of one class, or those with any flow of it. */
export interface LabelChoice {
  /** `all`, `most:botnet` or `any:botnet`. */
  key: string;
  kind: 'all' | 'most' | 'any';
  name: string;
  clusters: number;
}

/** The choices that clusters leave, worst class first. A class that would choose what another does is one choice. */
export function labelChoices(clusters: readonly ClusterSummary[]): LabelChoice[] {
  const most = majorityCounts(clusters);
  const any: Record<string, number> = {};
  for (const { labels } of clusters)
    for (const { name } of labelShares(labels)) any[name] = (any[name] ?? 0) + 1;
  const all: LabelChoice = { key: 'all', kind: 'all', name: '', clusters: clusters.length };
  const choices = labelShares(any).flatMap(({ name, count }): LabelChoice[] => [
    { key: `most:${name}`, kind: 'most', name, clusters: most[name] ?? 0 },
    { key: `any:${name}`, kind: 'any', name, clusters: count },
  ]);
  return [
    all,
    ...choices.filter((choice, i) => choice.kind === 'most' || choices[i - 1]?.clusters !== choice.clusters),
  ].filter(choice => choice.kind === 'all' || choice.clusters > 0);
}

/** Whether a choice by its key holds a cluster; an unknown key holds all. */
export function chosen(key: string, cluster: ClusterSummary): boolean {
  const [kind, name = ''] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];
  if (kind === 'most') return majority(cluster) === name;
  if (kind === 'any') return (Object.hasOwn(cluster.labels, name) ? (cluster.labels[name] ?? 0) : 0) > 0;
  return true;
}
