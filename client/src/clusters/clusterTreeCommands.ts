import * as vscode from 'vscode';
import type { ClustersReport } from '../../../shared/protocol/clusters';
import { shortText } from '../../../shared/text/visibleText';
import { NoCapture } from '../base/captures';
import type { Clusterings } from './clusterings';
import type { ServerClient } from '../server/serverClient';
import type { ClusterNode, ClusterSort, MemberNode, MoreNode, TreeNode } from './clusterNodes';
import type { ClusterTree } from './clusterTree';
import type { ShowClusters } from './clusterCommands';
import { register } from '../base/register';

/** Tokens read at a time when all of a cluster are copied. */
const batch = 10_000;

/** Commands on what the tree of clusters shows. */
export function clusterTreeCommands(
  server: ServerClient,
  clusterings: Clusterings,
  tree: ClusterTree,
  show: ShowClusters,
): vscode.Disposable {
  const shown = (): ClustersReport => {
    if (tree.report) return tree.report;
    throw new NoCapture(vscode.l10n.t('No capture is clustered yet: run “Flow2Vec: Cluster Flows…” first.'));
  };
  const cluster = async (value: unknown, title: string): Promise<number | undefined> => {
    const node = clusterNode(value);
    return node ? node.cluster.id : await askCluster(shown(), title, []);
  };

  return vscode.Disposable.from(
    register(server, 'flow2vec.openCluster', async value => {
      const id = await cluster(value, vscode.l10n.t('Show Cluster'));
      if (id !== undefined) show(shown().uri, { ids: [id] });
    }),
    register(server, 'flow2vec.compareClusters', async value => {
      const report = shown();
      const first = await cluster(value, vscode.l10n.t('Compare Clusters'));
      if (first === undefined) return;
      const asked = { clustering: report.clustering, id: first, from: 0, count: 0 };
      const { nearest } = await clusterings.detail(report.uri, asked);
      const title = vscode.l10n.t('Compare #{0} with…', first);
      const near = nearest.map(({ id }) => id);
      const second = await askCluster(report, title, near, first);
      if (second !== undefined) show(report.uri, { ids: [first, second] });
    }),
    register(server, 'flow2vec.copyCluster', async value => {
      await vscode.env.clipboard.writeText(copied(value));
    }),
    register(server, 'flow2vec.copyClusterTokens', async value => {
      const id = await cluster(value, vscode.l10n.t('Copy Tokens of Cluster'));
      if (id === undefined) return;
      const tokens = await tokensOf(clusterings, shown(), id);
      await vscode.env.clipboard.writeText(tokens.map(token => `${token}\n`).join(''));
      const count = tokens.length.toLocaleString(vscode.env.language);
      vscode.window.setStatusBarMessage(vscode.l10n.t('{0} tokens copied', count), 5000);
    }),
    register(server, 'flow2vec.sortClusters', async () => {
      const sort = await askSort(tree.sort);
      if (sort) tree.sort = sort;
    }),
    register(server, 'flow2vec.groupClusters', () => tree.toggleGroups()),
    register(server, 'flow2vec.showAllClusters', () => tree.showFound('', undefined)),
    // What a click on a row of the tree does; it is of no use in the palette.
    register(server, 'flow2vec.clusters.reveal', async value => {
      const { uri, member } = value as MemberNode;
      await clusterings.reveal(vscode.Uri.parse(uri), { line: member.firstLine, file: member.file });
    }),
    register(server, 'flow2vec.clusters.more', value => tree.more(value as MoreNode)),
  );
}

function clusterNode(value: unknown): ClusterNode | undefined {
  const node = value as TreeNode | undefined;
  return node?.kind === 'cluster' ? node : undefined;
}

/** A member's token, a cluster's number and name, or the names of a group's clusters. */
function copied(value: unknown): string {
  const node = value as TreeNode | undefined;
  if (node?.kind === 'member') return node.token;
  if (node?.kind === 'cluster') return `#${node.cluster.id} ${node.cluster.name}`;
  if (node?.kind === 'group') return node.clusters.map(({ id, name }) => `#${id} ${name}\n`).join('');
  throw new NoCapture(vscode.l10n.t('Choose a cluster in the view “Clusters” first.'));
}

async function tokensOf(
  clusterings: Clusterings,
  { uri, clustering }: ClustersReport,
  id: number,
): Promise<string[]> {
  const tokens: string[] = [];
  for (;;) {
    const asked = { clustering, id, from: tokens.length, count: batch };
    const { members, size } = await clusterings.detail(uri, asked);
    tokens.push(...members.map(({ token }) => token));
    if (members.length === 0 || tokens.length >= size) return tokens;
  }
}

/** Asks for a cluster, those of `first` above the others. */
async function askCluster(
  report: ClustersReport,
  title: string,
  first: readonly number[],
  without?: number,
): Promise<number | undefined> {
  const item = ({ id, name, size }: ClustersReport['clusters'][number]) => ({
    label: `#${id} ${shortText(name)}`,
    description: vscode.l10n.t('{0} tokens', size.toLocaleString(vscode.env.language)),
    id,
  });
  const others = report.clusters.filter(({ id }) => id !== without && !first.includes(id));
  const near = first.flatMap(wanted => report.clusters.filter(({ id }) => id === wanted));
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator, id: -1 });
  const items =
    near.length > 0
      ? [
          separator(vscode.l10n.t('nearest')),
          ...near.map(item),
          separator(vscode.l10n.t('others')),
          ...others.map(item),
        ]
      : others.map(item);
  const chosen = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return chosen?.id;
}

async function askSort(present: ClusterSort): Promise<ClusterSort | undefined> {
  const choices: { sort: ClusterSort; label: string }[] = [
    { sort: 'size', label: vscode.l10n.t('Size, the largest first') },
    { sort: 'suspicious', label: vscode.l10n.t('Share of botnet and malicious flows, the highest first') },
    { sort: 'purity', label: vscode.l10n.t('Purity, the purest first') },
    { sort: 'name', label: vscode.l10n.t('Name') },
  ];
  const items = choices.map(choice => ({
    ...choice,
    ...(choice.sort === present ? { description: vscode.l10n.t('as it is') } : {}),
  }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Sort Clusters By') }))?.sort;
}
