import * as vscode from 'vscode';
import type { Incident, ScoreReport, SuspectHost } from '../../../shared/protocol/judging';
import { scoreText } from '../../../shared/text/scoreText';
import { counted } from '../../../shared/text/counted';
import { shortText } from '../../../shared/text/visibleText';
import { register } from '../base/register';
import { revealOf } from '../base/answerSource';
import type { ServerClient } from '../server/serverClient';

/** `uri` and `address` are what the menus hand to commands. */
type Node =
  | { kind: 'host'; uri: string; address: string; host: SuspectHost }
  | { kind: 'incident'; uri: string; address: string; incident: Incident }
  | { kind: 'none'; uri: string };

/** Hosts and incidents of the capture that was judged last, the worst first. */
export class AnomalyTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<Node>;
  readonly #parts: vscode.Disposable;
  #report: ScoreReport | undefined;
  /** Digest of what was judged. */
  #content: string | undefined;

  constructor(server: ServerClient) {
    this.#view = vscode.window.createTreeView<Node>('flow2vec.anomalies', { treeDataProvider: this });
    this.#parts = vscode.Disposable.from(
      this.#changed,
      this.#view,
      register(server, 'flow2vec.revealIncident', async value => {
        const { uri, incident } = value as Extract<Node, { kind: 'incident' }>;
        const [line] = incident.lines;
        if (line !== undefined)
          await revealOf(server, this.#content, vscode.Uri.parse(uri), { line, file: 0 });
      }),
    );
  }

  show(report: ScoreReport, content: string | undefined): void {
    this.#content = content;
    this.#report = report;
    this.#view.description = shortText(decodeURIComponent(report.unseen.split('/').at(-1) ?? ''), 60);
    this.#changed.fire();
  }

  dispose(): void {
    this.#parts.dispose();
  }

  getChildren(node?: Node): Node[] {
    const report = this.#report;
    if (!report) return [];
    const uri = report.unseen;
    if (!node) {
      const hosts = report.hosts.map(host => ({ kind: 'host' as const, uri, address: host.address, host }));
      return hosts.length > 0 ? hosts : [{ kind: 'none', uri }];
    }
    if (node.kind !== 'host') return [];
    const ids = new Set(node.host.incidents);
    return report.incidents
      .filter(({ id }) => ids.has(id))
      .map(incident => ({ kind: 'incident' as const, uri, address: node.address, incident }));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'none') return new vscode.TreeItem(vscode.l10n.t('No flow stands out.'));
    const found = node.kind === 'host' ? node.host : node.incident;
    const reasons = found.reasons.map(reason => shortText(reason, 200));
    const item =
      node.kind === 'host'
        ? new vscode.TreeItem(shortText(node.address), vscode.TreeItemCollapsibleState.Collapsed)
        : new vscode.TreeItem(reasons[0] ?? vscode.l10n.t('Incident {0}', node.incident.id));
    item.contextValue = node.kind === 'host' ? 'suspect' : 'incident';
    item.iconPath = new vscode.ThemeIcon(node.kind === 'host' ? 'device-desktop' : 'warning');
    item.description =
      node.kind === 'host'
        ? `${scoreText(found.score)} · ${counted(node.host.incidents.length, 'incident')}`
        : `${found.from.slice(0, 19).replace('T', ' ')} · ${counted(found.flows, 'flow')}`;
    item.tooltip = reasons.join('\n');
    if (node.kind === 'incident')
      item.command = {
        title: vscode.l10n.t('Show in Editor'),
        command: 'flow2vec.revealIncident',
        arguments: [node],
      };
    return item;
  }
}
