import type { ClusterSummary } from '../../../shared/protocol/clusters';
import type { Cell } from '../../../shared/text/tableText';
import { labelShares, majorityCounts, suspiciousShare } from '../base/labelShares';

// Digits are compared as numbers: 10.0.0.2 stands before 10.0.0.10.
const collator = new Intl.Collator('en', { numeric: true });

export const comparisons = {
  id: (a: ClusterSummary, b: ClusterSummary) => a.id - b.id,
  name: (a: ClusterSummary, b: ClusterSummary) => collator.compare(a.name, b.name),
  size: (a: ClusterSummary, b: ClusterSummary) => a.size - b.size,
  flows: (a: ClusterSummary, b: ClusterSummary) => a.flows - b.flows,
  /** By the part that is botnet or malicious. */
  labels: (a: ClusterSummary, b: ClusterSummary) => suspiciousShare(a.labels) - suspiciousShare(b.labels),
  purity: (a: ClusterSummary, b: ClusterSummary) => (a.purity ?? -1) - (b.purity ?? -1),
};

/** What the filter looks into at once; the server looks into every token. */
export function searchedTexts({ id, name, labels, top }: ClusterSummary): string[] {
  return [`#${id}`, name, ...Object.keys(labels), ...top];
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

/** The clusters as a table, its header first: a column for each class. */
export function clustersTable(clusters: readonly ClusterSummary[]): Cell[][] {
  const total: Record<string, number> = {};
  for (const { labels } of clusters)
    for (const { name, count } of labelShares(labels)) total[name] = (total[name] ?? 0) + count;
  const classes = labelShares(total).map(({ name }) => name);
  const rows = clusters.map(({ id, name, size, flows, purity, labels, top }): Cell[] => [
    id,
    name,
    size,
    flows,
    purity === null ? '' : rounded(purity),
    ...classes.map(label => (Object.hasOwn(labels, label) ? (labels[label] ?? 0) : 0)),
    top.join('; '),
  ]);
  return [['cluster', 'name', 'tokens', 'flows', 'purity', ...classes, 'nearest to the centre'], ...rows];
}

function rounded(value: number): number {
  return Number(value.toFixed(6));
}
