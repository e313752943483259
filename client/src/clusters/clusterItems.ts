import * as vscode from 'vscode';
import { classMark, labelShares } from '../../../shared/palette/classes';
import { counted } from '../../../shared/text/counted';
import { markIcon } from '../base/markIcons';
import { shortText } from '../../../shared/text/visibleText';
import {
  clusterWords,
  majority,
  type ClusterNode,
  type GroupNode,
  type MemberNode,
  type MoreNode,
  type TreeNode,
} from './clusterNodes';

/** From here on the flows of a cluster count as of one class. */
const pure = 0.9;

/** What the tree shows of a node. Text of captures is spelled out where it would act on the display. */
export function treeItem(node: TreeNode): vscode.TreeItem {
  const item = itemOf(node);
  item.id = node.id;
  item.contextValue = node.kind;
  return item;
}

function itemOf(node: TreeNode): vscode.TreeItem {
  switch (node.kind) {
    case 'group':
      return groupItem(node);
    case 'cluster':
      return clusterItem(node);
    case 'member':
      return memberItem(node);
    case 'more':
      return moreItem(node);
    case 'note':
      return new vscode.TreeItem(shortText(node.text, 300));
  }
}

function groupItem({ label, clusters }: GroupNode): vscode.TreeItem {
  const name = label === undefined ? vscode.l10n.t('no flows') : shortText(label);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  item.description = counted(clusters.length, 'cluster');
  item.iconPath = icon(label);
  item.tooltip = vscode.l10n.t('Clusters most of whose flows are {0}', name);
  return item;
}

function clusterItem({ cluster }: ClusterNode): vscode.TreeItem {
  const { id, name, size, purity, labels, top } = cluster;
  const item = new vscode.TreeItem(
    `#${id} ${shortText(name)}`,
    size > 0 ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
  );
  const words = shortText(
    clusterWords(cluster, {
      tokens: count => (count === 1 ? vscode.l10n.t('1 token') : vscode.l10n.t('{0} tokens', number(count))),
      flows: flowsText,
    }),
  );
  item.description = words;
  // Hollow: the flows are not of one class.
  item.iconPath = icon(majority(cluster), (purity ?? 1) >= pure ? undefined : 'hollow');
  const shares = labelShares(labels).map(share => `${shortText(share.name)}: ${number(share.count)}`);
  item.tooltip = [
    `#${id} ${shortText(name, 300)}`,
    words,
    ...shares,
    ...(top.length > 0
      ? [vscode.l10n.t('Nearest to the centre:'), ...top.map(token => shortText(token))]
      : []),
  ].join('\n');
  item.accessibilityInformation = { label: `#${id} ${shortText(name)}, ${words}` };
  return item;
}

function memberItem(node: MemberNode): vscode.TreeItem {
  const { token, count, labels, firstLine } = node.member;
  const item = new vscode.TreeItem(shortText(token));
  const classes = labelShares(labels).map(({ name }) => shortText(name));
  const words = [
    flowsText(count),
    ...(classes.length > 0 ? [classes.join(', ')] : []),
    vscode.l10n.t('line {0}', number(firstLine)),
  ];
  item.description = words.join(' · ');
  item.tooltip = [shortText(token, 300), ...words].join('\n');
  const title = vscode.l10n.t('Show in the Editor');
  item.command = { command: 'flow2vec.clusters.reveal', title, arguments: [node] };
  return item;
}

function moreItem(node: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(
    vscode.l10n.t('Show more ({0} of {1})', number(node.shown), number(node.total)),
  );
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  const title = vscode.l10n.t('Show More');
  item.command = { command: 'flow2vec.clusters.more', title, arguments: [node] };
  return item;
}

function icon(label: string | undefined, hollow?: 'hollow'): ReturnType<typeof markIcon> {
  return markIcon(ground => classMark(label ?? '', ground), hollow);
}

function flowsText(count: number): string {
  return counted(count, 'flow');
}

function number(value: number): string {
  return value.toLocaleString(vscode.env.language);
}
