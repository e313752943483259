import * as vscode from 'vscode';
import type { ClustersReport, ClusterSummary } from '../../../shared/protocol/clusters';
import { activeResource, fileName, onDidChangeActiveResource } from '../base/captures';
import type { Clusterings } from './clusterings';
import {
  groupsOf,
  sortedClusters,
  type ClusterNode,
  type ClusterSort,
  type GroupNode,
  type MemberNode,
  type MoreNode,
  type TreeNode,
} from './clusterNodes';
import { treeItem } from './clusterItems';

/** Children shown of a node at first, and brought each time more are asked for. */
const page = { clusters: 500, members: 100 };

/** The clusters of the capture at hand as a tree: groups of one label, clusters, members. */
export class ClusterTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TreeNode | undefined>();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #subscriptions: vscode.Disposable;
  /** How many children of a node are shown, where they are more than at first. */
  readonly #limits = new Map<string, number>();
  /** Members that were read, by the id of their cluster's node. */
  readonly #members = new Map<string, readonly MemberNode[]>();
  #report: ClustersReport | undefined;
  #found: { text: string; ids: ReadonlySet<number> } | undefined;
  #sort: ClusterSort = 'size';
  #grouped = true;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(private readonly clusterings: Clusterings) {
    this.#view = vscode.window.createTreeView<TreeNode>('flow2vec.clusters', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#subscriptions = vscode.Disposable.from(
      clusterings.onDidChange(uri => this.#take(clusterings.of(uri))),
      // A capture that was clustered shows its own clusters when it is looked at.
      onDidChangeActiveResource(() => this.#follow()),
    );
    this.#refresh();
  }

  /** The clustering that is shown. */
  get report(): ClustersReport | undefined {
    return this.#report;
  }

  /** Shows another clustering, or clusters that were found in it. */
  show(report: ClustersReport, found?: { text: string; ids: readonly number[] }): void {
    if (report !== this.#report) this.#take(report);
    if (found) this.showFound(found.text, found.ids);
  }

  /** Shows the clusters that were found for a text; all without one. */
  showFound(text: string, ids: readonly number[] | undefined): void {
    this.#found = ids ? { text, ids: new Set(ids) } : undefined;
    this.#limits.clear();
    this.#refresh();
  }

  /** The text that was found last, when only the clusters found for it are shown. */
  get found(): string | undefined {
    return this.#found?.text;
  }

  get sort(): ClusterSort {
    return this.#sort;
  }

  set sort(sort: ClusterSort) {
    this.#sort = sort;
    this.#refresh();
  }

  toggleGroups(): void {
    this.#grouped = !this.#grouped;
    this.#refresh();
  }

  /** Shows more children of a node that has them cut. */
  more({ of, shown }: MoreNode): void {
    this.#limits.set(of, shown + (this.#members.has(of) ? page.members : page.clusters));
    this.#changed.fire(undefined);
  }

  /** Brings a cluster of the clustering shown into view, and selects it. */
  async reveal(id: number): Promise<void> {
    const cluster = this.#report?.clusters.find(found => found.id === id);
    if (!cluster) return;
    if (this.#found && !this.#found.ids.has(id)) this.showFound('', undefined);
    const group = this.#groups().find(({ clusters }) => clusters.includes(cluster));
    const siblings = group?.clusters ?? this.#clusters();
    const parent = group?.id ?? this.#report?.clustering ?? '';
    const place = siblings.indexOf(cluster) + 1;
    if (place > this.#limit(parent, page.clusters)) {
      this.#limits.set(parent, place);
      this.#changed.fire(undefined);
    }
    await this.#view.reveal(this.#clusterNode(cluster, group), { select: true, focus: false });
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node);
  }

  getParent(node: TreeNode): TreeNode | undefined {
    if (node.kind === 'member') return node.parent;
    return node.kind === 'cluster' ? node.group : undefined;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const report = this.#report;
    if (!report) return [];
    if (!node) {
      const groups = this.#groups();
      return groups.length > 0 ? [...groups] : this.#page(report.clustering, this.#clusters(), undefined);
    }
    if (node.kind === 'group') return this.#page(node.id, node.clusters, node);
    return node.kind === 'cluster' ? this.#membersOf(report, node) : [];
  }

  dispose(): void {
    vscode.Disposable.from(this.#subscriptions, this.#view, this.#changed).dispose();
  }

  #follow(): void {
    const active = activeResource()?.toString();
    const report = active === undefined ? undefined : this.clusterings.of(active);
    if (report && report !== this.#report) this.#take(report);
  }

  #take(report: ClustersReport | undefined): void {
    const same = report?.clustering === this.#report?.clustering;
    this.#report = report;
    if (same) return;
    this.#found = undefined;
    this.#limits.clear();
    this.#members.clear();
    this.#refresh();
  }

  #refresh(): void {
    const report = this.#report;
    const found = this.#found;
    const shown = this.#clusters().length;
    this.#view.description = report ? fileName(vscode.Uri.parse(report.uri)) : '';
    this.#view.message = report ? this.#message(report, shown) : '';
    void vscode.commands.executeCommand('setContext', 'flow2vec.clustered', report !== undefined);
    void vscode.commands.executeCommand('setContext', 'flow2vec.clustersFound', found !== undefined);
    this.#changed.fire(undefined);
  }

  #message({ k, tokens }: ClustersReport, shown: number): string {
    const number = (value: number) => value.toLocaleString(vscode.env.language);
    if (!this.#found) return vscode.l10n.t('{0} clusters of {1} tokens', number(k), number(tokens));
    return vscode.l10n.t('{0} of {1} clusters have “{2}”', number(shown), number(k), this.#found.text);
  }

  #clusters(): readonly ClusterSummary[] {
    const found = this.#found?.ids;
    const clusters = this.#report?.clusters ?? [];
    return sortedClusters(found ? clusters.filter(({ id }) => found.has(id)) : clusters, this.#sort);
  }

  /** None when clusters stand at the top, as those of a capture without labels do. */
  #groups(): readonly GroupNode[] {
    if (!this.#grouped || !this.#report) return [];
    const groups = groupsOf(this.#report.clustering, this.#clusters());
    return groups.length === 1 && groups[0]?.label === undefined ? [] : groups;
  }

  #limit(of: string, first: number): number {
    return Math.max(first, this.#limits.get(of) ?? 0);
  }

  #page(of: string, clusters: readonly ClusterSummary[], group: GroupNode | undefined): TreeNode[] {
    const shown = Math.min(clusters.length, this.#limit(of, page.clusters));
    const nodes: TreeNode[] = clusters.slice(0, shown).map(cluster => this.#clusterNode(cluster, group));
    return [...nodes, ...more(of, shown, clusters.length)];
  }

  #clusterNode(cluster: ClusterSummary, group: GroupNode | undefined): ClusterNode {
    const { uri = '', clustering = '' } = this.#report ?? {};
    return { kind: 'cluster', id: `${clustering}/${cluster.id}`, uri, cluster, group };
  }

  async #membersOf({ uri, clustering }: ClustersReport, parent: ClusterNode): Promise<TreeNode[]> {
    const { id, size } = parent.cluster;
    const limit = Math.min(size, this.#limit(parent.id, page.members));
    const before = this.#members.get(parent.id) ?? [];
    try {
      const count = limit - before.length;
      const read =
        count > 0
          ? (await this.clusterings.detail(uri, { clustering, id, from: before.length, count })).members
          : [];
      const nodes = read.map((member, i): MemberNode => ({
        kind: 'member',
        id: `${parent.id}/${before.length + i}`,
        uri,
        token: member.token,
        member,
        parent,
      }));
      const members = [...before, ...nodes];
      this.#members.set(parent.id, members);
      return [...members, ...more(parent.id, members.length, size)];
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      return [{ kind: 'note', id: `${parent.id}/note`, text }];
    }
  }
}

function more(of: string, shown: number, total: number): MoreNode[] {
  return shown < total ? [{ kind: 'more', id: `${of}/more`, of, shown, total }] : [];
}
