import * as l10n from '@vscode/l10n';
import type { ClusterDetail, ClusterMember } from '../../../shared/protocol/clusters';
import { button, el } from '../base/dom';
import { labelBar } from '../base/labelBar';
import { isLabelled, labelShares } from '../../../shared/palette/classes';
import type { LabelCounts } from '../../../shared/protocol/captures';
import { formatCosine, formatCount } from '../base/numbers';
import { exportTable, type Column } from '../base/table/columns';
import { DataTable, type TableFormat } from '../base/table/dataTable';
import { GatheredRows } from '../base/table/rowSource';
import type { Cell } from '../../../shared/text/tableText';

export interface MemberActions {
  /** Reads `count` members of a cluster after the first `from`. */
  more(id: number, from: number, count: number): Promise<readonly ClusterMember[]>;
  reveal(member: ClusterMember): void;
  similar(member: ClusterMember): void;
  /** Adds the flows of members to an investigation. */
  pin(members: readonly ClusterMember[]): void;
  hand(text: string, to: TableFormat): void;
  failed(error: Error): void;
}

/** Members of a cluster, nearest to the centre first; they are read as they are scrolled to. */
export function memberTable(
  name: string,
  cluster: ClusterDetail,
  actions: MemberActions,
  changed?: () => void,
): DataTable<ClusterMember> {
  const { id, size, members } = cluster;
  const columns = memberColumns(name, [cluster.labels], actions);
  const read = async (from: number, count: number) => ({
    rows:
      from === 0 && members.length >= Math.min(count, size) ? members : await actions.more(id, from, count),
    count: size,
    total: size,
  });
  return new DataTable<ClusterMember>({
    name,
    caption: l10n.t('Members of #{0}; Enter shows a flow in the editor', id),
    columns,
    rows: new GatheredRows((_, from, count) => read(from, count), columns),
    open: actions.reveal,
    hand: actions.hand,
    failed: actions.failed,
    ...(changed ? { changed } : {}),
  });
}

/** Members as a table, its header first. */
export function membersTable(members: readonly ClusterMember[]): Cell[][] {
  const counts = members.map(({ labels }) => labels);
  const columns = memberColumns('', counts, { reveal: () => undefined, similar: () => undefined });
  return exportTable(columns, members);
}

/** Where none of `counts` has labels, nothing is said of them. */
function memberColumns(
  name: string,
  counts: readonly LabelCounts[],
  actions: Pick<MemberActions, 'reveal' | 'similar'>,
): Column<ClusterMember>[] {
  const labelled: Column<ClusterMember> = {
    key: 'labels',
    title: l10n.t('Labels'),
    hover: l10n.t('Labels of the flows of the token.'),
    className: 'labelled',
    value: ({ labels }) =>
      labelShares(labels)
        .map(({ name: label, count }) => `${label} ${count}`)
        .join('; '),
    cell: ({ labels }) => labelBar(labels, `${name}-label-bar`, 'brief'),
    compare: false,
  };
  return [
    { key: 'token', title: l10n.t('Token'), className: 'code', value: ({ token }) => token },
    {
      key: 'count',
      title: l10n.t('Flows'),
      kind: 'number',
      value: ({ count }) => count,
      cell: ({ count }) => formatCount(count),
      largestFirst: true,
      exports: [{ name: 'flows', value: ({ count }) => count }],
    },
    ...(counts.some(isLabelled) ? [labelled] : []),
    {
      key: 'line',
      title: l10n.t('Line'),
      kind: 'number',
      value: ({ firstLine }) => firstLine,
      cell: member => lineLink(name, member, actions),
      compare: (a, b) => a.file - b.file || a.firstLine - b.firstLine,
      exports: [{ name: 'first line', value: ({ firstLine }) => firstLine }],
    },
    {
      key: 'distance',
      title: l10n.t('Distance'),
      kind: 'number',
      hover: l10n.t('How far the token is from the centre of its cluster.'),
      value: ({ distance }) => Number(distance.toFixed(6)),
      cell: ({ distance }) => formatCosine(distance),
    },
    {
      key: 'actions',
      title: l10n.t('Actions'),
      kind: 'actions',
      cell: member => {
        const title = l10n.t('Show flows similar to this one');
        const attributes = { class: 'secondary small', title, 'aria-label': title };
        return button(`${name}-similar`, l10n.t('Similar'), () => actions.similar(member), attributes);
      },
    },
  ];
}

function lineLink(
  name: string,
  member: ClusterMember,
  { reveal }: Pick<MemberActions, 'reveal'>,
): HTMLElement {
  // The model was trained elsewhere, and the capture has no such flow.
  if (member.firstLine === 0) return el('span', {}, '–');
  const line = formatCount(member.firstLine);
  const title = l10n.t('Show line {0} in the editor', line);
  const attributes = { class: 'link', title, 'aria-label': title };
  return button(`${name}-line`, line, () => reveal(member), attributes);
}
