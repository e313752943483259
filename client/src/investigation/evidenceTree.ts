import * as vscode from 'vscode';
import type { Pin } from '../../../shared/investigation/case';
import {
  hostsOf,
  pinsOfHost,
  pinsOfNoHost,
  type EvidenceHost,
} from '../../../shared/investigation/evidenceHosts';
import { counted } from '../../../shared/text/counted';
import { secondText } from '../../../shared/text/secondText';
import { named, onOtherNames } from '../hosts/named';
import type { ServerClient } from '../server/serverClient';
import { captureOf } from './caseCapture';
import { notebookType } from './caseNotebook';
import { pinsOf } from './pinning';

/** A pin of a case, as the view shows it below a host. */
export interface PinNode {
  pin: Pin;
  notebook: vscode.NotebookDocument;
}

/** A host of a case; `uri` and `address` are what the menus hand to commands. */
interface HostNode {
  host: EvidenceHost;
  notebook: vscode.NotebookDocument;
  address: string;
  uri?: string;
}

type Node = HostNode | PinNode;

/** The evidence of the case that was looked at last, by host, and of each host in order of time. */
export class EvidenceTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly parts: vscode.Disposable[];
  private shown: vscode.NotebookDocument | undefined;

  constructor(private readonly server: ServerClient) {
    const refresh = () => this.changed.fire();
    this.parts = [
      this.changed,
      vscode.window.registerTreeDataProvider('flow2vec.evidence', this),
      vscode.workspace.onDidChangeNotebookDocument(refresh),
      vscode.workspace.onDidOpenNotebookDocument(refresh),
      vscode.workspace.onDidCloseNotebookDocument(refresh),
      vscode.window.onDidChangeActiveNotebookEditor(refresh),
      onOtherNames(refresh),
    ];
  }

  getChildren(node?: Node): Node[] {
    if (!node) {
      const notebook = this.current();
      if (!notebook) return [];
      const [pins, uri] = [pinsOf(notebook), captureOf(notebook)?.toString()];
      return [
        ...hostsOf(pins).map(host => {
          return { host, notebook, address: host.address, ...(uri === undefined ? {} : { uri }) };
        }),
        ...pinsOfNoHost(pins).map(pin => ({ pin, notebook })),
      ];
    }
    if ('pin' in node) return [];
    const { notebook, host } = node;
    return pinsOfHost(pinsOf(notebook), host.address).map(pin => ({ pin, notebook }));
  }

  async getTreeItem(node: Node): Promise<vscode.TreeItem> {
    if ('pin' in node) {
      const { title, note, tags } = node.pin;
      return pinItem(node, await named(this.server, { title, note, tags }));
    }
    const { address, verdict, flows, from, to } = node.host;
    const name = await named(this.server, address);
    const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
    item.description = vscode.l10n.t(
      '{0}, {1}, from {2} to {3}',
      verdict,
      counted(flows, 'flow'),
      secondText(from),
      secondText(to),
    );
    item.iconPath = icon(verdict);
    item.contextValue = 'evidenceHost';
    return item;
  }

  /** The case whose evidence is shown. */
  current(): vscode.NotebookDocument | undefined {
    const active = vscode.window.activeNotebookEditor?.notebook;
    const open = vscode.workspace.notebookDocuments.filter(each => each.notebookType === notebookType);
    if (active?.notebookType === notebookType) this.shown = active;
    if (!this.shown || !open.includes(this.shown)) this.shown = open[0];
    return this.shown;
  }

  dispose(): void {
    vscode.Disposable.from(...this.parts).dispose();
  }
}

function pinItem(
  node: PinNode,
  { title, note, tags }: Pick<Pin, 'title' | 'note' | 'tags'>,
): vscode.TreeItem {
  const { verdict, flows, time, analyst } = node.pin;
  const item = new vscode.TreeItem(title);
  const count = flows ? counted(flows.count, 'flow') : vscode.l10n.t('not gathered');
  item.description = [verdict, count, ...tags.map(tag => `#${tag}`)].join(', ');
  item.tooltip = [title, note, `${analyst}, ${time}`].filter(each => each !== '').join('\n');
  item.iconPath = icon(verdict);
  item.contextValue = 'pin';
  item.command = {
    command: 'flow2vec.showEvidence',
    title: vscode.l10n.t('Show in the capture'),
    arguments: [node],
  };
  return item;
}

function icon(verdict: Pin['verdict']): vscode.ThemeIcon {
  const names = { malicious: 'error', suspicious: 'warning', benign: 'pass', unknown: 'question' };
  return new vscode.ThemeIcon(names[verdict]);
}
