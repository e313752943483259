import type { ClusterMember, ClusterSummary } from '../../../shared/protocol/clusters';
import { labelShares, majorityCounts, suspiciousShare } from '../../../shared/palette/classes';

import { combinations } from '../../../shared/palette/palette';

export type ClusterSort = 'size' | 'suspicious' | 'purity' | 'name';

/** Clusters most of whose flows have one class. */
export interface GroupNode {
  kind: 'group';
  id: string;
  /** Undefined: clusters without flows. */
  label: string | undefined;
  clusters: readonly ClusterSummary[];
}

export interface ClusterNode {
  kind: 'cluster';
  id: string;
  /** Read by commands as their argument. */
  uri: string;
  cluster: ClusterSummary;
  group: GroupNode | undefined;
}

export interface MemberNode {
  kind: 'member';
  id: string;
  uri: string;
  token: string;
  member: ClusterMember;
  parent: ClusterNode;
}

/** Stands after as many children as are shown, and brings more of them. */
export interface MoreNode {
  kind: 'more';
  id: string;
  /** Of the node whose children are cut; of the clustering itself at the top. */
  of: string;
  shown: number;
  total: number;
}

/** A sentence in place of children that could not be read. */
export interface NoteNode {
  kind: 'note';
  id: string;
  text: string;
}

export type TreeNode = GroupNode | ClusterNode | MemberNode | MoreNode | NoteNode;

// Digits are compared as numbers: 10.0.0.2 stands before 10.0.0.10.
const collator = new Intl.Collator('en', { numeric: true });

const comparisons: Record<ClusterSort, (a: ClusterSummary, b: ClusterSummary) => number> = {
  size: (a, b) => a.id - b.id,
  suspicious: (a, b) => suspiciousShare(b.labels) - suspiciousShare(a.labels),
  purity: (a, b) => (b.purity ?? -1) - (a.purity ?? -1),
  name: (a, b) => collator.compare(a.name, b.name),
};

/** A sorted copy; equals stay the largest first. */
export function sortedClusters(clusters: readonly ClusterSummary[], sort: ClusterSort): ClusterSummary[] {
  return [...clusters].sort((a, b) => comparisons[sort](a, b) || a.id - b.id);
}

/** The class most of a cluster's flows have, the worse one of a tie. */
export function majority(cluster: ClusterSummary): string | undefined {
  return Object.keys(majorityCounts([cluster]))[0];
}

/** Groups by the commonest class, the worst class first, each in the order given. */
export function groupsOf(clustering: string, clusters: readonly ClusterSummary[]): GroupNode[] {
  const groups = new Map<string | undefined, ClusterSummary[]>();
  for (const cluster of clusters) {
    const label = majority(cluster);
    const group = groups.get(label);
    if (group) group.push(cluster);
    else groups.set(label, [cluster]);
  }
  const counts = Object.fromEntries(
    [...groups].flatMap(([label, { length }]) => (label === undefined ? [] : [[label, length]])),
  ) as Record<string, number>;
  const names = [...labelShares(counts).map(({ name }) => name), undefined];
  return names.flatMap((label): GroupNode[] => {
    const members = groups.get(label);
    return members ? [{ kind: 'group', id: groupId(clustering, label), label, clusters: members }] : [];
  });
}

export function groupId(clustering: string, label: string | undefined): string {
  return `${clustering}/group/${label ?? ''}`;
}

/** `12 tokens · 340 flows · 87 % botnet` */
export function clusterWords(
  { size, flows, purity, labels }: ClusterSummary,
  words: { tokens(count: number): string; flows(count: number): string },
): string {
  const label = majority({ labels } as ClusterSummary);
  const share = purity === null || label === undefined ? [] : [`${percent(purity)} ${label}`];
  return [words.tokens(size), words.flows(flows), ...share].join(' · ');
}

function percent(share: number): string {
  if (share < 1 && share > 0.99) return '>99 %';
  return `${Math.round(share * 100)} %`;
}

/** Lines, counted from `first`, by the sign of their flow's cluster. */
export function linesBySign(clusters: readonly (number | null)[], first: number): Map<number, number[]> {
  const lines = new Map<number, number[]>();
  for (const [i, cluster] of clusters.entries()) {
    if (cluster === null) continue;
    const sign = cluster % combinations;
    const known = lines.get(sign);
    if (known) known.push(first + i);
    else lines.set(sign, [first + i]);
  }
  return lines;
}
