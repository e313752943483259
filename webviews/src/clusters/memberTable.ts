import * as l10n from '@vscode/l10n';
import type { ClusterDetail, ClusterMember } from '../../../shared/protocol/clusters';
import { DataTable, type Column } from '../base/dataTable';
import { button, captureText, el } from '../base/dom';
import { labelBar } from '../base/labelBar';
import { formatCosine, formatCount } from '../base/numbers';

export interface MemberActions {
  /** Reads the members of a cluster after the first `from`. */
  more(id: number, from: number, then: (members: readonly ClusterMember[]) => void): void;
  reveal(member: ClusterMember): void;
  similar(member: ClusterMember): void;
}

/** Members of a cluster, a page at a time, with a button for the next page. */
export class MemberTable {
  readonly element: HTMLElement;
  readonly more: HTMLButtonElement;
  readonly #name: string;
  readonly #cluster: ClusterDetail;
  readonly #actions: MemberActions;
  #members: readonly ClusterMember[];
  #table: DataTable<ClusterMember>;

  constructor(name: string, cluster: ClusterDetail, actions: MemberActions) {
    this.#name = name;
    this.#cluster = cluster;
    this.#actions = actions;
    this.#members = cluster.members;
    this.#table = this.#draw();
    this.element = el('div', { class: 'members' }, this.#table.element);
    this.more = button(`${name}-more`, '', () => this.#next(), { class: 'secondary small' });
    this.#update();
  }

  /** Those read so far. */
  get members(): readonly ClusterMember[] {
    return this.#members;
  }

  #next(): void {
    const from = this.#members.length;
    this.more.disabled = true;
    this.#actions.more(this.#cluster.id, from, members => {
      this.more.disabled = false;
      if (this.#members.length !== from) return;
      this.#members = [...this.#members, ...members];
      this.#table = this.#draw();
      this.element.replaceChildren(this.#table.element);
      this.#update();
    });
  }

  #update(): void {
    const { size } = this.#cluster;
    this.more.hidden = this.#members.length >= size;
    this.more.textContent = l10n.t(
      'Show More ({0} of {1})',
      formatCount(this.#members.length),
      formatCount(size),
    );
  }

  #draw(): DataTable<ClusterMember> {
    return new DataTable<ClusterMember>({
      name: this.#name,
      caption: l10n.t('Members of #{0}; Enter shows a flow in the editor', this.#cluster.id),
      columns: this.#columns(),
      rows: this.#members,
      order: this.#table?.order ?? { key: '', descending: false },
      open: member => this.#actions.reveal(member),
    });
  }

  #columns(): Column<ClusterMember>[] {
    return [
      { key: 'token', title: l10n.t('Token'), className: 'token', cell: ({ token }) => captureText(token) },
      {
        key: 'count',
        title: l10n.t('Flows'),
        className: 'number',
        cell: ({ count }) => formatCount(count),
        compare: (a, b) => a.count - b.count,
        largestFirst: true,
      },
      {
        key: 'labels',
        title: l10n.t('Labels'),
        className: 'labelled',
        cell: ({ labels }) => labelBar(labels, `${this.#name}-label-bar`, 'brief'),
      },
      {
        key: 'line',
        title: l10n.t('Line'),
        className: 'number',
        cell: member => this.#line(member),
        compare: (a, b) => a.file - b.file || a.firstLine - b.firstLine,
      },
      {
        key: 'distance',
        title: l10n.t('Distance'),
        className: 'number',
        cell: ({ distance }) => formatCosine(distance),
        compare: (a, b) => a.distance - b.distance,
      },
      {
        key: 'actions',
        title: el('span', { class: 'spoken' }, l10n.t('Actions')),
        cell: member => this.#similar(member),
      },
    ];
  }

  #line(member: ClusterMember): HTMLElement {
    const line = formatCount(member.firstLine);
    const title = l10n.t('Show line {0} in the editor', line);
    const attributes = { class: 'link', title, 'aria-label': title };
    return button(`${this.#name}-line`, line, () => this.#actions.reveal(member), attributes);
  }

  #similar(member: ClusterMember): HTMLElement {
    const title = l10n.t('Show flows similar to this one');
    const attributes = { class: 'secondary small', title, 'aria-label': title };
    return button(
      `${this.#name}-similar`,
      l10n.t('Similar'),
      () => this.#actions.similar(member),
      attributes,
    );
  }
}
